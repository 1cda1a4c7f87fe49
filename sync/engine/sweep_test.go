package engine_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"twofold/crypto/secret"
	"twofold/sync/engine"
	"twofold/sync/store"
)

// filesOf counts the files of a computer in the folder.
func filesOf(s *shelf, m *machine) (n int) {
	for _, name := range s.names() {
		if strings.Contains(name, "-"+m.store.Computer()+"-") {
			n++
		}
	}
	return n
}

// TestARemoverTidiesUp: who removes a computer deletes its files, at no more
// than five an hour, after a file of its own holds what was in them. Nobody
// else touches them.
func TestARemoverTidiesUp(t *testing.T) {
	s, a, b := pair(t)
	for range 7 {
		b.add("From B")
		b.run(20*time.Second, 5*time.Second)
	}
	b.run(time.Minute, 5*time.Second)
	a.clock.now = b.clock.now
	a.run(time.Minute, 5*time.Second)
	was := filesOf(s, b)
	if was < 6 {
		t.Fatalf("%d files: too few for the test", was)
	}
	issuers := len(a.issuers())
	must(t, a.store.RemoveComputer(b.store.Computer(), nil))
	a.engine.Edited(a.clock.now)
	a.run(time.Minute, 5*time.Second)
	if got := filesOf(s, b); got != was-5 {
		t.Errorf("%d of %d files are left within the hour, want %d", got, was, was-5)
	}
	a.run(3*time.Hour, 10*time.Minute)
	if got := filesOf(s, b); got != 0 {
		t.Errorf("%d files are left", got)
	}
	if len(a.issuers()) != issuers {
		t.Errorf("%d accounts, want %d", len(a.issuers()), issuers)
	}
	// What the removed computer writes later stays for a week.
	b.clock.now = a.clock.now
	b.add("Too late")
	b.run(2*time.Minute, 5*time.Second)
	late := filesOf(s, b)
	if late == 0 {
		t.Fatal("the removed computer wrote nothing: this test looks for the wrong thing")
	}
	a.run(6*24*time.Hour, 6*time.Hour)
	if got := filesOf(s, b); got != late {
		t.Errorf("%d late files are left after six days, want %d", got, late)
	}
	a.run(3*24*time.Hour, 6*time.Hour)
	if got := filesOf(s, b); got != 0 {
		t.Errorf("%d late files are left after nine days", got)
	}
	if len(a.issuers()) != issuers {
		t.Error("a late edit was taken")
	}
}

func TestOnlyTheRemoverTidiesUp(t *testing.T) {
	s, a, b := pair(t)
	third := joinAs(t, s, a, "c")
	together(2*time.Minute, a, b, third)
	must(t, a.store.RemoveComputer(b.store.Computer(), nil))
	a.engine.Edited(a.clock.now)
	// The remover publishes and is gone before it can tidy up.
	a.step()
	for range 3 {
		a.clock.now = a.clock.now.Add(2 * time.Second)
		a.step()
	}
	left := filesOf(s, b)
	third.clock.now = a.clock.now
	third.run(24*time.Hour, time.Hour)
	if got := filesOf(s, b); got != left {
		t.Errorf("another computer deleted %d files of the removed one", left-got)
	}
}

// TestRemovalWinsOverConcurrentEdits: what a third computer took before it
// knew of the removal stays, what comes after is refused by all.
func TestRemovalWinsOverConcurrentEdits(t *testing.T) {
	s, a, b := pair(t)
	third := joinAs(t, s, a, "c")
	together(2*time.Minute, a, b, third)
	must(t, a.store.RemoveComputer(b.store.Computer(), nil)) // not published yet
	b.add("At the same time")
	b.run(time.Minute, 5*time.Second)
	third.clock.now = b.clock.now
	third.run(time.Minute, 5*time.Second)
	a.engine.Edited(a.clock.now)
	a.clock.now = third.clock.now
	together(3*time.Minute, a, third)
	b.clock.now = a.clock.now
	b.add("Afterwards")
	b.run(time.Minute, 5*time.Second)
	together(3*time.Minute, a, third)
	has := func(m *machine, issuer string) bool { return strings.Contains(strings.Join(m.issuers(), ","), issuer) }
	for _, m := range []*machine{a, third} {
		if !has(m, "At the same time") || has(m, "Afterwards") {
			t.Errorf("%s has %q", m.name, m.issuers())
		}
	}
	if a.print() != third.print() {
		t.Error("those who are left do not agree")
	}
	if !has(b, "Afterwards") || !has(b, "At the same time") || !b.engine.State().Excluded {
		t.Errorf("the removed one: %q, %+v", b.issuers(), b.engine.State().Excluded)
	}
	if b.heard(engine.RolledBack) || b.heard(engine.Emptied) {
		t.Error("the removed one takes its files, which were taken away, for a folder that went back")
	}
}

func TestWhoJoinedByKeyIsAskedAboutUntilAnswered(t *testing.T) {
	s := newShelf()
	a := newMachine(t, "a", s).create()
	b := joinByKey(t, s, a, "b")
	id := b.store.Computer()
	if c := b.engine.State().Computers; len(c) != 2 || c[0].Unsure || c[1].Unsure {
		t.Errorf("the new computer asks about itself: %+v", c)
	}
	unsure := func() bool {
		for _, c := range a.engine.State().Computers {
			if c.ID == id {
				return c.Unsure
			}
		}
		return false
	}
	if !unsure() {
		t.Fatal("nobody asks")
	}
	a.restart()
	a.step()
	if !unsure() {
		t.Error("nobody asks after a restart")
	}
	must(t, a.engine.Known(id))
	if unsure() {
		t.Error("it is asked again after the answer")
	}
	a.restart()
	a.step()
	if unsure() {
		t.Error("the answer is forgotten")
	}
}

func TestARenamedComputerIsRenamedEverywhere(t *testing.T) {
	_, a, b := pair(t)
	must(t, a.store.Rename(a.author(), b.store.Computer(), "Kitchen"))
	a.engine.Edited(a.clock.now)
	together(time.Minute, a, b)
	must(t, b.store.Rename(b.author(), b.store.Computer(), "Kitchen, left"))
	b.engine.Edited(b.clock.now)
	together(time.Minute, b, a)
	for _, m := range []*machine{a, b} {
		names := map[string]string{}
		for _, c := range m.engine.State().Computers {
			names[c.ID] = c.Name
		}
		if names[b.store.Computer()] != "Kitchen, left" || len(names) != 2 {
			t.Errorf("%s knows %q", m.name, names)
		}
	}
}

// joinAs is a further computer that a lets in.
func joinAs(t testing.TB, s *shelf, a *machine, name string) *machine {
	t.Helper()
	m := newMachine(t, name, s)
	m.clock.now = a.clock.now
	approve(t, a, m)
	return m
}

// joinByKey is a further computer that joins with a recovery key made on a.
func joinByKey(t testing.TB, s *shelf, a *machine, name string) *machine {
	t.Helper()
	key, err := a.store.MakeRecoveryKey()
	must(t, err)
	must(t, a.store.ConfirmRecoveryKey(key.Slot))
	a.engine.Edited(a.clock.now)
	a.run(time.Minute, 5*time.Second)
	c, err := engine.Look(t.Context(), s)
	must(t, err)
	v, _ := c.Vault("")
	r, err := engine.OpenRecovery(t.Context(), s, v, key.Phrase.Secret())
	must(t, err)
	defer r.Wipe()
	m := newMachine(t, name, s)
	m.clock.now = a.clock.now
	keys, doc, err := r.Enrol(rand.Reader, store.NewComputer{Name: name, System: "linux"}, m.clock.now)
	must(t, err)
	must(t, m.store.Adopt(t.Context(), keys, doc, secret.Bytes{}))
	m.start()
	together(2*time.Minute, m, a)
	return m
}
