package session_test

import (
	"errors"
	"testing"

	"twofold/app/platform"
	"twofold/app/session"
)

// TestKeyringThatDoesNotOpen: whatever the keyring does instead of answering,
// the vault stays as it is, there is a sentence of its own for it, and the
// passphrase opens.
func TestKeyringThatDoesNotOpen(t *testing.T) {
	said := map[string]error{}
	for _, why := range []error{
		platform.ErrNoKeyring, platform.ErrKeyringLocked, platform.ErrKeyringDenied, platform.ErrKeyringSlow, platform.ErrNotFound,
	} {
		t.Run(why.Error(), func(t *testing.T) {
			b := newBench(t)
			b.add(github)
			if err := b.SetPassphrase(t.Context(), nil, []byte("four unrelated words")); err != nil {
				t.Fatal(err)
			}
			b.ring.Err = why
			b.restart()
			if b.Phase() != session.Locked || !errors.Is(b.Ways().KeyringErr, why) || !b.Ways().Passphrase {
				t.Fatalf("phase %v, ways %+v", b.Phase(), b.Ways())
			}
			s := session.Explain(b.Ways().KeyringErr, "")
			if other, had := said[s.Key]; s.Key == "" || had {
				t.Errorf("sentence %q, as for %v", s.Key, other)
			}
			said[s.Key] = why
			if err := b.Unlock(t.Context(), []byte("four unrelated words")); err != nil || len(b.View().Rows) != 1 {
				t.Errorf("the passphrase: %v, %d accounts", err, len(b.View().Rows))
			}
		})
	}
}
