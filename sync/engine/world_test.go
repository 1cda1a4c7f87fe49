package engine_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/folder"
	"twofold/sync/folder/hostile"
	"twofold/sync/store"
	"twofold/sync/store/disk"
	"twofold/sync/store/disk/faulty"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// clock is moved by hand: sleeping advances it.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time        { return c.now }
func (c *clock) Sleep(d time.Duration) { c.now = c.now.Add(d) }

// keyring is a keyring in memory.
type keyring map[string]string

var errNoItem = errors.New("no such item")

func (k keyring) Get(_ context.Context, user string) ([]byte, error) {
	if line, ok := k[user]; ok {
		return []byte(line), nil
	}
	return nil, errNoItem
}

func (k keyring) Set(_ context.Context, user string, line []byte) error {
	k[user] = string(line)
	return nil
}

func (k keyring) Delete(_ context.Context, user string) error {
	delete(k, user)
	return nil
}

// machine is a computer: a real store, a real engine, and a folder.
type machine struct {
	t      testing.TB
	name   string
	path   string
	ring   keyring
	clock  *clock
	skew   time.Duration
	store  *store.Store
	folder folder.Folder
	engine *engine.Engine
	said   []engine.Notice
	writes int
}

func storeOptions(c *clock, ring keyring) store.Options {
	return store.Options{
		FS: &faulty.FS{Under: disk.OS{}, Quick: true}, Clock: c, Rand: rand.Reader, App: "test",
		Keyring: ring, LocalCost: sealed.CostTest, RecoveryCost: sealed.CostTest,
	}
}

// quickDir is a directory in memory where the system has one.
func quickDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "twofold-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// newMachine makes a computer without a vault.
func newMachine(t testing.TB, name string, f folder.Folder) *machine {
	t.Helper()
	m := &machine{t: t, name: name, path: filepath.Join(quickDir(t), "twofold"), ring: keyring{}, clock: &clock{noon}, folder: f}
	m.open()
	t.Cleanup(func() { _ = m.store.Close() })
	return m
}

func (m *machine) open() {
	m.t.Helper()
	s, err := store.Open(m.path, storeOptions(m.clock, m.ring))
	must(m.t, err)
	m.store = s
}

// create makes a new vault on it.
func (m *machine) create() *machine {
	m.t.Helper()
	must(m.t, m.store.Create(m.t.Context(), store.NewComputer{Name: m.name, System: "linux"}, secret.Bytes{}))
	m.start()
	return m
}

// start makes the engine.
func (m *machine) start() {
	m.t.Helper()
	e, err := engine.New(engine.Options{Store: m.store, Folder: m.folder, Rand: rand.Reader, App: "test", System: "linux"})
	must(m.t, err)
	m.engine = e
}

// restart ends the program and starts it again.
func (m *machine) restart() {
	m.t.Helper()
	must(m.t, m.store.Close())
	m.open()
	must(m.t, m.store.UnlockKeyring(m.t.Context()))
	m.start()
}

// step lets the engine work.
func (m *machine) step() engine.Result {
	m.t.Helper()
	r, err := m.engine.Step(m.t.Context(), m.clock.now)
	must(m.t, err)
	m.note(r)
	return r
}

func (m *machine) note(r engine.Result) {
	m.said = append(m.said, r.Notices...)
	if r.Published {
		m.writes++
	}
}

// run lets time pass, with a step every so often.
func (m *machine) run(d, every time.Duration) {
	m.t.Helper()
	for end := m.clock.now.Add(d); m.clock.now.Before(end); {
		m.clock.now = m.clock.now.Add(every)
		m.step()
	}
}

func (m *machine) author() vault.Author {
	return vault.Author{Device: m.store.Computer(), Now: m.clock.Now, Rand: rand.Reader}
}

// edit changes the vault durably.
func (m *machine) edit(f func(*vault.Document, vault.Author) error) {
	m.t.Helper()
	doc, err := m.store.Document()
	must(m.t, err)
	must(m.t, f(doc, m.author()))
	must(m.t, m.store.Save(doc))
	if m.engine != nil {
		m.engine.Edited(m.clock.now)
	}
}

func (m *machine) add(issuer string) (id string) {
	m.t.Helper()
	m.edit(func(d *vault.Document, by vault.Author) (err error) {
		id, err = d.Add(by, github(issuer))
		return err
	})
	return id
}

func github(issuer string) account.Account {
	k := account.Defaults(account.TOTP)
	k.Secret = secret.FromString("12345678901234567890")
	return account.Account{Issuer: issuer, Name: "hanako", Key: k}
}

func (m *machine) doc() *vault.Document {
	m.t.Helper()
	doc, err := m.store.Document()
	must(m.t, err)
	return doc
}

func (m *machine) print() string { return fmt.Sprintf("%x", m.doc().Fingerprint()) }

func (m *machine) issuers() []string {
	var out []string
	for _, e := range m.doc().Accounts() {
		out = append(out, e.Issuer)
	}
	return out
}

// heard reports whether a notice of the kind was given, and forgets it.
func (m *machine) heard(k engine.Kind) bool {
	for i, n := range m.said {
		if n.Kind == k {
			m.said = append(m.said[:i], m.said[i+1:]...)
			return true
		}
	}
	return false
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// calm is a cloud that does what is asked, with a view for each name.
func calm(names ...string) (*hostile.Cloud, []*hostile.View) {
	c := hostile.New(1, hostile.Faults{})
	var out []*hostile.View
	for range names {
		out = append(out, c.Join(hostile.OneDrive, engine.Names()))
	}
	return c, out
}
