package snapshot_test

import (
	"crypto/rand"
	"errors"
	"testing"

	"twofold/crypto/identity"
	"twofold/crypto/phrase"
	"twofold/crypto/sealed"
	"twofold/sync/snapshot"
)

// A computer that has nothing but the folder and the ten words gets everything
// back, believes nobody who was removed, and is believed by all others.
func TestRecoveryWithTheWords(t *testing.T) {
	p := newParty(t)
	words, err := phrase.Make(rand.Reader)
	ok(t, words, err)
	kit, err := p.slot.Seal(words.Secret(), sealed.CostTest)
	ok(t, kit, err)
	second, stolen := p.join(p.root, "Desktop"), p.join(p.root, "Stolen")
	_, fromStolen := p.publish(stolen, 5, 9) // does not know that it is removed
	_, fromSecond := p.publish(second, 3, 1)
	p.rec.Removals = append(p.rec.Removals, identity.Remove(p.root, p.vault, stolen.ID(), 4, p.roster().Keep(stolen.ID()), noon))
	_, fromRoot := p.publish(p.root, 8, 2)

	// On the new computer, from here on: the words as they are typed, the
	// recovery file, and the three snapshots.
	typed, err := phrase.Parse(" " + string(words.Secret().Reveal()) + " ")
	ok(t, typed, err)
	slot, err := identity.OpenRecovery(kit, typed.Secret())
	ok(t, slot, err)
	var all identity.Records
	var files []*snapshot.Unverified
	for _, f := range [][]byte{fromStolen, fromSecond, fromRoot} {
		u, err := snapshot.Decrypt(f, slot.Identity())
		all = all.Join(ok(t, u, err).Records)
		files = append(files, u)
	}
	ro := identity.NewRoster(slot.Vault, slot.Root, all)
	for i, want := range []error{identity.ErrRemovedSigner, nil, nil} {
		if _, err := files[i].Verify(ro); !errors.Is(err, want) {
			t.Errorf("snapshot %d: %v, want %v", i, err, want)
		}
	}
	if m, known := ro.Member(slot.ID()); !known || m.State != identity.Enrolled {
		t.Errorf("the slot is %+v", m)
	}
	keys, err := identity.Generate(rand.Reader, slot.Vault, slot.Root)
	ok(t, keys, err)
	entry, err := identity.Vouch(slot, slot.Vault, keys.Entry("New laptop", "darwin", noon))
	all.Devices = append(all.Devices, ok(t, entry, err))
	lines := [][]byte{marshal(entry), marshal(p.rec.Slots[0])}
	for _, d := range p.rec.Devices {
		lines = append(lines, marshal(d))
	}
	_, file, err := snapshot.Seal(snapshot.Header{Vault: slot.Vault, Seq: 1, Time: noon}, lines, keys,
		identity.NewRoster(slot.Vault, slot.Root, all).Recipients()...)
	ok(t, file, err)

	// The others know nothing of it yet.
	got, err := p.reader(second.Identity()).Open(file)
	if err != nil || got.Header.Dev != keys.ID() {
		t.Fatalf("Desktop does not believe the new computer: %v", err)
	}
	if _, err := p.reader(stolen.Identity()).Open(file); !errors.Is(err, sealed.ErrNotForMe) {
		t.Errorf("the stolen computer reads it: %v", err)
	}
}
