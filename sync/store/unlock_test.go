package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"twofold/crypto/phrase"
	"twofold/crypto/secret"
	"twofold/sync/store"
)

func TestCreateAndUnlockWithKeyring(t *testing.T) {
	b := newBench(t)
	s := b.open()
	if s.State() != store.Empty {
		t.Fatalf("state of a new directory = %v, want Empty", s.State())
	}
	must(t, s.Create(t.Context(), laptop, secret.Bytes{}))
	must(t, add(s, "GitHub"))
	computer, vault := s.Computer(), s.Vault()

	s = b.open()
	if got := s.State(); got != store.Locked {
		t.Fatalf("state after a restart = %v, want Locked", got)
	}
	if got, want := s.Ways(), (store.Ways{Keyring: true}); got != want {
		t.Errorf("ways = %+v, want %+v", got, want)
	}
	if _, err := s.Document(); !errors.Is(err, store.ErrLocked) {
		t.Errorf("document of a locked store: %v, want ErrLocked", err)
	}
	must(t, s.UnlockKeyring(t.Context()))
	if got := issuers(t, s); !slices.Equal(got, []string{"GitHub"}) {
		t.Errorf("accounts = %v, want GitHub", got)
	}
	if s.Computer() != computer || s.Vault() != vault {
		t.Errorf("ids changed: %s %s, want %s %s", s.Computer(), s.Vault(), computer, vault)
	}
	s.Lock()
	if err := add(s, "x"); !errors.Is(err, store.ErrLocked) {
		t.Errorf("edit of a locked store: %v, want ErrLocked", err)
	}
	must(t, s.UnlockKeyring(t.Context()))
	if n := s.Notices(); len(n) != 0 {
		t.Errorf("notices = %v, want none", n)
	}
}

func TestFirstStartWithoutKeyring(t *testing.T) {
	b := newBench(t)
	refused := errors.New("keyring is locked")
	b.keyring.err = refused
	s := b.open()
	err := s.Create(t.Context(), laptop, secret.Bytes{})
	if !errors.Is(err, store.ErrNeedsPassphrase) || !errors.Is(err, refused) {
		t.Fatalf("create with a refusing keyring: %v, want ErrNeedsPassphrase and the keyring's error", err)
	}
	if s.State() != store.Empty {
		t.Fatalf("state = %v, want Empty", s.State())
	}
	names, _ := os.ReadDir(b.path)
	for _, e := range names {
		if !e.IsDir() && e.Name() != "lock" {
			t.Errorf("left behind: %s", e.Name())
		}
	}
	must(t, s.Create(t.Context(), laptop, secret.FromString("correct horse")))
	must(t, add(s, "GitHub"))

	s = b.open()
	if got, want := s.Ways(), (store.Ways{Passphrase: true}); got != want {
		t.Errorf("ways = %+v, want %+v", got, want)
	}
	if err := s.UnlockKeyring(t.Context()); !errors.Is(err, store.ErrNoKeyring) {
		t.Errorf("unlock with keyring: %v, want ErrNoKeyring", err)
	}
	if err := s.UnlockPassphrase(secret.FromString("correct mouse")); !errors.Is(err, store.ErrWrongPassphrase) {
		t.Errorf("wrong passphrase: %v, want ErrWrongPassphrase", err)
	}
	if err := s.UnlockRecovery(t.Context(), secret.FromString("x")); !errors.Is(err, store.ErrNoRecovery) {
		t.Errorf("recovery key: %v, want ErrNoRecovery", err)
	}
	must(t, s.UnlockPassphrase(secret.FromString("correct horse")))
	if got := issuers(t, s); len(got) != 1 {
		t.Errorf("accounts = %v", got)
	}
}

func TestKeyringTroubleLeavesOtherWays(t *testing.T) {
	b := newBench(t)
	s := b.create("correct horse")
	must(t, add(s, "GitHub"))
	key := b.keyring.lines[s.Computer()]
	denied := errors.New("denied")
	tests := []struct {
		name  string
		setup func()
		want  error
	}{
		{"refuses", func() { b.keyring.err = denied }, denied},
		{"lost the item", func() { clear(b.keyring.lines) }, errNoItem},
		{"holds nonsense", func() { b.keyring.lines[s.Computer()] = "nonsense" }, store.ErrKeyringKey},
		{"holds another key", func() {
			b.keyring.lines[s.Computer()] = newLine(t)
		}, store.ErrKeyringKey},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b.keyring.err, b.keyring.lines[s.Computer()] = nil, key
			tt.setup()
			s = b.open()
			if err := s.UnlockKeyring(t.Context()); !errors.Is(err, tt.want) {
				t.Errorf("unlock: %v, want %v", err, tt.want)
			}
			must(t, s.UnlockPassphrase(secret.FromString("correct horse")))
			if len(s.Notices()) != 0 {
				t.Errorf("notices = %v: nothing was damaged", s.Notices())
			}
		})
	}
	// The keyring is put right again without asking for anything but itself.
	b.keyring.err = nil
	must(t, s.UseKeyring(t.Context()))
	s = b.open()
	must(t, s.UnlockKeyring(t.Context()))
}

func TestChangePassphrase(t *testing.T) {
	b := newBench(t)
	s := b.create("")
	if err := s.CheckPassphrase(secret.FromString("x")); !errors.Is(err, store.ErrNoPassphrase) {
		t.Errorf("check without a passphrase: %v, want ErrNoPassphrase", err)
	}
	must(t, s.SetPassphrase(secret.Bytes{}, secret.FromString("one")))
	if err := s.SetPassphrase(secret.FromString("nine"), secret.FromString("two")); !errors.Is(err, store.ErrWrongPassphrase) {
		t.Errorf("change with a wrong passphrase: %v, want ErrWrongPassphrase", err)
	}
	must(t, s.SetPassphrase(secret.FromString("one"), secret.FromString("two")))
	must(t, s.CheckPassphrase(secret.FromString("two")))

	s = b.open()
	if err := s.UnlockPassphrase(secret.FromString("one")); !errors.Is(err, store.ErrWrongPassphrase) {
		t.Errorf("old passphrase: %v, want ErrWrongPassphrase", err)
	}
	must(t, s.UnlockPassphrase(secret.FromString("two")))
	must(t, s.DropKeyring(t.Context()))
	if len(b.keyring.lines) != 0 {
		t.Error("the keyring kept its key")
	}
	if err := s.RemovePassphrase(secret.FromString("two")); !errors.Is(err, store.ErrLastWay) {
		t.Errorf("removing the last way: %v, want ErrLastWay", err)
	}
	must(t, s.UseKeyring(t.Context()))
	must(t, s.RemovePassphrase(secret.FromString("two")))
	if err := s.DropKeyring(t.Context()); !errors.Is(err, store.ErrLastWay) {
		t.Errorf("dropping the last way: %v, want ErrLastWay", err)
	}
	s = b.open()
	if got, want := s.Ways(), (store.Ways{Keyring: true}); got != want {
		t.Errorf("ways = %+v, want %+v", got, want)
	}
	must(t, s.UnlockKeyring(t.Context()))
}

func TestRecoveryKey(t *testing.T) {
	b := newBench(t)
	s := b.create("")
	must(t, add(s, "GitHub"))
	recovery := func(want store.RecoveryState) {
		t.Helper()
		if got, err := s.Recovery(); err != nil || got != want {
			t.Errorf("recovery = %v, %v, want %v", got, err, want)
		}
	}
	recovery(store.RecoveryNone)
	first, err := s.MakeRecoveryKey()
	must(t, err)
	recovery(store.RecoveryUnsaved)
	must(t, s.ConfirmRecoveryKey(first.Slot))
	recovery(store.RecoveryConfirmed)

	b.keyring.err = errors.New("gone")
	s = b.open()
	if got := s.Ways(); !got.Recovery {
		t.Errorf("ways = %+v, want recovery", got)
	}
	other, err := phrase.Make(strings.NewReader(strings.Repeat("other words ", 9)))
	must(t, err)
	if err := s.UnlockRecovery(t.Context(), other.Secret()); !errors.Is(err, store.ErrWrongRecoveryKey) {
		t.Errorf("other words: %v, want ErrWrongRecoveryKey", err)
	}
	must(t, s.UnlockRecovery(t.Context(), first.Phrase.Secret()))
	if got := issuers(t, s); !slices.Equal(got, []string{"GitHub"}) {
		t.Errorf("accounts = %v, want GitHub", got)
	}
	recovery(store.RecoveryConfirmed)

	// A second key: both open until it is confirmed, then the first does not.
	second, err := s.MakeRecoveryKey()
	must(t, err)
	s = b.open()
	must(t, s.UnlockRecovery(t.Context(), first.Phrase.Secret()))
	s = b.open()
	must(t, s.UnlockRecovery(t.Context(), second.Phrase.Secret()))
	must(t, s.ConfirmRecoveryKey(second.Slot))
	files, err := s.SlotFiles()
	if err != nil || len(files) != 1 || files[0].Name != second.File.Name {
		t.Errorf("recovery files = %d, %v, want the second alone", len(files), err)
	}
	// Even the file of the first, put back from the folder, opens nothing here.
	must(t, s.PutSlotFile(first.File))
	s = b.open()
	if err := s.UnlockRecovery(t.Context(), first.Phrase.Secret()); !errors.Is(err, store.ErrWrongRecoveryKey) {
		t.Errorf("retired key: %v, want ErrWrongRecoveryKey", err)
	}
	if n := s.Notices(); len(n) != 0 {
		t.Errorf("notices = %v: a retired key must not disturb sound files", n)
	}
	must(t, s.UnlockRecovery(t.Context(), second.Phrase.Secret()))
}

func TestSecondProcessIsRefused(t *testing.T) {
	b := newBench(t)
	s := b.create("")
	if _, err := store.Open(b.path, b.options()); !errors.Is(err, store.ErrInUse) {
		t.Errorf("second open: %v, want ErrInUse", err)
	}
	must(t, s.Close())
	b.open()
}

func TestCreateNeverOverwrites(t *testing.T) {
	b := newBench(t)
	s := b.create("")
	if err := s.Create(t.Context(), laptop, secret.Bytes{}); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("create over an open vault: %v, want ErrNotEmpty", err)
	}
	s = b.open()
	if err := s.Create(t.Context(), laptop, secret.Bytes{}); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("create over a locked vault: %v, want ErrNotEmpty", err)
	}
}

func TestNoPlaintextOnDisk(t *testing.T) {
	b := newBench(t)
	s := b.create("correct horse")
	must(t, add(s, "GitHub"))
	key, err := s.MakeRecoveryKey()
	must(t, err)
	line := b.keyring.lines[s.Computer()]
	hidden := []string{"GitHub", "hanako", "Hanako", "12345678901234567890", "GEZDGNBVGY3TQOJQ", "correct horse", line}
	hidden = append(hidden, string(key.Phrase.Secret().Reveal()), "sign-seed", "AGE-SECRET")
	must(t, filepath.WalkDir(b.path, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, h := range hidden {
			if strings.Contains(string(data), h) || strings.Contains(path[len(b.path):], h) {
				t.Errorf("%s holds a secret or a name in clear", e.Name())
			}
		}
		return err
	}))
}

func TestDirectoryVanishes(t *testing.T) {
	b := newBench(t)
	s := b.create("")
	must(t, add(s, "one"))
	moved := b.path + "-moved"
	must(t, os.Rename(b.path, moved))
	if err := add(s, "two"); !errors.Is(err, store.ErrGone) {
		t.Errorf("save into a vanished directory: %v, want ErrGone", err)
	}
	must(t, os.Mkdir(b.path, 0o700))
	if err := add(s, "two"); !errors.Is(err, store.ErrGone) {
		t.Errorf("save into another directory of the same name: %v, want ErrGone", err)
	}
	must(t, os.Remove(b.path))
	must(t, os.Rename(moved, b.path))
	must(t, add(s, "two"))
	if got := issuers(t, s); len(got) != 2 {
		t.Errorf("accounts = %v, want two", got)
	}
}

func TestReadOnlyDirectoryStillOpens(t *testing.T) {
	b := newBench(t)
	s := b.create("")
	must(t, add(s, "one"))
	must(t, s.Close())
	b.fs.Plan = readOnly
	s = b.open()
	must(t, s.UnlockKeyring(t.Context()))
	if got := issuers(t, s); len(got) != 1 {
		t.Errorf("accounts = %v, want one", got)
	}
	if err := add(s, "two"); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("save: %v, want ErrReadOnly", err)
	}
	b.fs.Plan = nil
	must(t, add(s, "two"))
}
