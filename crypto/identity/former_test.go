package identity

import (
	"crypto/rand"
	"testing"
	"time"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
)

// TestFormerIdentitiesComeBack: keys that followed others read what was
// addressed to them, for a while, and never more than a few.
func TestFormerIdentitiesComeBack(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	keys, err := Generate(rand.Reader, "k7wq2m9d3f", nil)
	if err != nil {
		t.Fatal(err)
	}
	var files [][]byte
	for i := range mostFormer + 2 {
		file, err := sealed.Seal([]byte("addressed to the one before"), keys.Recipient())
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		next, err := Generate(rand.Reader, keys.Vault, keys.Root)
		if err != nil {
			t.Fatal(err)
		}
		next.Succeed(keys, at.Add(time.Duration(i)*time.Hour))
		keys.Wipe()
		keys = next
	}
	text := keys.Marshal()
	back, err := ParseKeys(text)
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		_, err := sealed.Open(file, back.Identities()...)
		if opens := err == nil; opens != (i >= 2) {
			t.Errorf("file %d opens: %v", i, opens)
		}
		if _, err := sealed.Open(file, back.Identity()); err == nil {
			t.Errorf("file %d opens with the newest identity alone", i)
		}
	}
	if back.Forget(at) || !back.Forget(at.Add(4*time.Hour)) || len(back.Identities()) != 3 {
		t.Errorf("%d identities left, want those of the last two hours", len(back.Identities()))
	}
	for _, bad := range []string{"# former yesterday AGE-SECRET-KEY-PQ-1QQ", "# former 2026-11-22T12:00:00Z nothing"} {
		if _, err := ParseKeys(secret.FromString(string(text.Reveal()) + bad + "\n")); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
