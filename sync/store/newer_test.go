package store_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"twofold/crypto/sealed"
	"twofold/sync/store"
)

// A vault that a newer version wrote can be looked at and is never written
// again: an older program may not know what it would drop.
func TestVaultOfANewerVersionIsReadOnly(t *testing.T) {
	b, _ := withHistory(t)
	s := b.open()
	must(t, s.UnlockKeyring(t.Context()))
	keys, err := s.Keys()
	must(t, err)
	path := filepath.Join(b.path, "vault.age")
	file, err := os.ReadFile(path)
	must(t, err)
	plain, err := sealed.Open(file, keys.Identity())
	must(t, err)
	text := plain.Reveal()
	body := bytes.Replace(text[:bytes.LastIndexByte(text[:len(text)-1], '\n')+1], []byte(`"min_reader":1`), []byte(`"min_reader":2`), 1)
	line, err := json.Marshal(map[string]string{
		"k": "sig", "by": keys.ID(), "ed25519": base64.RawStdEncoding.EncodeToString(keys.Sign("twofold/snapshot/v1", body)),
	})
	must(t, err)
	newer, err := sealed.Seal(append(append(body, line...), '\n'), keys.Recipient())
	must(t, err)
	must(t, s.Close())
	b.write("vault.age", string(newer))

	s = b.open()
	if err := s.UnlockKeyring(t.Context()); err != nil {
		t.Fatalf("unlock: %v, want a vault to look at", err)
	}
	if s.ReadOnly() == nil || s.ReadOnly().Version != 2 {
		t.Errorf("ReadOnly = %v, want version 2", s.ReadOnly())
	}
	doc, err := s.Document()
	must(t, err)
	if n := len(doc.Accounts()); n != 2 {
		t.Errorf("%d accounts, want 2", n)
	}
	var tooNew *store.TooNewError
	if err := add(s, "three"); !errors.As(err, &tooNew) {
		t.Errorf("save: %v, want a TooNewError", err)
	}
	must(t, s.Close())
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, newer) {
		t.Errorf("the file was written again (%v)", err)
	}
	if n := b.asides(); len(n) > 0 {
		t.Errorf("moved aside: %v", n)
	}
}
