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

// TestEnterOnAnEmptyLock: where a passphrase was set Enter alone unlocks
// nothing, not even by a keyring that would: a key that was meant for another
// program must not open the vault. The page asks for the passphrase.
func TestEnterOnAnEmptyLock(t *testing.T) {
	for name, focused := range map[string]bool{"in the field": true, "beside it": false} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, setting{language: locale.English})
			r.accounts()
			must(r, r.ses.SetPassphrase(t.Context(), nil, []byte("ab")))
			must(r, r.ses.Lock())
			r.bare()
			if ways := r.ses.Ways(); !ways.Keyring || !ways.Passphrase {
				t.Fatalf("ways %+v", ways)
			}
			if !focused {
				r.win.Canvas().Unfocus()
			}
			r.press(fyne.KeyReturn)
			if r.bare(); !r.told("lock.empty") {
				t.Errorf("says %q", r.texts())
			}
			r.typedRune('a')
			if r.told("lock.empty") {
				t.Error("the sentence stays while the passphrase is typed")
			}
			r.typedRune('b')
			r.press(fyne.KeyReturn)
			r.main()
		})
	}
}
