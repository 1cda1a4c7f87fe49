package window

import (
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/locale"
	"twofold/app/session"
)

// TestTheLockTakesKeysUnfocused: after a click beside the fields, or Esc, Enter
// still unlocks and what is typed still is the passphrase.
func TestTheLockTakesKeysUnfocused(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	must(r, r.ses.Lock())
	r.ui.drain()
	r.win.Canvas().Unfocus()
	r.press(fyne.KeyReturn)
	if r.ses.Phase() != session.Open {
		t.Error("Enter does not unlock by the keyring")
	}

	must(r, r.ses.SetPassphrase(t.Context(), nil, []byte("ab")))
	must(r, r.ses.Lock())
	r.ui.drain()
	r.win.Canvas().Unfocus()
	for _, c := range "ab" {
		r.typedRune(c)
	}
	if got := r.front().(*lockPage).pass.Text(); got != "ab" {
		t.Errorf("the field has %q", got)
	}
	r.win.Canvas().Unfocus()
	r.press(fyne.KeyReturn)
	if r.ses.Phase() != session.Open {
		t.Error("Enter does not unlock by the passphrase")
	}
}
