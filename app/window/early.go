package window

import (
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
type early struct {
	told  atomic.Bool // the session is in another phase than the one it began in
	armed bool        // the window was asked for, and is being made
	taken bool        // the page is that of the phase the session told first
}

// look shows the page that the session told of, if it did. It is called on the
// UI goroutine, in the middle of the making of the window.
func (a *App) look() {
	if !a.early.armed {
		return
	}
	a.early.armed = false // only once: later the toolkit asks while it walks over the page
	if a.early.told.Load() {
		a.early.taken = true
		a.showRoot()
	}
}

// phaseChanged shows the page of the phase the session is in, unless the first
// frame had it.
func (a *App) phaseChanged() {
	if a.ses.Phase() == session.Locked {
		a.locks++
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
