package store_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/vault"
	"twofold/sync/store"
	"twofold/sync/store/disk"
	"twofold/sync/store/disk/faulty"
)

// clock is moved by hand: sleeping advances it.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time        { return c.now }
func (c *clock) Sleep(d time.Duration) { c.now = c.now.Add(d) }

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// keyring is a keyring in memory, which fails with err if that is set.
type keyring struct {
	lines map[string]string
	err   error
}

var errNoItem = errors.New("no such item")

func newKeyring() *keyring { return &keyring{lines: map[string]string{}} }

func (k *keyring) Get(_ context.Context, user string) ([]byte, error) {
	if k.err != nil {
		return nil, k.err
	}
	line, ok := k.lines[user]
	if !ok {
		return nil, errNoItem
	}
	return []byte(line), nil
}

func (k *keyring) Set(_ context.Context, user string, line []byte) error {
	if k.err != nil {
		return k.err
	}
	k.lines[user] = string(line)
	return nil
}

func (k *keyring) Delete(_ context.Context, user string) error {
	if k.err != nil {
		return k.err
	}
	delete(k.lines, user)
	return nil
}

// bench is a data directory with all that surrounds it.
type bench struct {
	t       testing.TB
	path    string
	fs      *faulty.FS
	clock   *clock
	keyring *keyring
	store   *store.Store
}

func newBench(t testing.TB) *bench {
	b := &bench{
		t: t, path: filepath.Join(t.TempDir(), "twofold"),
		fs: &faulty.FS{Under: disk.OS{}, Quick: true}, clock: &clock{noon}, keyring: newKeyring(),
	}
	t.Cleanup(func() {
		if b.store != nil {
			_ = b.store.Close()
		}
	})
	return b
}

func (b *bench) options() store.Options {
	o := store.Options{
		FS: b.fs, Clock: b.clock, Rand: rand.Reader, App: "test",
		LocalCost: sealed.CostTest, RecoveryCost: sealed.CostTest,
	}
	if b.keyring != nil {
		o.Keyring = b.keyring
	}
	return o
}

// open opens the directory, after closing it.
func (b *bench) open() *store.Store {
	b.t.Helper()
	if b.store != nil {
		_ = b.store.Close()
	}
	s, err := store.Open(b.path, b.options())
	if err != nil {
		b.t.Fatal(err)
	}
	b.store = s
	return s
}

var laptop = store.NewComputer{Name: "Hanako's laptop", System: "linux"}

// create makes a vault, with a passphrase if pass is not empty.
func (b *bench) create(pass string) *store.Store {
	b.t.Helper()
	s := b.open()
	if err := s.Create(b.t.Context(), laptop, secret.FromString(pass)); err != nil {
		b.t.Fatal(err)
	}
	return s
}

// add adds an account and saves.
func add(s *store.Store, issuer string) error {
	doc, err := s.Document()
	if err != nil {
		return err
	}
	k := account.Defaults(account.TOTP)
	k.Secret = secret.FromString("12345678901234567890")
	by := vault.Author{Device: s.Computer(), Now: func() time.Time { return noon }, Rand: rand.Reader}
	if _, err := doc.Add(by, account.Account{Issuer: issuer, Name: "hanako", Key: k}); err != nil {
		return err
	}
	return s.Save(doc)
}

// issuers are the accounts in the store.
func issuers(t testing.TB, s *store.Store) []string {
	t.Helper()
	doc, err := s.Document()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range doc.Accounts() {
		out = append(out, e.Issuer)
	}
	return out
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// damage changes a byte in the middle of a file.
func (b *bench) damage(name string) {
	b.t.Helper()
	path := filepath.Join(b.path, name)
	data, err := os.ReadFile(path)
	must(b.t, err)
	data[len(data)/2] ^= 0x40
	must(b.t, os.WriteFile(path, data, 0o600))
}

// newLine is a sound keyring line of somebody else.
func newLine(t testing.TB) string {
	id, err := sealed.NewIdentity()
	must(t, err)
	return string(id.Line().Reveal())
}

// readOnly is a plan for a file system that takes no writes.
func readOnly(s faulty.Step) faulty.Fault {
	switch s.Op {
	case faulty.Create, faulty.Write, faulty.Rename, faulty.Remove:
		return faulty.Fault{Err: disk.ErrReadOnly}
	}
	return faulty.Fault{}
}

// failReads is a plan by which the named files cannot be read.
func failReads(err error, names ...string) func(faulty.Step) faulty.Fault {
	return func(s faulty.Step) faulty.Fault {
		if s.Op == faulty.Read && slices.Contains(names, s.Name) {
			return faulty.Fault{Err: err}
		}
		return faulty.Fault{}
	}
}

// ownEntry puts the computer of s into the roster of doc, which its own root
// vouches for.
func ownEntry(t testing.TB, s *store.Store, doc *vault.Document) *vault.Document {
	t.Helper()
	keys, err := s.Keys()
	must(t, err)
	entry, err := identity.Vouch(keys, keys.Vault, keys.Entry("x", "linux", noon))
	must(t, err)
	line, err := json.Marshal(entry)
	must(t, err)
	must(t, doc.PutDevice(line))
	return doc
}
