package identity

import (
	"cmp"
	"slices"
)

// Member is a computer or a recovery slot, as a list of them shows it.
type Member struct {
	ID     string
	Slot   bool
	Name   string // name of the computer, or label of the slot
	System string // "windows", "darwin", "linux"; empty for a slot
	Added  string // RFC 3339, UTC
	By     string // who vouched for it; own id for the root
	State  State
	// Removed is when the first removal says it was, RFC 3339 in UTC, and
	// RemovedBy who signed it; empty unless State is Gone by a removal.
	Removed, RemovedBy string
	// LastSeq is the last snapshot of a removed computer that was accepted by
	// all who removed it.
	LastSeq uint64
}

// State says how a member stands.
type State int

// The states of a member.
const (
	Enrolled State = iota // belongs
	Gone                  // removed, or a retired slot
	// Untrusted: signed properly, but by a computer that was removed and whose
	// removal does not name it. Nobody knew of it then; it must be approved
	// again, or, for a slot, replaced by a new recovery key.
	Untrusted
)

// Members lists everybody who was ever vouched for: computers by the time
// they joined, then slots.
func (r *Roster) Members() []Member {
	var out []Member
	for _, e := range r.entries {
		if m, ok := r.member(e); ok {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b Member) int {
		if a.Slot != b.Slot {
			if b.Slot {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Added, b.Added), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// Member says who id is.
func (r *Roster) Member(id string) (Member, bool) {
	e := r.entries[id]
	if e == nil {
		return Member{}, false
	}
	return r.member(e)
}

// Device is the entry of a computer that belongs to the vault, as it is signed.
func (r *Roster) Device(id string) (Device, bool) {
	e := r.entries[id]
	if e == nil || e.slot || e.best == nil || !e.trusted || r.retired(e) {
		return Device{}, false
	}
	return *e.best.device, true
}

func (r *Roster) member(e *entry) (Member, bool) {
	if e.best == nil {
		return Member{}, false
	}
	m := Member{ID: e.id, By: e.best.by, Slot: e.slot}
	if e.slot {
		m.Name, m.Added = e.best.slot.Label, e.best.slot.Added
	} else {
		d := e.best.device
		m.Name, m.System, m.Added = d.Name, d.System, d.Added
	}
	for i, rm := range r.removed[e.id] {
		if i == 0 || rm.Added < m.Removed || rm.Added == m.Removed && rm.By < m.RemovedBy {
			m.Removed, m.RemovedBy = rm.Added, rm.By
		}
		if i == 0 || rm.LastSeq < m.LastSeq {
			m.LastSeq = rm.LastSeq
		}
	}
	switch {
	case r.retired(e):
		m.State = Gone
	case !e.trusted:
		m.State = Untrusted
	}
	return m, true
}
