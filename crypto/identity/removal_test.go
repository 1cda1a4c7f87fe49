package identity_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"twofold/crypto/identity"
)

func TestRemoval(t *testing.T) {
	c := newClub(t)
	b := c.join(c.root, "b")
	d, e := c.join(b, "d"), c.join(b, "e")
	f := c.join(e, "f")
	keys := []*identity.Keys{c.root, b, d, e, f}
	if got := c.roster().Keep(b.ID()); !slices.Equal(got, slices.Sorted(slices.Values([]string{d.ID(), e.ID()}))) {
		t.Errorf("Keep = %v", got)
	}
	c.remove(c.root, b.ID(), d.ID())
	r := c.roster()
	wantSigners(t, r, keys, true, false, true, false, false)
	if _, err := r.Signer(b.ID()); !errors.Is(err, identity.ErrRemovedSigner) {
		t.Errorf("Signer of a removed computer = %v", err)
	}
	for _, k := range []*identity.Keys{b, e, f} {
		if isRecipient(r, k.Recipient().String()) {
			t.Error("somebody who fell out is still a recipient")
		}
	}
	states := map[string]identity.State{}
	for _, m := range r.Members() {
		states[m.Name] = m.State
	}
	want := map[string]identity.State{"root": 0, "b": identity.Gone, "d": 0, "e": identity.Untrusted, "f": identity.Untrusted}
	for name, s := range want {
		if states[name] != s {
			t.Errorf("state of %s = %v, want %v", name, states[name], s)
		}
	}
	// What the removed computer vouches for afterwards is nobody.
	g := c.join(b, "g")
	wantSigners(t, c.roster(), []*identity.Keys{g, d}, false, true)
	// Approved again by somebody else, e is back, and f with it.
	c.vouch(d, e, "e")
	wantSigners(t, c.roster(), keys, true, false, true, true, true)
}

func TestARemovedComputerCannotKeepItsOwn(t *testing.T) {
	c := newClub(t)
	b := c.join(c.root, "b")
	puppet := c.join(b, "puppet")
	c.remove(c.root, b.ID())
	// b answers with a removal of itself that keeps the puppet.
	c.remove(b, b.ID(), puppet.ID())
	c.remove(puppet, b.ID(), puppet.ID())
	wantSigners(t, c.roster(), []*identity.Keys{puppet}, false)
}

func TestForgedRemovals(t *testing.T) {
	c, stranger := newClub(t), genesis(t)
	b := c.join(c.root, "b")
	good := identity.Remove(c.root, vaultID, b.ID(), 17, nil, day)
	later := good
	later.LastSeq = 99
	unsigned := good
	unsigned.Sig = ""
	kept := good
	kept.Keep = []string{b.ID()}
	c.rec.Removals = []identity.Removal{
		identity.Remove(stranger, vaultID, b.ID(), 17, nil, day),
		identity.Remove(c.root, "aaaaaaaaaa", b.ID(), 17, nil, day),
		later, unsigned, kept,
	}
	wantSigners(t, c.roster(), []*identity.Keys{c.root, b}, true, true)
	c.rec.Removals = append(c.rec.Removals, good)
	wantSigners(t, c.roster(), []*identity.Keys{c.root, b}, true, false)
}

func TestTheRootCanBeRemoved(t *testing.T) {
	c := newClub(t)
	b := c.join(c.root, "b")
	s := c.slot(c.root)
	d := c.join(s, "d")
	c.remove(b, c.root.ID(), c.roster().Keep(c.root.ID())...)
	r := c.roster()
	wantSigners(t, r, []*identity.Keys{c.root, b, d}, false, true, true)
	if len(r.SlotRecipients()) != 1 {
		t.Error("the recovery key fell out with the computer that made it")
	}
}

func TestRootWithoutItsRecord(t *testing.T) {
	c := newClub(t)
	b := c.join(c.root, "b")
	c.rec.Devices = c.rec.Devices[1:]
	r := c.roster()
	wantSigners(t, r, []*identity.Keys{b}, true)
	if got := len(r.Members()); got != 1 {
		t.Errorf("%d members, want 1", got)
	}
}

func TestRetiredSlotEnrolsNobody(t *testing.T) {
	c := newClub(t)
	s := c.slot(c.root)
	before := c.join(s, "before")
	c.remove(c.root, s.ID(), c.roster().Keep(s.ID())...)
	after := c.join(s, "after")
	r := c.roster()
	wantSigners(t, r, []*identity.Keys{before, after}, true, false)
	if len(r.SlotRecipients()) != 0 || isRecipient(r, s.Recipient().String()) {
		t.Error("a retired slot is still a recipient")
	}
	if m, ok := r.Member(s.ID()); !ok || m.State != identity.Gone {
		t.Errorf("state of the slot = %v", m.State)
	}
}

func TestSlotStateIsForGood(t *testing.T) {
	c := newClub(t)
	c.slot(c.root)
	retired := c.rec.Slots[0]
	retired.State, retired.T = identity.Retired, "1"
	again := c.rec.Slots[0]
	again.T = "2"
	c.rec.Slots = append(c.rec.Slots, retired, again)
	if len(c.roster().SlotRecipients()) != 0 {
		t.Error("a record made a retired slot active again")
	}
}

func TestPastSigner(t *testing.T) {
	c := newClub(t)
	b := c.join(c.root, "b")
	c.remove(c.root, b.ID())
	r := c.roster()
	if _, err := r.PastSigner(b.ID(), 17); err != nil {
		t.Errorf("PastSigner of the last accepted = %v", err)
	}
	if _, err := r.PastSigner(b.ID(), 18); !errors.Is(err, identity.ErrRemovedSigner) {
		t.Errorf("PastSigner of a later one = %v", err)
	}
	if _, err := r.PastSigner(genesis(t).ID(), 1); !errors.Is(err, identity.ErrUnknownSigner) {
		t.Errorf("PastSigner of a stranger = %v", err)
	}
}

// TestMemberTellsOfItsRemoval: when, by whom, and up to which snapshot, the
// same in whatever order the records came.
func TestMemberTellsOfItsRemoval(t *testing.T) {
	c := newClub(t)
	b := c.join(c.root, "b")
	d := c.join(c.root, "d")
	if m, _ := c.roster().Member(b.ID()); m.Removed != "" || m.RemovedBy != "" || m.LastSeq != 0 {
		t.Errorf("one that belongs: %+v", m)
	}
	if e, ok := c.roster().Device(b.ID()); !ok || e.Name != "b" {
		t.Errorf("its entry: %+v, %v", e, ok)
	}
	for i, s := range []*identity.Keys{d, c.root} {
		c.rec.Removals = append(c.rec.Removals, identity.Remove(s, vaultID, b.ID(), uint64(7-i), nil, day.Add(-time.Duration(i)*time.Hour)))
	}
	for range 2 {
		m, _ := c.roster().Member(b.ID())
		if m.State != identity.Gone || m.RemovedBy != c.root.ID() || m.Removed != day.Add(-time.Hour).UTC().Format(time.RFC3339) || m.LastSeq != 6 {
			t.Errorf("removed twice: %+v", m)
		}
		slices.Reverse(c.rec.Removals)
	}
	if _, ok := c.roster().Device(b.ID()); ok {
		t.Error("a removed computer has an entry that could be renamed")
	}
}
