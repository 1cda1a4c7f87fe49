package window

import (
	"testing"

	"twofold/app/session"
)

// TestFirstPaintIsNoticed: opening the vault is not enough, the paint is awaited.
func TestFirstPaintIsNoticed(t *testing.T) {
	r := newRig(t, setting{})
	done := 0
	r.paint = newFirstPaint(func() { done++ })
	r.root()
	if r.ses.Phase() != session.Open {
		t.Fatalf("phase %d", r.ses.Phase())
	}
	if done != 0 {
		t.Fatal("said to be painted before it was")
	}
	r.win.Canvas().Capture()
	if done == 0 {
		t.Fatal("the paint was not noticed")
	}
}

func TestPaintedOnlyOnce(t *testing.T) {
	r := newRig(t, setting{})
	if !r.paint.awaited {
		t.Fatal("nothing painted yet, and not awaited")
	}
	r.win.Canvas().Capture()
	if r.paint.awaited {
		t.Fatal("painted, and still awaited")
	}
	r.root()
	if n := len(r.body.Objects); n != 1 {
		t.Errorf("%d objects on the window, want the page alone", n)
	}
}
