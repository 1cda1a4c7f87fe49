package engine_test

import (
	"testing"
	"time"

	"twofold/sync/engine"
	"twofold/sync/folder/hostile"
)

// TestRecoveryFileThatNeverTravelledIsLaidAgain: the client of one computer
// never sends its recovery file. The other one tells, with the file it writes
// in the week after, that it has none.
func TestRecoveryFileThatNeverTravelledIsLaidAgain(t *testing.T) {
	cloud := hostile.New(1, hostile.Faults{})
	a := newMachine(t, "a", cloud.Join(hostile.OneDrive, engine.Names())).create()
	b := newMachine(t, "b", cloud.Join(hostile.Syncthing, engine.Names()))
	approve(t, a, b)
	both := func(days int) {
		for range days * 4 {
			for _, m := range []*machine{a, b} {
				m.run(6*time.Hour, time.Hour)
				cloud.Settle()
			}
		}
	}
	both(1)
	key, err := a.store.MakeRecoveryKey()
	must(t, err)
	must(t, a.store.ConfirmRecoveryKey(key.Slot))
	cloud.SetFaults(hostile.Faults{LostUpload: 100})
	must(t, a.folder.Publish(t.Context(), key.File.Name, key.File.Data))
	cloud.SetFaults(hostile.Faults{})
	a.engine.Edited(a.clock.now)
	both(2)
	holds := func(m *machine) bool {
		files, err := m.store.SlotFiles()
		must(t, err)
		return len(files) == 1
	}
	if holds(b) {
		t.Fatal("the file travelled, so nothing is tested")
	}
	relaid := func() (n int) {
		for _, e := range cloud.Events() {
			if e.Kind == hostile.Removed && e.Path == key.File.Name {
				n++
			}
		}
		return n
	}
	if relaid() > 0 {
		t.Error("laid again before anybody could know")
	}
	both(16)
	if !holds(b) || relaid() != 1 {
		t.Errorf("the other computer has it: %v, after laying it %d times", holds(b), relaid())
	}
	both(16)
	if n := relaid(); n != 1 {
		t.Errorf("laid %d times, though it has arrived", n)
	}
}
