package engine_test

import (
	"fmt"
	"testing"
	"time"

	"twofold/sync/engine"
	"twofold/sync/folder/hostile"
	"twofold/sync/store"
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
	if b.holdsKey() {
		t.Fatal("the file travelled, so nothing is tested")
	}
	relaid := func() int { return timesRemoved(cloud, key.File.Name) }
	if relaid() > 0 {
		t.Error("laid again before anybody could know")
	}
	both(16)
	if !b.holdsKey() || relaid() != 1 {
		t.Errorf("the other computer has it: %v, after laying it %d times", b.holdsKey(), relaid())
	}
	both(16)
	if n := relaid(); n != 1 {
		t.Errorf("laid %d times, though it has arrived", n)
	}
}

// holdsKey reports whether a computer keeps a copy of the one recovery file.
func (m *machine) holdsKey() bool {
	m.t.Helper()
	files, err := m.store.SlotFiles()
	must(m.t, err)
	return len(files) == 1
}

func timesRemoved(c *hostile.Cloud, path string) (n int) {
	for _, e := range c.Events() {
		if e.Kind == hostile.Removed && e.Path == path {
			n++
		}
	}
	return n
}

// makeKey makes and confirms a recovery key, which the engine has not seen yet.
func (m *machine) makeKey() store.RecoveryKey {
	m.t.Helper()
	key, err := m.store.MakeRecoveryKey()
	must(m.t, err)
	must(m.t, m.store.ConfirmRecoveryKey(key.Slot))
	m.engine.Edited(m.clock.now)
	return key
}

// TestRecoveryFileOfALostMakerIsLaidByAnother: who made a recovery file is gone
// before its client sent it. Another computer has a copy, and in the end does
// what was for the maker to do.
func TestRecoveryFileOfALostMakerIsLaidByAnother(t *testing.T) {
	cloud, v := calm("a", "b", "c")
	a := newMachine(t, "a", v[0]).create()
	b, c := newMachine(t, "b", v[1]), newMachine(t, "c", v[2])
	approve(t, a, b)
	approve(t, a, c)
	days := func(n int, ms ...*machine) {
		for range n * 4 {
			for _, m := range ms {
				m.run(6*time.Hour, time.Hour)
				cloud.Settle()
			}
		}
	}
	days(1, a, b, c)
	key := b.makeKey()
	cloud.SetFaults(hostile.Faults{LostUpload: 100})
	for _, m := range []*machine{b, c} {
		must(t, m.store.PutSlotFile(key.File))
		must(t, m.folder.Publish(t.Context(), key.File.Name, key.File.Data))
	}
	cloud.SetFaults(hostile.Faults{})
	days(1, a, b, c)
	days(9, a, c)
	if a.holdsKey() || timesRemoved(cloud, key.File.Name) > 0 {
		t.Fatal("the file travelled, or was laid again before its maker had the time")
	}
	days(10, a, c)
	if n := timesRemoved(cloud, key.File.Name); !a.holdsKey() || n != 1 {
		t.Errorf("the first computer has it: %v, after laying it %d times", a.holdsKey(), n)
	}
}

// TestRecoveryKeyReachesWhatWasInFlight: one computer adds an account while
// another one makes a recovery key, so that the file with the account is not
// addressed to the key. Nobody lacks anything, and yet the key alone would.
func TestRecoveryKeyReachesWhatWasInFlight(t *testing.T) {
	for _, gone := range []bool{false, true} {
		t.Run(fmt.Sprintf("the writer is gone: %v", gone), func(t *testing.T) {
			cloud, v := calm("a", "b", "new")
			a := newMachine(t, "a", v[0]).create()
			b := newMachine(t, "b", v[1])
			approve(t, a, b)
			minutes := func(ms ...*machine) {
				for range 5 {
					for _, m := range ms {
						m.run(time.Minute, 10*time.Second)
						cloud.Settle()
					}
				}
			}
			minutes(a, b)
			a.add("Bank")
			key := b.makeKey()
			a.run(time.Minute, 10*time.Second)
			b.run(time.Minute, 10*time.Second)
			cloud.Settle()
			left := []*machine{a, b}
			if gone {
				left = left[1:]
			}
			minutes(left...)
			for _, m := range left {
				if !m.holdsKey() {
					t.Errorf("%s keeps no copy of the recovery file", m.name)
				}
			}
			look, err := engine.Look(t.Context(), v[2])
			must(t, err)
			r, err := engine.OpenRecovery(t.Context(), v[2], look.Vaults[0], key.Phrase.Secret())
			must(t, err)
			defer r.Wipe()
			if got := fmt.Sprintf("%x", r.Document().Fingerprint()); got != b.print() {
				t.Errorf("the key opens %d accounts, the vault has %d", r.Document().Len(), b.doc().Len())
			}
			writes := a.writes + b.writes
			minutes(left...)
			if n := a.writes + b.writes - writes; n > 0 {
				t.Errorf("%d more files though nobody edits", n)
			}
		})
	}
}
