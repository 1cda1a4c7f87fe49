package store_test

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"twofold/crypto/identity"
	"twofold/crypto/secret"
	"twofold/internal/vault"
	"twofold/sync/store"
	"twofold/sync/store/disk"
	"twofold/sync/store/disk/faulty"
)

// another is a vault that this computer is about to join.
func another(t *testing.T) (*identity.Keys, *vault.Document) {
	t.Helper()
	id, err := identity.NewVaultID(rand.Reader)
	must(t, err)
	keys, err := identity.Generate(rand.Reader, id, nil)
	must(t, err)
	entry, err := identity.Vouch(keys, id, keys.Entry("desk", "linux", noon))
	must(t, err)
	line, err := json.Marshal(entry)
	must(t, err)
	doc := vault.New()
	must(t, doc.PutDevice(line))
	return keys, doc
}

func TestReplaceKeepsTheOldVaultAside(t *testing.T) {
	b := newBench(t)
	s := b.create("")
	must(t, add(s, "GitHub"))
	_, err := s.MakeRecoveryKey()
	must(t, err)
	old := s.Vault()
	keys, doc := another(t)
	must(t, s.Replace(t.Context(), keys, doc, secret.Bytes{}))
	if s.Vault() == old || s.State() != store.Unlocked {
		t.Fatalf("vault %s, state %v", s.Vault(), s.State())
	}
	if files, err := s.SlotFiles(); err != nil || len(files) != 0 {
		t.Errorf("recovery files of the old vault stay: %v, %v", files, err)
	}
	names, err := disk.NewDir(disk.OS{}, b.path, b.clock, rand.Reader).Names(".")
	must(t, err)
	aside := 0
	for _, n := range names {
		if disk.IsAside(n) {
			aside++
		}
	}
	if aside < 4 {
		t.Errorf("only %d files were kept aside: %q", aside, names)
	}
	s = b.open()
	must(t, s.UnlockKeyring(t.Context()))
	if s.Vault() != keys.Vault {
		t.Errorf("after a restart the vault is %s", s.Vault())
	}
}

// TestReplaceThatFailsPutsTheOldVaultBack lets every step fail in turn.
func TestReplaceThatFailsPutsTheOldVaultBack(t *testing.T) {
	for n := 1; ; n++ {
		b := newBench(t)
		s := b.create("")
		must(t, add(s, "GitHub"))
		keys, doc := another(t)
		at, hit := 0, false
		b.fs.Plan = func(step faulty.Step) faulty.Fault {
			if slices.Contains([]faulty.Op{faulty.Read, faulty.List, faulty.Remove}, step.Op) {
				return faulty.Fault{}
			}
			if at++; at == n {
				hit = true
				return faulty.Fault{Err: store.ErrFull}
			}
			return faulty.Fault{}
		}
		err := s.Replace(t.Context(), keys, doc, secret.Bytes{})
		b.fs.Plan = nil
		if !hit {
			if err != nil || n < 10 {
				t.Fatalf("%d steps, %v", n, err)
			}
			return
		}
		if err == nil {
			continue // a step whose failure does not matter
		}
		if !errors.Is(err, store.ErrFull) {
			t.Fatalf("step %d: %v", n, err)
		}
		s = b.open()
		if err := s.UnlockKeyring(t.Context()); err != nil {
			t.Fatalf("step %d: the old vault does not open: %v", n, err)
		}
		if d, err := s.Document(); err != nil || len(d.Accounts()) != 1 {
			t.Fatalf("step %d: the account is gone: %v", n, err)
		}
	}
}
