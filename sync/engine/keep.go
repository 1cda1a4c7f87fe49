package engine

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
	"twofold/sync/store"
)

// Retention. Only this computer's own files are ever deleted, and those of a
// computer that was removed here.
const (
	keepNewest   = 3
	keepBytes    = 200 << 20 // of all computers together
	neverYounger = 24 * time.Hour
	mostDeleted  = 5 // in an hour, so that no provider takes it for an attack
)

// keep puts recovery files back that are missing, and deletes own files that
// are not needed as history any more.
func (e *Engine) keep(ctx context.Context, now time.Time) error {
	if !e.mayPublish() || e.st.Folder != Fine || e.inFolder == nil || e.st.more {
		return nil
	}
	if err := e.look(); err != nil {
		return err
	}
	e.putSlots(ctx, now)
	left := e.mayDelete(now)
	e.prune(ctx, now, &left)
	e.sweep(ctx, now, &left)
	e.sweepMessages(ctx, now, &left)
	return nil
}

// takeSlot looks at a recovery file: its bytes match its name, and more cannot
// be said without the key. This computer keeps a copy.
func (e *Engine) takeSlot(f *file, data []byte) {
	if !sealed.NeedsPassphrase(data) {
		f.class = broken
		return
	}
	f.class = slotFile
	e.slots[f.name.Hash] = true
	m, ok := e.roster.Member(f.name.Slot)
	if !ok || m.State != identity.Enrolled {
		return
	}
	have, err := e.o.Store.SlotFiles()
	if err != nil {
		return
	}
	for _, s := range have {
		if n, ok := snapshot.ParseName(s.Name); ok && n.Slot == f.name.Slot {
			return
		}
	}
	// A failure costs the copy, not the file.
	_ = e.o.Store.PutSlotFile(store.SlotFile{Name: f.name.String(), Data: data})
}

// putSlots publishes the recovery files of active slots that the folder lacks.
func (e *Engine) putSlots(ctx context.Context, now time.Time) {
	have, err := e.o.Store.SlotFiles()
	if err != nil || e.pausing(now) {
		return
	}
	for _, s := range have {
		n, ok := snapshot.ParseName(s.Name)
		m, known := e.roster.Member(n.Slot)
		if !ok || n.Vault != e.keys.Vault || !known || m.State != identity.Enrolled {
			continue
		}
		if f := e.files[n.String()]; f != nil && spoilt(f, now) {
			// Not the file its maker wrote, and in the place of it: without a
			// sound one the recovery key opens nothing. This is the one case
			// in which a file that may be another's is removed.
			if e.o.Folder.Remove(ctx, n.String()) != nil {
				return
			}
			delete(e.files, n.String())
		}
		if e.slotThere(n) {
			if key := e.wanted(m); key != "" {
				e.relay(ctx, s, n, key)
			}
			continue
		}
		if err := e.o.Folder.Publish(ctx, s.Name, s.Data); err != nil {
			e.trouble(err, now)
			return
		}
		e.slots[n.Hash] = true
	}
}

// spoilt reports whether a file has not matched its name for so long that it
// is no download under way.
func spoilt(f *file, now time.Time) bool {
	return (f.class == incomplete || f.class == broken) && !f.entry.Offline && now.Sub(f.since) >= damagedAfter &&
		!errors.Is(f.err, folder.ErrNotDownloaded) && !errors.Is(f.err, folder.ErrSlow)
}

// slotThere reports whether the folder has the recovery file, or something
// under its name.
func (e *Engine) slotThere(n snapshot.Name) bool {
	for _, f := range e.files {
		if f.named && f.name.Recovery() && f.name.Hash == n.Hash && (f.class != incomplete || f.entry.Path == n.String()) {
			return true
		}
	}
	for _, w := range e.st.waiting {
		if m, ok := snapshot.FindName(w); ok && m.Hash == n.Hash {
			return true
		}
	}
	return false
}

// kept is an own file in the folder.
type kept struct {
	path string
	seq  uint64
	size int64
	time time.Time
	copy bool
}

// prune deletes own files that retention lets go.
func (e *Engine) prune(ctx context.Context, now time.Time, left *int) {
	var own []kept
	for path, f := range e.files {
		if !f.named || f.name.Recovery() || f.name.Dev != e.me || f.name.Vault != e.keys.Vault {
			continue
		}
		for _, w := range e.notes.own(f.name.Seq) {
			if w.Hash == f.name.Hash {
				own = append(own, kept{path, w.Seq, f.entry.Size, w.Time, path != f.name.String()})
			}
		}
	}
	for _, k := range expired(own, now, e.budget()) {
		if *left <= 0 || ctx.Err() != nil {
			return
		}
		if k.copy && now.Sub(e.files[k.path].since) < neverYounger {
			continue // a copy somebody has just made
		}
		if !e.remove(ctx, k.path, now) {
			return
		}
		*left--
	}
}

// budget is how many bytes this computer's files may take.
func (e *Engine) budget() int64 {
	n := int64(0)
	for _, m := range e.roster.Members() {
		if !m.Slot && m.State == identity.Enrolled {
			n++
		}
	}
	return keepBytes / max(n, 1)
}

// expired chooses what may go: all but the newest three, one a day for a week,
// one a week for four, one a month for twelve and one a year for five. Nothing
// younger than a day goes, and nothing that a wrong clock dates in the future.
func expired(own []kept, now time.Time, budget int64) []kept {
	slices.SortFunc(own, func(a, b kept) int {
		return cmp.Or(cmp.Compare(b.seq, a.seq), cmp.Compare(a.path, b.path))
	})
	day := 24 * time.Hour
	ladder := []struct {
		step  time.Duration
		count int
	}{{day, 7}, {7 * day, 4}, {30 * day, 12}, {365 * day, 5}}
	taken := map[[2]int64]bool{}
	var out []kept
	newest, bytes := 0, int64(0)
	for _, k := range own {
		if k.copy {
			out = append(out, k)
			continue
		}
		age := now.Sub(k.time)
		stays := newest < keepNewest || age < neverYounger
		newest++
		for i, rung := range ladder {
			slot := int64(age / rung.step)
			if age >= 0 && slot < int64(rung.count) && !taken[[2]int64{int64(i), slot}] {
				taken[[2]int64{int64(i), slot}] = true
				stays = stays || bytes+k.size <= budget
			}
		}
		if stays {
			bytes += k.size
			continue
		}
		out = append(out, k)
	}
	slices.Reverse(out) // the oldest first
	return out
}
