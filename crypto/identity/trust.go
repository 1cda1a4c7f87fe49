package identity

import (
	"crypto/ed25519"
	"slices"
)

// records prepares all entries that hold together in themselves. The same
// entry may come many times, with other names: it is looked at once.
func (r *Roster) records(rec Records) []*record {
	var out []*record
	known := map[string]error{}
	sound := func(message []byte, check func() error) bool {
		err, ok := known[string(message)]
		if !ok {
			err = check()
			known[string(message)] = err
		}
		return err == nil
	}
	for i := range rec.Devices[:min(len(rec.Devices), 2*maxRoster)] {
		d := &rec.Devices[i]
		if m := d.message(r.vault); sound(m, d.check) {
			pub, _ := ParsePublic(d.Sign)
			out = append(out, &record{
				id: d.ID, by: d.By, pub: pub, device: d, stamp: d.T,
				tag: tagDevice, message: m, sig: d.Sig,
			})
		}
	}
	for i := range rec.Slots[:min(len(rec.Slots), 2*maxRoster)] {
		s := &rec.Slots[i]
		if m := s.message(r.vault); sound(m, s.check) {
			pub, _ := ParsePublic(s.Sign)
			out = append(out, &record{
				id: s.ID, by: s.By, pub: pub, slot: s, stamp: s.T,
				tag: tagSlot, message: m, sig: s.Sig,
			})
		}
	}
	return out
}

// settle finds everybody who was ever vouched for, from the root outwards.
// Each signature is checked once, when its signer is known.
func (r *Roster) settle(waiting []*record) {
	known := map[string]bool{}
	good := func(pub ed25519.PublicKey, c *record) bool {
		key := c.tag + c.sig + string(c.message)
		ok, had := known[key]
		if !had {
			ok = signed(pub, c.tag, c.message, c.sig)
			known[key] = ok
		}
		return ok
	}
	for grew := true; grew; {
		grew = false
		var later []*record
		for _, c := range waiting {
			by := r.entries[c.by]
			if by == nil {
				later = append(later, c)
				continue
			}
			if c.by == c.id && c.id != r.root || !good(by.pub, c) {
				continue // only the root vouches for itself
			}
			e := r.entries[c.id]
			if e == nil {
				e = &entry{id: c.id, pub: c.pub, slot: c.slot != nil}
				r.entries[c.id] = e
			}
			if e.pub.Equal(c.pub) {
				e.good, grew = append(e.good, c), true
			}
		}
		waiting = later
	}
}

// countRemovals keeps the removals whose signature is good.
func (r *Roster) countRemovals(list []Removal) {
	for i := range list[:min(len(list), 2*maxRoster)] {
		rm := &list[i]
		by := r.entries[rm.By]
		if by == nil || len(rm.Keep) > maxKeep || r.entries[rm.ID] == nil {
			continue
		}
		if signed(by.pub, tagRemoval, rm.message(r.vault), rm.Sig) {
			r.removed[rm.ID] = append(r.removed[rm.ID], rm)
		}
	}
}

// trust marks the entries whose whole chain holds.
func (r *Roster) trust() {
	for grew := true; grew; {
		grew = false
		for _, e := range r.entries {
			if e.trusted {
				continue
			}
			e.trusted = slices.ContainsFunc(e.good, func(g *record) bool { return r.holds(e, g) })
			grew = grew || e.trusted
		}
	}
}

// holds reports whether the record g makes e trusted.
func (r *Roster) holds(e *entry, g *record) bool {
	if e.id == r.root {
		return true
	}
	if !r.entries[g.by].trusted {
		return false
	}
	for _, rm := range r.removed[g.by] {
		if !slices.Contains(rm.Keep, e.id) {
			return false
		}
	}
	return true
}

// retired reports whether e was removed, or is a slot that any record says is
// out of use.
func (r *Roster) retired(e *entry) bool {
	return len(r.removed[e.id]) > 0 || e.slot && slices.ContainsFunc(e.good, func(g *record) bool {
		return g.slot.State == Retired
	})
}
