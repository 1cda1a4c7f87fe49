package window

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/internal/account"
	"twofold/internal/otpauth"
)

// migrationPages are the links of an export of n accounts in several parts.
func migrationPages(t *testing.T, n int) []string {
	t.Helper()
	var as []account.Account
	for i := range n {
		a, err := otpauth.Parse(fmt.Sprintf("otpauth://totp/Shop%02d:me?secret=JBSWY3DPEHPK3P%c%c&issuer=Shop%02d", i, 'A'+i/20, 'A'+i%20, i))
		if err != nil {
			t.Fatal(err)
		}
		as = append(as, a)
	}
	uris, left := otpauth.FormatMigration(as)
	if len(left) > 0 {
		t.Fatalf("%d accounts do not fit", len(left))
	}
	return uris
}

// findButton finds a button on the window by its words.
func findButton(t *testing.T, r *rig, label string) fyne.Tappable {
	t.Helper()
	r.ui.drain()
	var found fyne.Tappable
	r.each(func(o fyne.CanvasObject) bool {
		if b, ok := o.(*control.Button); ok && b.AccessibilityLabel() == label {
			found = b
		}
		return true
	})
	if found == nil {
		t.Fatalf("no button %q", label)
	}
	return found
}

// TestReturningFindsTheSamePlace: a page that was left for another one, or made
// anew in another text size, is where it was, and so is the keyboard.
func TestReturningFindsTheSamePlace(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.run(cmdSettings)
	c := r.win.Canvas()
	trash, atSignIn := r.txt.T("trash.title"), r.txt.T("a11y.off", "name", r.txt.T("set.startup"))
	height := func() float32 {
		return r.fy.Driver().AbsolutePositionForObject(findButton(t, r, trash).(fyne.CanvasObject)).Y
	}
	test.Scroll(c, fyne.NewPos(200, 400), 0, -5000)
	before := height()
	if before > 680 {
		t.Fatalf("the button is at %v after scrolling", before)
	}
	findButton(t, r, trash).Tapped(nil) // with the mouse: nothing has the keyboard
	r.run(cmdEscape)
	if got := height(); got != before {
		t.Errorf("back on the page the button is at %v, and was at %v", got, before)
	}
	c.Focus(findButton(t, r, trash).(fyne.Focusable))
	r.press(fyne.KeyReturn)
	if _, ok := r.front().(*trashPage); !ok {
		t.Fatalf("in front is %T", r.front())
	}
	r.run(cmdEscape)
	if f := c.Focused(); f == nil || named(f) != "Button "+trash {
		t.Errorf("the keyboard is on %v", f)
	}
	for _, tick := range r.ticks() {
		if tick.AccessibilityLabel() == atSignIn {
			c.Focus(tick)
		}
	}
	r.run(cmdZoomIn)
	if f := c.Focused(); f == nil || named(f) != "Toggle "+atSignIn {
		t.Errorf("in another text size the keyboard is on %v", f)
	}
}
