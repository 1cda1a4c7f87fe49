package window

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/locale"
)

// big opens the large view of an account as the space bar does, a while ago.
func (r *rig) big(title string) *bigCode {
	r.t.Helper()
	r.choose(title)
	r.win.Canvas().Focus(r.main().list)
	r.press(fyne.KeySpace)
	if r.main().big == nil {
		r.t.Fatalf("Space opens nothing: %q", r.texts())
	}
	r.clock.Advance(time.Second)
	return r.main().big
}

// TestKeysOfTheBigCode: the keys of the list copy there, too, and Space closes
// what it opened, but not while it is held down.
func TestKeysOfTheBigCode(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	for c, next := range map[command]bool{cmdCopy: false, cmdCopyNext: true} {
		b := r.big("GitHub")
		r.run(c)
		want, err := r.ses.View().Code(b.id, r.now())
		must(r, err)
		if got := r.desk.Text(); got != want.Now && !next || got != want.Next && next {
			t.Errorf("%s: the clipboard holds %q of %+v", c, got, want)
		}
		if len(r.sheets) != 0 || !r.told("row.copied") && !r.told("row.copied.next") {
			t.Errorf("%s: %d sheets, %q", c, len(r.sheets), r.texts())
		}
	}
	r.big("GitHub")
	r.run(cmdDelete) // other commands wait
	if len(r.sheets) != 1 {
		t.Errorf("%d sheets after Delete", len(r.sheets))
	}
	r.press(fyne.KeySpace)
	if len(r.sheets) != 0 {
		t.Error("Space does not close it")
	}
	r.press(fyne.KeySpace)
	for range 30 {
		r.press(fyne.KeySpace)
		if len(r.sheets) != 1 {
			t.Fatal("a space bar that is held closes it")
		}
		r.clock.Advance(held / 20)
	}
}

// TestBigCodeOfACounter: dots stand for a code that nobody asked for yet, and a
// button asks.
func TestBigCodeOfACounter(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	b := r.big("Bank")
	if !r.says("•••") {
		t.Errorf("before: %q", r.texts())
	}
	r.button(r.txt.T("big.new")).Tapped(&fyne.PointEvent{})
	c, err := r.ses.View().Code(b.id, r.now())
	must(r, err)
	if r.says("•••") || c.Now == "" || b.code.AccessibilityLabel() != spaced(c.Now) {
		t.Errorf("after: %q, the code is %q", r.texts(), c.Now)
	}
	r.press(fyne.KeyReturn)
	if got := r.desk.Text(); got != c.Now {
		t.Errorf("the clipboard holds %q, not %q", got, c.Now)
	}
	r.big("GitHub")
	r.each(func(o fyne.CanvasObject) bool {
		if b, ok := o.(*control.Button); ok && b.Text() == r.txt.T("big.new") {
			t.Error("a code of the time has the button")
		}
		return true
	})
}
