package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"twofold/crypto/identity"
	"twofold/sync/snapshot"
	"twofold/sync/store"
)

// A snapshot that some client never sends is followed by the weekly one, under
// another name. A recovery file has one name for ever, so the same has to be
// found out and mended in another way: every snapshot tells, beside what its
// writer has joined, the recovery files its writer holds a copy of. Who made a
// recovery file lays it into the folder anew where a computer that has long
// known of the slot tells that it has none. If the maker does not, because it
// is lost, or goes by another id since it found out that it is a copy, any
// other computer that holds the file does.

const (
	slotTravels = 24 * time.Hour      // for so long a file may be on its way
	makerFails  = 10 * 24 * time.Hour // its maker has answered a weekly file by then
	mostRelaid  = 64
)

// holdings adds to what a snapshot tells of its writer the recovery files it
// holds: under the slot's id, without a number.
func (e *Engine) holdings(seen map[string]snapshot.Seen) {
	have, err := e.o.Store.SlotFiles()
	if err != nil {
		return // what is not told is only laid once more
	}
	for _, s := range have {
		if n, ok := snapshot.ParseName(s.Name); ok && n.Recovery() && n.Vault == e.keys.Vault {
			seen[n.Slot] = snapshot.Seen{Hash: n.Hash}
		}
	}
}

// wanted is the newest file of a computer that has long known of a slot and
// holds no recovery file of it; empty for none, and for one that this computer
// has answered already.
func (e *Engine) wanted(slot identity.Member) string {
	patience := slotTravels
	if by, ok := e.roster.Member(slot.By); ok && by.State == identity.Enrolled && slot.By != e.me {
		patience = makerFails // it is for its maker to do, as long as there is one
	}
	made, err := time.Parse(time.RFC3339, slot.Added)
	for _, id := range sortedHeads(e.heads) {
		h := e.heads[id]
		m, ok := e.roster.Member(id)
		if id == e.me || !ok || m.State != identity.Enrolled || !slices.Contains(h.slots, slot.ID) || h.seen[slot.ID].Hash != "" {
			continue
		}
		// Clocks may be years apart; then the file counts as old.
		if err == nil && h.time.Sub(made).Abs() < patience {
			continue
		}
		if key := fmt.Sprintf("%s %s %d", slot.ID, id, h.seq); !slices.Contains(e.notes.Relaid, key) {
			return key
		}
	}
	return ""
}

func sortedHeads(heads map[string]head) []string {
	out := make([]string, 0, len(heads))
	for id := range heads {
		out = append(out, id)
	}
	slices.SortFunc(out, cmp.Compare)
	return out
}

// relay takes a sound recovery file away and lays the same bytes down again,
// which no client takes for something it has sent already. This computer holds
// a copy: after a crash in between, it is a file that the folder lacks.
func (e *Engine) relay(ctx context.Context, s store.SlotFile, n snapshot.Name, key string) {
	e.notes.Relaid = append(e.notes.Relaid, key)
	e.notes.Relaid = e.notes.Relaid[max(0, len(e.notes.Relaid)-mostRelaid):]
	if e.files[s.Name] != nil {
		if e.o.Folder.Remove(ctx, s.Name) != nil {
			return
		}
		delete(e.files, s.Name)
	}
	if e.o.Folder.Publish(ctx, s.Name, s.Data) == nil {
		e.slots[n.Hash] = true
	}
}
