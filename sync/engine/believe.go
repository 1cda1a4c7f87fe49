package engine

import (
	"cmp"
	"maps"
	"slices"

	"twofold/crypto/identity"
)

// statement is what a file says about who belongs to the vault.
type statement struct {
	dev     string // its writer
	records identity.Records
	// sound: signed by its writer, if its writer ever belonged to the vault.
	sound bool
}

// listen adds what the files of a round say.
func (o opener) listen(said []statement, round map[string]decrypted) []statement {
	from := len(said)
	for _, key := range slices.Sorted(maps.Keys(round)) {
		u := round[key].u
		said = append(said, statement{dev: u.Header.Dev, records: u.Records})
	}
	ro := o.rosterOf(o.entries(said))
	i := from
	for _, key := range slices.Sorted(maps.Keys(round)) {
		said[i].sound = round[key].u.SignedBy(ro)
		i++
	}
	return said
}

// believe gives the records to judge by. Entries prove themselves, whoever
// brings them. A removal counts only if a file brings it whose writer belongs
// to the vault still: else somebody who was removed could lay a file into the
// folder that removes all others, and who recovers from it would believe that
// and not them.
func (o opener) believe(said []statement) identity.Records {
	base := o.entries(said)
	believed := make([]bool, len(said))
	for i, s := range said {
		believed[i] = s.sound
	}
	const most = 8
	for range most {
		rec := withRemovals(base, said, believed)
		ro := o.rosterOf(rec)
		next := make([]bool, len(said))
		for i, s := range said {
			_, err := ro.Signer(s.dev)
			next[i] = s.sound && err == nil
		}
		if slices.Equal(next, believed) {
			return rec
		}
		believed = next
	}
	return o.inTurn(base, said)
}

// inTurn settles what two have said who removed each other, where no third is
// there to tell who was first: who stands nearer to the root is heard first,
// and who was removed by then is not heard.
func (o opener) inTurn(base identity.Records, said []statement) identity.Records {
	depth := depths(base)
	order := make([]int, len(said))
	for i := range said {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(depth[said[a].dev], depth[said[b].dev]), cmp.Compare(said[a].dev, said[b].dev))
	})
	believed := make([]bool, len(said))
	rec := base
	for _, i := range order {
		if _, err := o.rosterOf(rec).Signer(said[i].dev); said[i].sound && err == nil {
			believed[i] = true
			rec = withRemovals(base, said, believed)
		}
	}
	return rec
}

// depths is how many vouched for one another between the root, which vouches
// for itself, and each computer.
func depths(rec identity.Records) map[string]int {
	by := map[string]string{}
	for _, s := range rec.Slots {
		by[s.ID] = s.By
	}
	for _, d := range rec.Devices {
		by[d.ID] = d.By
	}
	out := map[string]int{}
	for id := range by {
		n := 0
		for at := id; by[at] != at && n <= len(by); n++ {
			at = by[at]
		}
		out[id] = n
	}
	return out
}

func (o opener) rosterOf(rec identity.Records) *identity.Roster {
	return identity.NewRoster(o.vault, o.root, rec)
}

// entries are all computers and slots that are named, each record once.
func (o opener) entries(said []statement) identity.Records {
	out := identity.Records{Removals: o.known.Removals}
	devices, slots := map[identity.Device]bool{}, map[identity.Slot]bool{}
	take := func(r identity.Records) {
		for _, d := range r.Devices {
			if !devices[d] {
				devices[d], out.Devices = true, append(out.Devices, d)
			}
		}
		for _, s := range r.Slots {
			if !slots[s] {
				slots[s], out.Slots = true, append(out.Slots, s)
			}
		}
	}
	take(o.known)
	for _, s := range said {
		take(s.records)
	}
	return out
}

// withRemovals adds the removals of those who are believed.
func withRemovals(base identity.Records, said []statement, believed []bool) identity.Records {
	out := base
	out.Removals = slices.Clone(base.Removals)
	had := map[string]bool{}
	for i, s := range said {
		for _, rm := range s.records.Removals {
			if believed[i] && !had[rm.Sig] {
				had[rm.Sig] = true
				out.Removals = append(out.Removals, rm)
			}
		}
	}
	return out
}
