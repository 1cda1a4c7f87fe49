package identity

import (
	"cmp"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"

	"twofold/crypto/sealed"
)

// Why a signer is refused.
var (
	// ErrUnknownSigner: no entry of that id is vouched for from the root.
	ErrUnknownSigner = errors.New("signer is not in the roster")
	// ErrRemovedSigner: the computer was removed. Nothing is lost by refusing
	// it: the snapshot that brought the removal holds everything that was
	// accepted from that computer before.
	ErrRemovedSigner = errors.New("signer was removed from the vault")
)

// Roster answers who belongs to a vault. It is a pure function of the records
// and the root key: every computer with the same records gets the same
// answers, in whatever order the records came.
//
// An entry is trusted if its signature is good and the one who signed it is
// trusted, up to the root. If that one was removed, every removal of it must
// name the entry in its keep list. A removal counts if its signature is good
// and the one who signed it was ever vouched for; removal wins over
// everything else, because a computer shut out by mistake keeps its data and
// can come back with the recovery key, while one let in by mistake cannot be
// made to forget.
type Roster struct {
	vault   string
	root    string // id of the root
	entries map[string]*entry
	removed map[string][]*Removal // those that count, by who is removed
}

// entry is one computer or slot. It has several records where it was vouched
// for more than once; one that holds is enough. The root has none while its
// record is missing.
type entry struct {
	id      string
	pub     ed25519.PublicKey
	slot    bool
	good    []*record // whose signature is good, newest first
	best    *record   // the first that is trusted, or else the first
	trusted bool
}

// record is a [Device] or a [Slot].
type record struct {
	id, by  string
	pub     ed25519.PublicKey
	tag     string
	message []byte
	sig     string
	stamp   string
	device  *Device
	slot    *Slot
}

// label is what is not signed of a record, for an order that does not depend
// on how the records came.
func (g *record) label() string {
	if g.slot != nil {
		return g.slot.Label
	}
	return g.device.Name + "\x00" + g.device.System
}

// NewRoster judges the records of a vault. Records that do not hold together
// are left out; they are never an error, so that one bad entry cannot shut
// everybody out.
func NewRoster(vault string, root ed25519.PublicKey, rec Records) *Roster {
	r := &Roster{vault: vault, entries: map[string]*entry{}, removed: map[string][]*Removal{}}
	if len(root) == ed25519.PublicKeySize {
		id := DeviceID(root)
		r.root = id
		r.entries[id] = &entry{id: id, pub: root, trusted: true}
	}
	r.settle(r.records(rec))
	r.countRemovals(rec.Removals)
	r.trust()
	for _, e := range r.entries {
		slices.SortFunc(e.good, func(a, b *record) int {
			return cmp.Or(cmp.Compare(b.stamp, a.stamp), cmp.Compare(a.sig, b.sig), cmp.Compare(a.label(), b.label()))
		})
		for _, g := range e.good {
			if e.best == nil || !r.holds(e, e.best) && r.holds(e, g) {
				e.best = g
			}
		}
	}
	return r
}

// Signer gives the key that must have signed a snapshot of device id. The
// errors are [ErrUnknownSigner] and [ErrRemovedSigner].
func (r *Roster) Signer(id string) (ed25519.PublicKey, error) {
	e := r.entries[id]
	if e == nil || e.slot || !e.trusted {
		return nil, fmt.Errorf("%w: %.10s", ErrUnknownSigner, id)
	}
	if len(r.removed[id]) > 0 {
		return nil, fmt.Errorf("%w: %.10s", ErrRemovedSigner, id)
	}
	return e.pub, nil
}

// PastSigner is [Roster.Signer] for a snapshot that the user picked to look
// back at: up to the last sequence number accepted from it, a removed computer
// is still good for its own past. A dishonest one could have rewritten that
// past, so nothing of it is ever joined without the user's word.
func (r *Roster) PastSigner(id string, seq uint64) (ed25519.PublicKey, error) {
	pub, err := r.Signer(id)
	if !errors.Is(err, ErrRemovedSigner) {
		return pub, err
	}
	for _, rm := range r.removed[id] {
		if seq > rm.LastSeq {
			return nil, err
		}
	}
	return r.entries[id].pub, nil
}

// Recipients are those to whom a snapshot is encrypted: all computers that
// were not removed and all active recovery slots, in the order of their ids.
func (r *Roster) Recipients() []sealed.Recipient {
	var out []sealed.Recipient
	for _, e := range r.sorted() {
		if !e.trusted || r.retired(e) {
			continue
		}
		if to, err := sealed.ParseRecipient(e.age()); err == nil {
			out = append(out, to)
		}
	}
	return out
}

// SlotRecipients are the active recovery slots alone, for this computer's own
// files.
func (r *Roster) SlotRecipients() []sealed.Recipient {
	var out []sealed.Recipient
	for _, e := range r.sorted() {
		if !e.slot || !e.trusted || r.retired(e) {
			continue
		}
		if to, err := sealed.ParseRecipient(e.age()); err == nil {
			out = append(out, to)
		}
	}
	return out
}

// Keep lists whom id vouched for and who is trusted now, slots included: what
// a removal of id has to name so that nobody else falls out with it.
func (r *Roster) Keep(id string) []string {
	var out []string
	for _, e := range r.sorted() {
		by := func(g *record) bool { return g.by == id }
		if e.id != id && e.trusted && slices.ContainsFunc(e.good, by) {
			out = append(out, e.id)
		}
	}
	return out
}

// age is the recipient of e as text; empty for the root without a record,
// which is known to sign and not known to read.
func (e *entry) age() string {
	switch {
	case e.best == nil:
		return ""
	case e.slot:
		return e.best.slot.Age
	}
	return e.best.device.Age
}

func (r *Roster) sorted() []*entry {
	out := make([]*entry, 0, len(r.entries))
	for _, e := range r.entries {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b *entry) int { return cmp.Compare(a.id, b.id) })
	return out
}
