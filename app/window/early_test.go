package window

import (
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/session"
)

// newEarlyRig is a window that was asked for with a vault that is open, and has
// the blank page.
func newEarlyRig(t *testing.T) (r *rig, blank fyne.CanvasObject) {
	t.Helper()
	r = newRig(t, setting{})
	r.accounts()
	r.leaveAll()
	r.stack, r.kept, r.early = nil, mainKept{}, newEarly()
	blank = newBlank(r.App).content()
	r.body.Objects = []fyne.CanvasObject{blank}
	return r, blank
}

// TestFirstFrame: the toolkit measures the window before its first frame, and
// has the page by then that the session told of. Later it measures while it
// walks over the page, when nothing may be put in its place.
func TestFirstFrame(t *testing.T) {
	r, blank := newEarlyRig(t)
	mark := func() fyne.CanvasObject { return r.body.Objects[0] }

	r.early.hear()
	if r.body.MinSize(); mark() != blank {
		t.Fatal("measured before the window was asked for, and the page changed")
	}
	r.early.armed = true
	r.body.MinSize()
	if _, ok := r.front().(*mainPage); !ok || mark() == blank {
		t.Fatalf("the window is made, and has %T", r.front())
	}
	first := r.front()
	r.event(session.PhaseChanged{Phase: session.Open})
	r.event(session.ListChanged{Shape: true})
	if r.front() != first {
		t.Error("the page of the first frame was made again")
	}
	r.event(session.PhaseChanged{Phase: session.Open})
	if r.front() == first {
		t.Error("a later phase did not get a page of its own")
	}
}

// TestMadeAhead: what was made while the window was is the page of the first
// frame, with what belongs to it, and only of that one.
func TestMadeAhead(t *testing.T) {
	r, _ := newEarlyRig(t)
	r.early.hear()
	r.ahead()
	if len(r.stack) != 0 {
		t.Fatal("the page was shown by the goroutine that made it")
	}
	list := <-r.early.made
	if list.kept.selected == "" || list.page.content().Size() != r.startSize() {
		t.Fatalf("made with %+v, %v large", list.kept, list.page.content().Size())
	}
	r.early.made <- list
	r.kept = mainKept{}
	r.early.armed = true
	r.body.MinSize()
	if r.front() != list.page || r.kept != list.kept || !r.early.taken {
		t.Fatalf("the window has %T (%v), and keeps %+v", r.front(), r.front() == list.page, r.kept)
	}
	r.event(session.PhaseChanged{Phase: session.Open})
	r.push(func() page { return newHelp(r.App) })
	r.back()
	if _, ok := r.front().(*mainPage); !ok || r.front() == list.page {
		t.Error("the page of the first frame came back as it was then")
	}
}

// TestMadeAheadAndLocked: a vault that was locked before its window was there
// shows nothing of the list.
func TestMadeAheadAndLocked(t *testing.T) {
	r, _ := newEarlyRig(t)
	r.early.hear()
	r.ahead()
	list := <-r.early.made
	list.picture = paintFirst(list.page, r.startSize(), 100)
	r.early.made <- list
	r.ses.Lock()
	r.early.armed = true
	r.body.MinSize()
	if _, ok := r.front().(*lockPage); !ok {
		t.Errorf("in front is %T", r.front())
	}
	if r.body.MinSize(); r.early.picture.pixels != nil {
		t.Error("the picture of the list is still there")
	}
}

// TestFirstPicture: the picture is what the window shows next, at the scale of
// its screen, and there is none where it would be late.
func TestFirstPicture(t *testing.T) {
	r := newRig(t, setting{})
	r.accounts()
	size := r.startSize()
	r.win.Resize(size)
	frame := r.win.Canvas().Capture()
	list := newMain(r.App)
	first := paintFirst(list, size, 100)
	if first.page != list || first.width != frame.Bounds().Dx() || first.height != frame.Bounds().Dy() {
		t.Fatalf("a picture of %d x %d, the frame has %v", first.width, first.height, frame.Bounds())
	}
	for i, pixel := range first.pixels {
		red, green, blue, _ := frame.At(i%first.width, i/first.width).RGBA()
		if want := red>>8<<16 | green>>8<<8 | blue>>8; pixel != want {
			t.Fatalf("at %d, %d there is %06x, in the frame %06x", i%first.width, i/first.width, pixel, want)
		}
	}
	if more := paintFirst(list, fyne.NewSize(360, 480), 150); more.width != 540 || more.height != 720 || len(more.pixels) != 540*720 {
		t.Errorf("at 150 %% the picture has %d x %d", more.width, more.height)
	}
	for _, large := range []firstPicture{paintFirst(list, fyne.NewSize(1920, 1080), 100), paintFirst(list, size, 300), paintFirst(list, size, 0)} {
		if large.pixels != nil {
			t.Errorf("a picture of %d x %d", large.width, large.height)
		}
	}
}

// TestSlowVault: a vault that opens after the window is made gets its page when
// it is told of, and nothing is made beside the UI goroutine any more.
func TestSlowVault(t *testing.T) {
	r, _ := newEarlyRig(t)
	r.early.armed = true
	r.body.MinSize()
	first := r.front()
	if first == nil || r.early.taken {
		t.Fatalf("the window has %T, which the session told of: %v", first, r.early.taken)
	}
	r.early.hear()
	if r.ahead(); len(r.early.made) > 0 {
		t.Error("a page was made while another may have been measured")
	}
	if r.body.MinSize(); r.front() != first {
		t.Fatal("the page was changed while it may have been walked over")
	}
	r.event(session.PhaseChanged{Phase: session.Open})
	if r.front() == first {
		t.Error("the event brought no page")
	}
}

// TestNothingAhead: a page that needs the keyboard is made by the UI goroutine,
// and so is every page of a program that ends.
func TestNothingAhead(t *testing.T) {
	r, _ := newEarlyRig(t)
	r.ses.Lock()
	r.early.hear()
	if r.ahead(); r.early.begun.Load() {
		t.Error("the lock page was made beside the UI goroutine")
	}
	r, _ = newEarlyRig(t)
	r.end()
	if r.ahead(); r.early.begun.Load() {
		t.Error("a page was made for a program that ends")
	}
}
