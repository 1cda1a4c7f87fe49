package engine_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"twofold/sync/engine"
	"twofold/sync/folder/hostile"
)

// TestTwinsThatBothTakeNewKeysFindEachOther: the disk of the only computer is
// copied, both go on offline, both see the other's files at the same moment,
// and both take new keys. No key is left that both know.
func TestTwinsThatBothTakeNewKeysFindEachOther(t *testing.T) {
	cloud := hostile.New(1, hostile.Faults{})
	v := cloud.Join(hostile.OneDrive, engine.Names())
	a := newMachine(t, "a", v).create()
	a.add("Before")
	a.run(30*time.Second, 5*time.Second)
	must(t, a.store.Close())
	b := &machine{t: t, name: "b", path: filepath.Join(quickDir(t), "twofold"), ring: a.ring, clock: &clock{a.clock.now}, folder: v.Clone()}
	must(t, os.CopyFS(b.path, os.DirFS(a.path)))
	for _, m := range []*machine{a, b} {
		m.open()
		must(t, m.store.UnlockKeyring(t.Context()))
		m.start()
	}
	t.Cleanup(func() { _ = b.store.Close() })
	id := a.store.Computer()
	a.add("On the one")
	b.add("On the other")
	a.run(30*time.Second, 5*time.Second) // both publish before either sees the other's
	b.run(30*time.Second, 5*time.Second)
	for range 20 {
		cloud.Settle()
		a.run(40*time.Second, 20*time.Second)
		b.run(40*time.Second, 20*time.Second)
	}
	if a.store.Computer() == id || b.store.Computer() == id {
		t.Fatal("only one took new keys, so nothing is tested")
	}
	if a.print() != b.print() || len(a.issuers()) != 3 {
		t.Errorf("%q and %q", a.issuers(), b.issuers())
	}
	keys, err := a.store.Keys()
	must(t, err)
	if len(keys.Identities()) != 2 {
		t.Errorf("%d identities", len(keys.Identities()))
	}
	a.clock.now = a.clock.now.Add(40 * 24 * time.Hour)
	a.restart()
	if keys, err = a.store.Keys(); err != nil || len(keys.Identities()) != 1 {
		t.Errorf("after 40 days: %d identities, %v", len(keys.Identities()), err)
	}
}
