package window

import (
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/session"
)

// TestFirstFrame: the toolkit measures the window before its first frame, and
// has the page by then that the session told of. Later it measures while it
// walks over the page, when nothing may be put in its place.
func TestFirstFrame(t *testing.T) {
	r := newRig(t, setting{})
	r.stack = nil
	mark := func() fyne.CanvasObject { return r.body.Objects[0] }
	blank := newBlank(r.App).content()
	r.body.Objects = []fyne.CanvasObject{blank}

	r.early.told.Store(true)
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

// TestSlowVault: a vault that opens after the window is made gets its page when
// it is told of.
func TestSlowVault(t *testing.T) {
	r := newRig(t, setting{})
	r.early.told.Store(false)
	r.early.armed = true
	first := r.front()
	if r.body.MinSize(); r.front() != first {
		t.Fatal("the page changed, and nothing was told")
	}
	r.early.told.Store(true)
	if r.body.MinSize(); r.front() != first {
		t.Fatal("the page was changed while it may have been walked over")
	}
	r.event(session.PhaseChanged{Phase: session.Open})
	if r.front() == first {
		t.Error("the event brought no page")
	}
}
