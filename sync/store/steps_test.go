package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"twofold/crypto/secret"
	"twofold/sync/store"
	"twofold/sync/store/disk"
	"twofold/sync/store/disk/faulty"
)

// operation is something that writes. It gets an unlocked store with one
// account, the passphrase "old" and a recovery key.
type operation struct {
	name string
	run  func(t *testing.T, s *store.Store) error
}

func operations() []operation {
	return []operation{
		{"save", func(_ *testing.T, s *store.Store) error { return add(s, "two") }},
		{"change passphrase", func(_ *testing.T, s *store.Store) error {
			return s.SetPassphrase(secret.FromString("old"), secret.FromString("new"))
		}},
		{"remove passphrase", func(_ *testing.T, s *store.Store) error {
			return s.RemovePassphrase(secret.FromString("old"))
		}},
		{"drop keyring", func(t *testing.T, s *store.Store) error { return s.DropKeyring(t.Context()) }},
		{"use keyring", func(t *testing.T, s *store.Store) error { return s.UseKeyring(t.Context()) }},
		{"replace recovery key", func(_ *testing.T, s *store.Store) error {
			key, err := s.MakeRecoveryKey()
			if err != nil {
				return err
			}
			return s.ConfirmRecoveryKey(key.Slot)
		}},
		{"prepare and send", func(_ *testing.T, s *store.Store) error { return publish(s) }},
		{"set frontier", func(_ *testing.T, s *store.Store) error {
			return s.SetFrontier(store.Frontier{Seen: map[string]store.Mark{"3f9a2c11xw": {Seq: 3, Hash: "h"}}})
		}},
		{"new keys", func(t *testing.T, s *store.Store) error {
			return s.Rekey(t.Context(), store.NewComputer{Name: "copy", System: "linux"})
		}},
	}
}

func publish(s *store.Store) error {
	o, err := s.Prepare(func(seq uint64, prev string) (string, []byte, error) {
		return fmt.Sprintf("tf1-%06d.age", seq), fmt.Appendf(nil, "snapshot %d after %s", seq, prev), nil
	})
	if err != nil {
		return err
	}
	return s.Sent(o)
}

// template makes the directory that every case starts from, once.
func template(t *testing.T) (*bench, map[string]string, store.RecoveryKey) {
	t.Helper()
	b := newBench(t)
	s := b.create("old")
	must(t, add(s, "one"))
	key, err := s.MakeRecoveryKey()
	must(t, err)
	must(t, s.ConfirmRecoveryKey(key.Slot))
	must(t, s.Close())
	b.store = nil
	return b, b.contents(), key
}

// reset puts the template back.
func (b *bench) reset(files map[string]string, keyring map[string]string) {
	b.t.Helper()
	if b.store != nil {
		_ = b.store.Close()
		b.store = nil
	}
	b.fs.Reset(nil)
	must(b.t, os.RemoveAll(b.path))
	for path, data := range files {
		must(b.t, os.MkdirAll(filepath.Dir(path), 0o700))
		must(b.t, os.WriteFile(path, []byte(data), 0o600))
	}
	b.keyring.lines = map[string]string{}
	for k, v := range keyring {
		b.keyring.lines[k] = v
	}
}

// openAny opens the vault by whichever passphrase or keyring works.
func openAny(t *testing.T, s *store.Store) error {
	err := s.UnlockKeyring(t.Context())
	for _, pass := range []string{"old", "new"} {
		if err != nil {
			err = s.UnlockPassphrase(secret.FromString(pass))
		}
	}
	return err
}

// TestEveryStepOfEveryOperationFails lets each step of each operation fail,
// before and after it took effect, with and without the disk staying full,
// and demands that the vault still opens, in this process and after a
// restart, with the account that was acknowledged.
func TestEveryStepOfEveryOperationFails(t *testing.T) {
	b, files, recovery := template(t)
	keyring := map[string]string{}
	for k, v := range b.keyring.lines {
		keyring[k] = v
	}
	plans := map[string]func(n int) func(faulty.Step) faulty.Fault{
		"fails": func(n int) func(faulty.Step) faulty.Fault {
			return faulty.At(n, faulty.Fault{Err: errors.New("boom")})
		},
		"fails afterwards": func(n int) func(faulty.Step) faulty.Fault {
			return faulty.At(n, faulty.Fault{Err: errors.New("boom"), After: true})
		},
		"is short": func(n int) func(faulty.Step) faulty.Fault {
			return faulty.At(n, faulty.Fault{Err: disk.ErrFull, Short: true})
		},
		"changes bits": func(n int) func(faulty.Step) faulty.Fault { return faulty.At(n, faulty.Fault{Flip: true}) },
		"fills up":     func(n int) func(faulty.Step) faulty.Fault { return faulty.From(n, disk.ErrFull) },
	}
	for _, op := range operations() {
		t.Run(op.name, func(t *testing.T) {
			b.t = t
			steps, stride := 1, 1
			if testing.Short() {
				stride = 7
			}
			for n := 1; n <= steps; n += stride {
				for how, plan := range plans {
					b.reset(files, keyring)
					s := b.open()
					must(t, s.UnlockKeyring(t.Context()))
					b.fs.Reset(plan(n))
					err := op.run(t, s)
					steps = max(steps, len(b.fs.Steps()))
					where := fmt.Sprintf("step %d of %d (%v) %s, error %v", n, steps, b.fs.Steps()[min(n, len(b.fs.Steps()))-1], how, err)
					b.fs.Reset(nil)

					// The same process goes on: the edit can be saved again.
					if err := add(s, "later"); err != nil {
						t.Fatalf("%s: the next save failed: %v", where, err)
					}
					s = b.open()
					if err := openAny(t, s); err != nil {
						t.Fatalf("%s: does not open after a restart: %v", where, err)
					}
					got := issuers(t, s)
					if !slices.Contains(got, "one") || !slices.Contains(got, "later") {
						t.Fatalf("%s: accounts = %v", where, got)
					}
					if err == nil && op.name == "save" && !slices.Contains(got, "two") {
						t.Fatalf("%s: an acknowledged edit is lost: %v", where, got)
					}
					if aside := b.asides(); len(aside) > 0 && op.name != "new keys" {
						t.Fatalf("%s: moved aside %v", where, aside)
					}
					if op.name != "replace recovery key" {
						s = b.open()
						if err := s.UnlockRecovery(t.Context(), recovery.Phrase.Secret()); err != nil {
							t.Fatalf("%s: the recovery key does not open: %v", where, err)
						}
					}
				}
			}
			if steps < 7 {
				t.Errorf("only %d steps were seen", steps)
			}
		})
	}
}

// TestEveryStepOfCreateFails: a first start that fails leaves nothing that
// keeps a second one from succeeding.
func TestEveryStepOfCreateFails(t *testing.T) {
	for _, pass := range []string{"", "pass"} {
		steps := 1
		for n := 1; n <= steps; n++ {
			for _, fault := range []faulty.Fault{{Err: disk.ErrFull}, {Err: disk.ErrFull, After: true}} {
				b := newBench(t)
				s := b.open()
				b.fs.Reset(faulty.At(n, fault))
				err := s.Create(t.Context(), laptop, secret.FromString(pass))
				steps = max(steps, len(b.fs.Steps()))
				b.fs.Reset(nil)
				if err == nil {
					must(t, add(s, "one"))
					continue
				}
				if s.State() != store.Empty {
					t.Fatalf("step %d: state after a failed start = %v", n, s.State())
				}
				if len(b.keyring.lines) != 0 {
					t.Fatalf("step %d: the keyring kept a key", n)
				}
				s = b.open()
				if s.State() != store.Empty {
					t.Fatalf("step %d: state after a restart = %v", n, s.State())
				}
				must(t, s.Create(t.Context(), laptop, secret.FromString(pass)))
				must(t, add(s, "one"))
				s = b.open()
				must(t, s.UnlockKeyring(t.Context()))
				if got := issuers(t, s); len(got) != 1 {
					t.Fatalf("step %d: accounts = %v", n, got)
				}
			}
		}
	}
}

func TestFullDiskIsNamed(t *testing.T) {
	for _, want := range []error{store.ErrFull, store.ErrReadOnly, store.ErrPermission} {
		b := newBench(t)
		s := b.create("")
		b.fs.Reset(faulty.From(1, want))
		if err := add(s, "one"); !errors.Is(err, want) {
			t.Errorf("save: %v, want %v", err, want)
		}
		if got := issuers(t, s); len(got) != 0 {
			t.Errorf("the store took an edit that it did not save: %v", got)
		}
		b.fs.Reset(nil)
		must(t, add(s, "one"))
		if entries, _ := os.ReadDir(b.path); slices.ContainsFunc(entries, func(e os.DirEntry) bool { return strings.HasSuffix(e.Name(), ".tmp") }) {
			t.Error("a temporary file was left behind")
		}
	}
}
