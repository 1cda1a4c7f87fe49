package engine_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
)

// Every fault that a user can meet, and what he is told. The folder heals in
// all cases where healing is possible at all.

func TestEmptiedFolderIsFilledAgain(t *testing.T) {
	s, a, b := pair(t)
	s.wipe()
	together(3*time.Minute, a, b)
	if len(s.names()) == 0 || !a.heard(engine.Emptied) {
		t.Errorf("files %q, a was told %v", s.names(), a.said)
	}
	c := newMachine(t, "c", s)
	approve(t, a, c)
	together(2*time.Minute, a, b, c)
	if c.print() != a.print() {
		t.Error("a third computer does not get everything")
	}
}

func TestFolderThatWentBackIsHealed(t *testing.T) {
	s, a, b := pair(t)
	old := s.names()
	a.add("Later")
	together(time.Minute, a, b)
	for _, p := range s.names() {
		if !strings.Contains(strings.Join(old, " "), p) {
			delete(s.files, p)
		}
	}
	together(3*time.Minute, a, b)
	// Whoever looks first heals it, and the other one may see nothing of it.
	if first, second := a.heard(engine.RolledBack), b.heard(engine.RolledBack); !first && !second {
		t.Errorf("told %v and %v", a.said, b.said)
	}
	c := newMachine(t, "c", s)
	approve(t, b, c)
	together(2*time.Minute, b, c)
	if got := strings.Join(c.issuers(), " "); !strings.Contains(got, "Later") {
		t.Errorf("the folder still lacks the change: %s", got)
	}
	told := len(a.said)
	together(10*time.Minute, a, b, c)
	if n := len(a.said); n > told+1 { // of c's joining
		t.Errorf("told again and again: %v", a.said)
	}
}

func TestMissingFolderIsNeverTakenForEmpty(t *testing.T) {
	s, a, _ := pair(t)
	s.gone = true
	a.add("Offline")
	a.run(time.Minute, 5*time.Second)
	st := a.engine.State()
	if st.Folder != engine.Missing || !errors.Is(st.Err, folder.ErrUnavailable) || a.heard(engine.Emptied) {
		t.Errorf("state = %+v, told %v", st, a.said)
	}
	s.gone = false
	a.run(time.Minute, 5*time.Second)
	if st := a.engine.State(); st.Folder != engine.Fine || !st.Pending.IsZero() {
		t.Errorf("after it came back: %+v", st)
	}
}

func TestRefusedWritesWaitAndSayWhy(t *testing.T) {
	tests := []struct {
		err  error
		soon engine.Condition // at once
		late engine.Condition // after two minutes
	}{
		{folder.ErrFull, engine.Full, engine.Full},
		{folder.ErrReadOnly, engine.ReadOnly, engine.ReadOnly},
		{errors.New("file in use by another program"), engine.Fine, engine.Stuck},
		{folder.ErrSlow, engine.Fine, engine.Stuck},
	}
	for _, tt := range tests {
		t.Run(tt.err.Error(), func(t *testing.T) {
			s, a, _ := pair(t)
			s.refuse = tt.err
			a.add("Waits")
			a.run(10*time.Second, time.Second)
			if st := a.engine.State(); st.Folder != tt.soon || st.Pending.IsZero() {
				t.Errorf("soon: %+v", st)
			}
			a.run(2*time.Minute, 5*time.Second)
			if st := a.engine.State(); st.Folder != tt.late {
				t.Errorf("later: %v, want %v", st.Folder, tt.late)
			}
			a.restart()
			s.refuse = nil
			a.run(time.Minute, 5*time.Second)
			if st := a.engine.State(); st.Folder != engine.Fine || !st.Pending.IsZero() {
				t.Errorf("in the end: %+v", st)
			}
		})
	}
}

func TestDamagedFiles(t *testing.T) {
	s, a, b := pair(t)
	// An old file: nobody needs it.
	path, data := s.newest(t, b.store.Computer())
	data[len(data)/2] ^= 1
	s.put(path, data)
	together(20*time.Minute, a)
	st := a.engine.State()
	if len(st.Damaged) != 1 || st.Damaged[0].Needed || st.Damaged[0].Name != "b" || !a.heard(engine.Rewritten) {
		t.Errorf("damaged = %+v, told %v", st.Damaged, a.said)
	}
	// News that only this file holds.
	b.clock.now = a.clock.now
	b.add("Only here")
	b.run(30*time.Second, time.Second)
	path, data = s.newest(t, b.store.Computer())
	s.put(path, data[:len(data)-7])
	a.run(10*time.Second, time.Second)
	if st := a.engine.State(); len(st.Waiting) != 1 {
		t.Errorf("a file that may still arrive: %+v", st)
	}
	a.run(20*time.Minute, 10*time.Second)
	needed := false
	for _, d := range a.engine.State().Damaged {
		needed = needed || d.Needed && d.Name == "b" && errors.Is(d.Err, snapshot.ErrIncomplete)
	}
	if !needed {
		t.Errorf("damaged = %+v", a.engine.State().Damaged)
	}
	together(3*time.Minute, b, a) // its writer writes it again
	if a.print() != b.print() {
		t.Error("not healed by its writer")
	}
}

func TestDamagedRecoveryFileIsReplaced(t *testing.T) {
	s := newShelf()
	a := newMachine(t, "a", s).create()
	key, err := a.store.MakeRecoveryKey()
	must(t, err)
	a.engine.Edited(a.clock.now)
	a.run(time.Minute, 5*time.Second)
	s.put(key.File.Name, []byte("age-encryption.org/v1\nrubbish"))
	a.run(20*time.Minute, 10*time.Second)
	if string(s.files[key.File.Name].data) != string(key.File.Data) {
		t.Error("the recovery key would open nothing")
	}
	delete(s.files, key.File.Name)
	a.run(time.Minute, 5*time.Second)
	if s.files[key.File.Name] == nil {
		t.Error("a recovery file that was deleted stays away")
	}
}

func TestPlaceholderIsWaitedFor(t *testing.T) {
	s, a, b := pair(t)
	b.add("In the cloud")
	b.run(30*time.Second, time.Second)
	path, data := s.newest(t, b.store.Computer())
	delete(s.files, path)
	s.waiting = []string{path}
	a.run(30*time.Minute, 10*time.Second)
	if st := a.engine.State(); len(st.Waiting) != 1 || len(st.Damaged) != 0 || a.heard(engine.RolledBack) {
		t.Errorf("state = %+v, told %v", st, a.said)
	}
	s.waiting = nil
	s.put(path, data)
	a.step()
	if len(a.issuers()) != 3 {
		t.Errorf("issuers = %q", a.issuers())
	}
}

func TestConflictCopiesAreReadAndSayNothing(t *testing.T) {
	s, a, b := pair(t)
	b.add("Copied")
	b.run(30*time.Second, time.Second)
	path, data := s.newest(t, b.store.Computer())
	delete(s.files, path)
	s.put("Twofold 2/"+strings.TrimSuffix(path, ".age")+" (Anna's conflicted copy 2026-11-22).age", data)
	together(time.Minute, a)
	if len(a.issuers()) != 3 || len(a.said) != 0 || a.engine.State().Copies != 1 {
		t.Errorf("issuers %q, told %v, %d copies", a.issuers(), a.said, a.engine.State().Copies)
	}
}

func TestRestoredDiskTakesANewName(t *testing.T) {
	s, a, b := pair(t)
	// What an image of the disk would hold: the same keys, and less.
	f, err := a.store.Frontier()
	must(t, err)
	twin := cloneDisk(t, a)
	a.add("After the image")
	together(time.Minute, a, b)
	was := a.store.Computer()
	twin.clock.now = a.clock.now
	twin.add("On the old disk")
	together(2*time.Minute, twin, b)
	if twin.store.Computer() == was || !twin.heard(engine.Copied) {
		t.Fatalf("still the same computer; own %v, told %v", f.Own, twin.said)
	}
	together(2*time.Minute, a, twin, b)
	if a.print() != b.print() || twin.print() != b.print() || len(b.issuers()) != 4 {
		t.Errorf("%q, %q and %q", a.issuers(), twin.issuers(), b.issuers())
	}
	if got := nameOf(twin, twin.store.Computer()); got != "a (2)" {
		t.Errorf("name = %q", got)
	}
	_ = s
}

func nameOf(m *machine, id string) string {
	for _, c := range m.engine.State().Computers {
		if c.ID == id {
			return c.Name
		}
	}
	return ""
}

func TestClockThatIsWrong(t *testing.T) {
	for name, off := range map[string]time.Duration{"slow": -10 * time.Minute, "fast": 10 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			_, a, b := pair(t)
			a.clock.now = b.clock.now.Add(off)
			a.add("First")
			for range 20 {
				for _, m := range []*machine{a, b} {
					m.clock.now = m.clock.now.Add(15 * time.Second)
					m.step()
				}
				b.edit(func(d *vault.Document, by vault.Author) error { return d.Set(by, "sort", by.Now().String()) })
			}
			got := a.engine.State().ClockOff
			// The older the files that prove it, the less of it they prove.
			if got == 0 || got < 0 != (off < 0) || got.Abs() > off.Abs()+time.Minute {
				t.Errorf("off by %v, said %v", off, got)
			}
			if off < 0 {
				return
			}
			// Put right, it says so itself, and the other one no longer hears
			// of the future.
			a.clock.now = a.clock.now.Add(-off)
			written := a.engine.State().Saved
			for range 4 {
				for _, m := range []*machine{a, b} {
					m.clock.now = m.clock.now.Add(15 * time.Second)
					m.step()
				}
			}
			for _, m := range []*machine{a, b} {
				if got := m.engine.State().ClockOff; got != 0 {
					t.Errorf("put right, one of them is still said to be off by %v", got)
				}
			}
			if at := a.engine.State().Saved; !at.Before(written) {
				t.Error("nothing tells the others that the clock was put right")
			}
		})
	}
}

func TestRemovedComputerIsToldAndIgnored(t *testing.T) {
	s, a, b := pair(t)
	removeComputer(t, a, b.store.Computer())
	a.run(time.Minute, 5*time.Second)
	was := a.print()
	b.add("From outside")
	b.clock.now = a.clock.now
	b.run(2*time.Minute, 5*time.Second)
	if !b.engine.State().Excluded {
		t.Error("the removed computer does not notice")
	}
	a.run(2*time.Minute, 5*time.Second)
	if a.print() != was || !a.heard(engine.FromRemoved) {
		t.Errorf("a removed computer's file was taken; told %v", a.said)
	}
	if len(s.names()) == 0 {
		t.Error("no files")
	}
}

func TestNewerFormatStopsPublishingAndNothingElse(t *testing.T) {
	s, a, b := pair(t)
	path, newer := newerFile(t, b)
	s.put(path, newer)
	a.run(10*time.Second, time.Second)
	if !a.engine.State().Newer || !a.heard(engine.Newer) {
		t.Fatalf("state = %+v", a.engine.State())
	}
	n := len(s.names())
	a.add("Stays here")
	a.run(time.Minute, 5*time.Second)
	if len(s.names()) != n || len(a.issuers()) != 3 {
		t.Errorf("%d files, %q", len(s.names()), a.issuers())
	}
}

func TestSeenIsTheProofThatTheFolderTravels(t *testing.T) {
	_, a, b := pair(t)
	a.add("Travels")
	a.run(10*time.Second, time.Second)
	has := func() bool {
		for _, c := range a.engine.State().Computers {
			if c.Name == "b" {
				return c.HasMine
			}
		}
		return false
	}
	if has() {
		t.Error("seen before anybody looked")
	}
	b.add("An answer")
	together(time.Minute, b, a)
	if !has() {
		t.Error("not seen, although the other one answered")
	}
}
