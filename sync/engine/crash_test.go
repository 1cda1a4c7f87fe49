package engine_test

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"testing"
	"time"

	"twofold/crypto/secret"
	"twofold/sync/engine"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
	"twofold/sync/store"
	"twofold/sync/store/disk"
	"twofold/sync/store/disk/faulty"
)

// fuse lets everything stop at one step, as kill -9 does: from then on nothing
// reaches the disk or the folder any more.
type fuse struct {
	left  int // steps until it blows; negative: never
	blown bool
}

var errDead = errors.New("the process is dead")

func (f *fuse) step() bool {
	if f.left == 0 {
		f.blown = true
	}
	f.left--
	return f.blown
}

func (f *fuse) plan(s faulty.Step) faulty.Fault {
	switch s.Op {
	case faulty.Read, faulty.List:
		if f.blown {
			return faulty.Fault{Err: errDead}
		}
	default:
		if f.step() {
			return faulty.Fault{Err: errDead}
		}
	}
	return faulty.Fault{}
}

// mortal is a folder of a process that dies, before or after a file was laid
// into it.
type mortal struct {
	*shelf
	fuse *fuse
}

func (m mortal) Publish(ctx context.Context, name string, data []byte) error {
	if m.fuse.step() {
		return errDead
	}
	err := m.shelf.Publish(ctx, name, data)
	if m.fuse.step() {
		return errDead
	}
	return err
}

func (m mortal) Read(ctx context.Context, path string) ([]byte, error) {
	if m.fuse.blown {
		return nil, errDead
	}
	return m.shelf.Read(ctx, path)
}

// TestCrashAtEveryStep (I16): a process that dies anywhere between an edit
// and the end of its publishing lays the same bytes under the same number into
// the folder at the next start, or a later number; never other bytes.
func TestCrashAtEveryStep(t *testing.T) {
	steps := 0
	for n := 0; ; n++ {
		if !crashAt(t, n) {
			break
		}
		steps++
		if t.Failed() {
			t.Fatalf("died at step %d", n)
		}
	}
	if steps < 10 {
		t.Errorf("only %d steps: too few to be true", steps)
	}
	t.Logf("%d steps", steps)
}

func crashAt(t *testing.T, n int) bool {
	s, f := newShelf(), &fuse{left: -1}
	m := &machine{t: t, name: "a", path: quickDir(t) + "/twofold", ring: keyring{}, clock: &clock{noon}}
	o := storeOptions(m.clock, m.ring)
	o.FS = &faulty.FS{Under: disk.OS{}, Quick: true, Plan: f.plan}
	var err error
	m.store, err = store.Open(m.path, o)
	must(t, err)
	must(t, m.store.Create(t.Context(), store.NewComputer{Name: "a", System: "linux"}, secret.Bytes{}))
	m.folder = mortal{s, f}
	m.start()
	m.run(20*time.Second, time.Second)
	m.add("Before the crash")
	m.clock.now = m.clock.now.Add(20 * time.Second)
	was := map[uint64]string{}
	f.left = n
	_, _ = m.engine.Step(t.Context(), m.clock.now)
	_, _ = m.engine.PublishNow(t.Context(), m.clock.now)
	died := f.blown
	f.left, f.blown = -1, false
	// What the dead process left in its outbox and in the folder.
	if out, err := m.store.Outbox(); err == nil {
		for _, o := range out {
			b, err := m.store.Outgoing(o)
			must(t, err)
			was[o.Seq] = snapshot.Short(snapshot.Hash(b))
		}
	}
	numbers(t, s, was)
	_ = m.store.Close()
	m.open()
	defer m.store.Close()
	must(t, m.store.UnlockKeyring(t.Context()))
	m.folder = s
	m.start()
	m.run(2*time.Minute, 5*time.Second)
	numbers(t, s, was)
	if m.heard(engine.Copied) {
		t.Error("a crash was taken for a copy of the computer")
	}
	if st := m.engine.State(); !st.Pending.IsZero() || st.Folder != engine.Fine {
		t.Errorf("after the next start: %+v", st)
	}
	if out, err := m.store.Outbox(); err != nil || len(out) != 0 {
		t.Errorf("outbox = %v, %v", out, err)
	}
	if v, err := m.engine.Verify(t.Context()); err != nil || !v.Complete {
		t.Errorf("the folder lacks something: %+v, %v", v, err)
	}
	return died
}

// numbers checks that a sequence number stands for one content for ever.
func numbers(t *testing.T, s *shelf, was map[uint64]string) {
	t.Helper()
	for _, p := range s.names() {
		n, ok := snapshot.ParseName(p)
		if !ok || n.Recovery() {
			continue
		}
		if h, had := was[n.Seq]; had && h != n.Hash {
			t.Errorf("number %d stands for two contents", n.Seq)
		}
		was[n.Seq] = n.Hash
	}
}

// TestTwoStoresOnARealDirectory runs the same engine on the real folder.
func TestTwoStoresOnARealDirectory(t *testing.T) {
	root := t.TempDir()
	dir := func() *folder.Dir { return folder.NewDir(root, engine.Names(), folder.SystemClock{}, rand.Reader) }
	a := newMachine(t, "a", dir()).create()
	b := newMachine(t, "b", dir())
	approve(t, a, b)
	for i := range 12 {
		a.add("from a")
		b.add("from b")
		if i%5 == 0 {
			must(t, os.WriteFile(root+"/note.age", []byte("not ours"), 0o600))
		}
		together(15*time.Second, a, b)
	}
	together(2*time.Minute, a, b)
	if a.print() != b.print() || len(a.issuers()) != 24 {
		t.Errorf("%d and %d accounts", len(a.issuers()), len(b.issuers()))
	}
	n := a.writes + b.writes
	together(time.Minute, a, b)
	if a.writes+b.writes != n {
		t.Error("writing does not stop")
	}
	// The escape hatch of a reader from nothing but the files.
	key, err := a.store.MakeRecoveryKey()
	must(t, err)
	a.engine.Edited(a.clock.now)
	together(30*time.Second, a, b)
	files := map[string][]byte{}
	entries, err := os.ReadDir(root)
	must(t, err)
	for _, e := range entries {
		data, err := os.ReadFile(root + "/" + e.Name())
		must(t, err)
		files[e.Name()] = data
	}
	list, _, err := engine.Rescue(t.Context(), files, key.Phrase.Secret())
	if err != nil || len(list) != 24 {
		t.Errorf("rescue = %d accounts, %v", len(list), err)
	}
}
