package window

import (
	"sync"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"twofold/app/session"
)

// early gets the codes into the first frame. What the session says before the
// toolkit's loop runs waits for that loop, and by then a first frame without
// anything on it has been drawn, which costs about 10 ms of every start. The
// toolkit asks for the least size of the page once the window is made, which
// takes most of a start, and before it draws. The vault is open by that time
// where the keyring opens it; where it is not, everything goes its usual way.
//
// While the system makes the window the UI goroutine does nothing else, and the
// list of accounts is made beside it, which spares another 6 ms, and a first
// picture of it, which spares 12.
type early struct {
	told  chan struct{} // closed when the session is in another phase than the one it began in
	tell  sync.Once
	armed bool          // the window was asked for, and is being made
	taken bool          // the page is that of the phase the session told first
	begun atomic.Bool   // one of two makes the first page: ahead, or look
	made  chan listMade // what ahead has made; never closed

	picture firstPicture // until it is on the screen
}

// listMade is the list of accounts, made but not shown, and what the making of
// it left for the one that comes after it.
type listMade struct {
	page    page
	kept    mainKept
	picture firstPicture
}

func newEarly() early {
	return early{told: make(chan struct{}), made: make(chan listMade, 1)}
}

// hear notes that the session told of another phase. It may be called from
// anywhere.
func (e *early) hear() { e.tell.Do(func() { close(e.told) }) }

// heard reports whether the session told of another phase.
func (e *early) heard() bool {
	select {
	case <-e.told:
		return true
	default:
		return false
	}
}

// showFirst asks for the window. The toolkit comes back through look.
func (a *App) showFirst() {
	a.early.armed = true
	go a.ahead()
	a.win.Show()
	a.look() // has been there, with every driver of today
}

// ahead makes the list of accounts while the UI goroutine is in showFirst. It
// is the one exception to the rule that pages are made on that goroutine. Why
// it is safe: it ends before look, which waits for it, and from showFirst until
// look the UI goroutine is inside the toolkit's driver, which makes the window
// and its OpenGL, and neither measures a text nor touches a widget; nothing
// that is queued for it runs before its loop does. A page that is made touches
// neither the window nor what lies on it, but for a.kept. TestStartHasNoRaces
// runs real starts with the race detector.
func (a *App) ahead() {
	select {
	case <-a.early.told:
	case <-a.ctx.Done():
		return
	}
	if a.ses.Phase() != session.Open || !a.early.begun.CompareAndSwap(false, true) {
		return
	}
	p := newMain(a)
	p.content().Resize(a.startSize())
	list := listMade{page: p, kept: a.kept}
	if canPutPicture() {
		list.picture = paintFirst(p, a.startSize(), a.startPercent())
	}
	a.early.made <- list
}

// look shows the first page: that of the phase the session told of, if it did.
// It is called on the UI goroutine, in the middle of the making of the window.
func (a *App) look() {
	if !a.early.armed {
		return
	}
	a.early.armed = false // only once: later the toolkit asks while it walks over the page
	var list listMade
	if !a.early.begun.CompareAndSwap(false, true) {
		list = <-a.early.made // sent by whoever swapped
	}
	a.early.taken = a.early.heard()
	a.showRootWith(list)
	a.early.picture = list.picture
}

// phaseChanged shows the page of the phase the session is in, unless the first
// frame had it.
func (a *App) phaseChanged() {
	if n := a.ses.Locks(); n != a.locks {
		a.locks = n
		a.noteLoss()
	}
	if !a.early.taken {
		a.showRoot()
	}
	a.early.taken = false
	if a.ses.Phase() == session.Open {
		a.opened()
	}
}

// bodyLayout lets the page fill the window, and notices when the toolkit
// measures it, as it does before it paints.
type bodyLayout struct{ a *App }

// MinSize implements [fyne.Layout].
func (l bodyLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	l.a.look()
	l.a.putFirst()
	l.a.patch.outdated()
	var size fyne.Size
	for _, o := range l.a.body.Objects {
		size = size.Max(o.MinSize())
	}
	return size
}

// Layout implements [fyne.Layout].
func (bodyLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
		o.Move(fyne.NewPos(0, 0))
	}
}
