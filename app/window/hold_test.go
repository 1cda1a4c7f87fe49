package window

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// TestHeld: what is given before the loop runs keeps its order, whether the
// window takes it before its first frame or the loop when it begins, and what
// it gives in turn comes behind it.
func TestHeld(t *testing.T) {
	var g governor
	g.off = true
	var got string
	say := func(s string) func() { return func() { got += s } }
	g.hold()
	g.do(func() { got += "a"; g.do(say("c")) })
	g.do(say("b"))
	if got != "" {
		t.Fatalf("%q ran while it was to be held", got)
	}
	g.release()
	if got != "abc" {
		t.Fatalf("released %q, want abc", got)
	}
	g.do(func() { got += "d"; g.do(say("e")) })
	if g.begin(); got != "abcde" {
		t.Fatalf("after the loop began: %q, want abcde", got)
	}
	if len(g.early) > 0 || g.holds {
		t.Error("something is held for ever")
	}
}

// TestFirstFrame: the toolkit measures the window before its first frame, and
// has the page by then that the vault asks for. Later it measures while it
// walks over the page, when nothing may be put in its place.
func TestFirstFrame(t *testing.T) {
	a := &App{}
	a.body = &fyne.Container{Layout: &bodyLayout{a: a}}
	page := func(s string) { a.body.Objects = []fyne.CanvasObject{container.NewPadded(widget.NewLabel(s))} }
	page("")
	blank := a.body.MinSize()
	a.gov.hold()
	a.gov.do(func() { page("codes") })
	if a.body.MinSize() != blank {
		t.Fatal("measured before the window was asked for, and the page changed")
	}
	a.showing = true
	if got := a.body.MinSize(); got.Width <= blank.Width {
		t.Errorf("the window is made, and its page measures %v, as the empty one", got)
	}
	a.gov.do(func() { page("") })
	if got := a.body.MinSize(); got == blank {
		t.Error("the page was changed while it may have been walked over")
	}
}
