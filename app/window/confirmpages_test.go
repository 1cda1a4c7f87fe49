package window

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"twofold/internal/exporter"
)

// TestPagesOfAnImport turns the pages of a long import by keys: the keyboard
// stays on what turns them, and below a page it goes to the top of the next.
func TestPagesOfAnImport(t *testing.T) {
	r := newImportRig(t)
	r.win.Resize(fyne.NewSize(420, 680))
	r.readExport(exporter.Aegis, "", 2*pageOf+5, "otpauth://totp/Bad:x?secret=!!!", "otpauth://totp/Worse:x?secret=!!!")
	p, ok := r.front().(*confirmPage)
	if !ok {
		t.Fatalf("in front is %T, want the page that confirms", r.front())
	}
	if want := r.txt.N("import.refused", 2); !strings.Contains(unbroken(r.texts()), unbroken(want)) {
		t.Errorf("nothing at the top says %q", want)
	}
	c := r.win.Canvas()
	press := func(at int) {
		t.Helper()
		c.Focus(p.turns[at])
		p.turns[at].TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	}
	const before, after, below = 0, 1, 2
	has := func(at int) {
		t.Helper()
		if c.Focused() != fyne.Focusable(p.turns[at]) {
			t.Fatalf("the keyboard is at %T, want the button %d", c.Focused(), at)
		}
		if y := r.fy.Driver().AbsolutePositionForObject(p.turns[at]).Y; y < 60 || y > 600 {
			t.Errorf("the button is at %v, out of view", y)
		}
	}
	press(after)
	has(after)
	if p.from != pageOf {
		t.Fatalf("page from %d, want %d", p.from, pageOf)
	}
	press(below + after) // the last page has none after it
	has(before)
	press(before)
	press(before)
	if p.from != 0 {
		t.Errorf("page from %d, want 0", p.from)
	}
	has(after)
}
