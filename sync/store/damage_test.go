package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"twofold/crypto/secret"
	"twofold/sync/store"
	"twofold/sync/store/disk"
)

// asides are the files that were moved aside.
func (b *bench) asides() []string {
	b.t.Helper()
	var out []string
	must(b.t, filepath.WalkDir(b.path, func(path string, e os.DirEntry, err error) error {
		if err == nil && disk.IsAside(e.Name()) {
			out = append(out, filepath.ToSlash(strings.TrimPrefix(path, b.path+string(filepath.Separator))))
		}
		return err
	}))
	return out
}

func (b *bench) lose(names ...string) {
	b.t.Helper()
	for _, name := range names {
		must(b.t, os.Remove(filepath.Join(b.path, name)))
	}
}

// withHistory makes a vault with a passphrase, a recovery key and two
// accounts, whose previous file is there and one account behind.
func withHistory(t *testing.T) (*bench, store.RecoveryKey) {
	b := newBench(t)
	s := b.create("correct horse")
	must(t, add(s, "one"))
	key, err := s.MakeRecoveryKey()
	must(t, err)
	s = b.open()
	must(t, s.UnlockKeyring(t.Context()))
	must(t, add(s, "two"))
	must(t, s.Close())
	return b, key
}

func TestDamage(t *testing.T) {
	both, one := []string{"one", "two"}, []string{"one"}
	keyring := func(t *testing.T, s *store.Store, _ store.RecoveryKey) error { return s.UnlockKeyring(t.Context()) }
	recovery := func(t *testing.T, s *store.Store, k store.RecoveryKey) error {
		return s.UnlockRecovery(t.Context(), k.Phrase.Secret())
	}
	tests := []struct {
		name   string
		harm   func(b *bench)
		unlock func(*testing.T, *store.Store, store.RecoveryKey) error
		want   []string // accounts
		aside  []string // beginnings of the names of moved files
	}{
		{"vault damaged", func(b *bench) { b.damage("vault.age") }, keyring, one, []string{"vault.age"}},
		{"vault empty", func(b *bench) { b.truncate("vault.age", 0) }, keyring, one, []string{"vault.age"}},
		{"vault truncated", func(b *bench) { b.truncate("vault.age", 5000) }, keyring, one, []string{"vault.age"}},
		{"vault missing", func(b *bench) { b.lose("vault.age") }, keyring, one, nil},
		{"vault of foreign bytes", func(b *bench) { b.write("vault.age", "ransom") }, keyring, one, []string{"vault.age"}},
		{"previous damaged", func(b *bench) { b.damage("vault.previous.age") }, keyring, both, nil},
		{"keys damaged", func(b *bench) { b.damage("keys.age") }, keyring, both, nil},
		{"keys missing", func(b *bench) { b.lose("keys.age") }, keyring, both, nil},
		{"keys of foreign bytes", func(b *bench) { b.write("keys.age", "x") }, keyring, both, []string{"keys.age"}},
		{"marker damaged", func(b *bench) { b.write("twofold.json", "{") }, keyring, both, []string{"twofold.json"}},
		{"marker missing", func(b *bench) { b.lose("twofold.json") }, keyring, both, nil},
		{"frontier damaged", func(b *bench) { b.damage("frontier.age") }, keyring, both, []string{"frontier.age"}},
		{"frontier missing", func(b *bench) { b.lose("frontier.age") }, keyring, both, nil},
		{"all keys lost", func(b *bench) { b.loseKeys() }, recovery, both, nil},
		{"all keys damaged", func(b *bench) { b.spoilKeys() }, recovery, both, []string{"frontier.age", "keys-", "keys.age", "passphrase.age"}},
		{"all keys and vault damaged", func(b *bench) { b.spoilKeys(); b.damage("vault.age") }, recovery, one, nil},
		{"marker and keys lost", func(b *bench) { b.lose("twofold.json"); b.loseKeys() }, recovery, both, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b, key := withHistory(t)
			tt.harm(b)
			s := b.open()
			must(t, tt.unlock(t, s, key))
			if got := issuers(t, s); !slices.Equal(got, tt.want) {
				t.Errorf("accounts = %v, want %v", got, tt.want)
			}
			aside := b.asides()
			for _, want := range tt.aside {
				if !slices.ContainsFunc(aside, func(s string) bool { return strings.HasPrefix(s, want+".unreadable-") || strings.HasPrefix(s, want) }) {
					t.Errorf("moved aside: %v, want %s among them", aside, want)
				}
			}
			// Whatever was mended: it takes edits, and opens once more, by the
			// recovery key too.
			must(t, add(s, "three"))
			want := append(slices.Clone(tt.want), "three")
			s = b.open()
			must(t, s.UnlockKeyring(t.Context()))
			if got := issuers(t, s); !slices.Equal(got, want) {
				t.Errorf("accounts after a restart = %v, want %v", got, want)
			}
			if n := s.Notices(); len(n) != 0 {
				t.Errorf("notices after a restart = %v, want none", n)
			}
			s = b.open()
			must(t, s.UnlockRecovery(t.Context(), key.Phrase.Secret()))
		})
	}
}

func (b *bench) truncate(name string, size int64) {
	must(b.t, os.Truncate(filepath.Join(b.path, name), size))
}

func (b *bench) write(name, content string) {
	must(b.t, os.WriteFile(filepath.Join(b.path, name), []byte(content), 0o600))
}

func (b *bench) keyFiles() []string {
	names, err := filepath.Glob(filepath.Join(b.path, "keys*.age"))
	must(b.t, err)
	for i := range names {
		names[i] = filepath.Base(names[i])
	}
	return names
}

func (b *bench) loseKeys() { b.lose(b.keyFiles()...) }

func (b *bench) spoilKeys() {
	for _, name := range b.keyFiles() {
		b.write(name, "age-encryption.org/v1\nspoilt")
	}
}

func TestNothingOpens(t *testing.T) {
	b, key := withHistory(t)
	b.damage("vault.age")
	b.write("vault.previous.age", "gone")
	s := b.open()
	var damaged *store.DamagedError
	err := s.UnlockKeyring(t.Context())
	if !errors.As(err, &damaged) || damaged.File != "vault.age" || damaged.MovedTo == "" {
		t.Fatalf("unlock: %v, want a DamagedError that names the moved file", err)
	}
	if s.State() != store.Damaged {
		t.Errorf("state = %v, want Damaged", s.State())
	}
	if _, err := s.Keys(); err != nil {
		t.Errorf("keys: %v, want them for reading the folder", err)
	}
	if _, err := s.Document(); !errors.Is(err, store.ErrLocked) {
		t.Errorf("document: %v, want ErrLocked", err)
	}
	if err := s.UnlockRecovery(t.Context(), key.Phrase.Secret()); !errors.As(err, &damaged) {
		t.Errorf("recovery key: %v, want a DamagedError", err)
	}
	if got := len(b.asides()); got != 2 {
		t.Errorf("moved aside: %v, want both vaults", b.asides())
	}

	t.Run("restored from a folder", func(t *testing.T) {
		_ = s.UnlockKeyring(t.Context())
		other := newBench(t).create("")
		must(t, add(other, "from the folder"))
		doc, err := other.Document()
		must(t, err)
		must(t, s.Restore(ownEntry(t, s, doc)))
		if got := issuers(t, s); !slices.Equal(got, []string{"from the folder"}) {
			t.Errorf("accounts = %v", got)
		}
		s = b.open()
		must(t, s.UnlockKeyring(t.Context()))
	})
	t.Run("started over", func(t *testing.T) {
		before := len(b.asides())
		must(t, s.StartOver())
		if s.State() != store.Empty {
			t.Fatalf("state = %v, want Empty", s.State())
		}
		if got := len(b.asides()); got <= before {
			t.Errorf("moved aside: %d files, want more than %d", got, before)
		}
		must(t, s.Create(t.Context(), laptop, secret.Bytes{}))
		s = b.open()
		must(t, s.UnlockKeyring(t.Context()))
	})
}

func TestHalfMadeDirectory(t *testing.T) {
	b := newBench(t)
	b.create("correct horse")
	must(t, b.store.Close())
	data, err := os.ReadFile(filepath.Join(b.path, "twofold.json"))
	must(t, err)
	b.write("twofold.json", strings.Replace(string(data), `"ready":true`, `"ready":false`, 1))
	s := b.open()
	if s.State() != store.Empty {
		t.Fatalf("state = %v, want Empty", s.State())
	}
	if n := s.Notices(); len(n) != 1 || !errors.Is(n[0], store.ErrHalfMade) {
		t.Errorf("notices = %v, want ErrHalfMade", n)
	}
	if len(b.asides()) < 5 {
		t.Errorf("moved aside: %v, want every file", b.asides())
	}
	must(t, s.Create(t.Context(), laptop, secret.Bytes{}))
}

func TestNewerVersionIsLeftAlone(t *testing.T) {
	b, _ := withHistory(t)
	data, err := os.ReadFile(filepath.Join(b.path, "twofold.json"))
	must(t, err)
	b.write("twofold.json", strings.Replace(string(data), `"min_reader":1`, `"min_reader":2`, 1))
	before := b.contents()
	s := b.open()
	var tooNew *store.TooNewError
	if s.State() != store.TooNew {
		t.Fatalf("state = %v, want TooNew", s.State())
	}
	if err := s.UnlockKeyring(t.Context()); !errors.As(err, &tooNew) || tooNew.Version != 2 {
		t.Errorf("unlock: %v, want a TooNewError of version 2", err)
	}
	if err := s.StartOver(); !errors.As(err, &tooNew) {
		t.Errorf("start over: %v, want a TooNewError", err)
	}
	if err := s.Create(t.Context(), laptop, secret.Bytes{}); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("create: %v, want ErrNotEmpty", err)
	}
	must(t, s.Close())
	after := b.contents()
	if len(after) != len(before) {
		t.Errorf("files = %d, want %d", len(after), len(before))
	}
	for name, want := range before {
		if after[name] != want {
			t.Errorf("%s was changed", name)
		}
	}
}

func (b *bench) contents() map[string]string {
	out := map[string]string{}
	must(b.t, filepath.WalkDir(b.path, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		out[path] = string(data)
		return err
	}))
	return out
}

func TestDiskTroubleMovesNothing(t *testing.T) {
	b, _ := withHistory(t)
	s := b.open()
	trouble := errors.New("input/output error")
	b.fs.Plan = failReads(trouble, "vault.age", "keys.age")
	if err := s.UnlockKeyring(t.Context()); !errors.Is(err, trouble) {
		t.Errorf("unlock: %v, want the disk's error", err)
	}
	b.fs.Plan = failReads(trouble, "vault.age")
	if err := s.UnlockKeyring(t.Context()); !errors.Is(err, trouble) {
		t.Errorf("unlock: %v, want the disk's error", err)
	}
	b.fs.Plan = nil
	if got := b.asides(); len(got) != 0 {
		t.Errorf("moved aside: %v, though nothing was known about the files", got)
	}
	must(t, s.UnlockKeyring(t.Context()))
}
