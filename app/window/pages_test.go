package window

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/control"
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
