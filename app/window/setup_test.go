package window

import (
	"strings"
	"testing"

	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/session"
)

// TestSetupSaysWhatTheKeyringDoes: one sentence, which is true, and a way to
// ask again wherever there is a keyring.
func TestSetupSaysWhatTheKeyringDoes(t *testing.T) {
	for _, lang := range []locale.Language{locale.English, locale.Japanese} {
		for key, ring := range map[string]error{
			"setup.pass.b": errNoRing, "setup.ring.locked": platform.ErrKeyringLocked,
			"setup.ring.denied": platform.ErrKeyringDenied, "setup.ring.slow": platform.ErrKeyringSlow,
		} {
			r := newRig(t, setting{language: lang, ring: ring})
			for _, k := range []string{"setup.pass.b", "setup.ring.locked", "setup.ring.denied", "setup.ring.slow"} {
				if r.saysKey(k) != (k == key) {
					t.Errorf("%s, %v: %s is said: %v\n%s", lang, ring, k, k != key, r.texts())
				}
			}
			p := r.front().(*setupPage)
			if again := ring != errNoRing; (p.retry != nil) != again || r.saysKey("setup.pass.or") != again {
				t.Errorf("%s, %v: the page says %q", lang, ring, r.texts())
			}
		}
	}
}

// saysKey reports whether the whole text of a key is on the screen.
func (r *rig) saysKey(key string) bool {
	plain := func(s string) string {
		return strings.NewReplacer("\u200b", "", "\n", "", " ", "").Replace(s)
	}
	return strings.Contains(plain(r.texts()), plain(r.txt.T(key)))
}

// TestSetupAsksTheKeyringAgain: the program opens once the keyring does, and
// keeps what was typed until then.
func TestSetupAsksTheKeyringAgain(t *testing.T) {
	r := newRig(t, setting{language: locale.English, ring: platform.ErrKeyringLocked})
	p := r.front().(*setupPage)
	p.pass.SetText("four unrelated")
	r.ring.Err = platform.ErrKeyringSlow
	p.retry.OnTapped()
	if r.front() != page(p) || !r.saysKey("setup.ring.slow") || r.saysKey("setup.ring.locked") {
		t.Fatalf("after another refusal: %q", r.texts())
	}
	if p.pass.Text() != "four unrelated" || p.retry.Disabled() || p.retry.Text() != r.txt.T("setup.ring.again") {
		t.Errorf("typed %q, button %q", p.pass.Text(), p.retry.Text())
	}
	if p.create.Disabled() != true {
		t.Error("half a passphrase can be taken")
	}
	r.ring.Err = nil
	p.retry.OnTapped()
	if r.ses.Phase() != session.Open || !r.ses.Ways().Keyring || r.ses.Ways().Passphrase {
		t.Errorf("phase %v, ways %+v", r.ses.Phase(), r.ses.Ways())
	}
	r.main()
}
