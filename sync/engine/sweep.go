package engine

import (
	"context"
	"slices"
	"time"

	"twofold/crypto/identity"
	"twofold/sync/store"
)

// lateFor is how long a file stays that a removed computer wrote after what
// was accepted of it. Nobody joins it; until then its user may still look for
// something in it by hand.
const lateFor = 7 * 24 * time.Hour

// mayDelete is how many files may be deleted now.
func (e *Engine) mayDelete(now time.Time) int {
	e.notes.Deleted = slices.DeleteFunc(e.notes.Deleted, func(s string) bool {
		at, err := time.Parse(time.RFC3339, s)
		return err != nil || now.Sub(at) >= time.Hour || at.Sub(now) > time.Hour
	})
	return mostDeleted - len(e.notes.Deleted)
}

// remove deletes a file of the folder and counts it.
func (e *Engine) remove(ctx context.Context, path string, now time.Time) bool {
	if e.o.Folder.Remove(ctx, path) != nil {
		return false
	}
	e.notes.Deleted = append(e.notes.Deleted, now.UTC().Format(time.RFC3339))
	delete(e.files, path)
	return true
}

// sweep deletes files of computers that this one has removed: nobody takes
// them any more, and the removed one may be in no position to. What was
// accepted of them is in a file of this computer, which is seen to first; so
// nothing is lost. Files of later numbers were never accepted and stay a week.
func (e *Engine) sweep(ctx context.Context, now time.Time, left *int) {
	own, published := e.lastProven()
	if !published || !e.present(own.Hash) || e.lacks || !e.checked {
		return
	}
	mine := map[string]identity.Member{}
	for _, m := range e.roster.Members() {
		if !m.Slot && m.State == identity.Gone && m.RemovedBy == e.me && m.ID != e.me {
			mine[m.ID] = m
		}
	}
	if len(mine) == 0 {
		return
	}
	for _, path := range sortedPaths(e.files) {
		f := e.files[path]
		m, removed := mine[f.name.Dev]
		if !f.named || f.name.Recovery() || f.name.Vault != e.keys.Vault || !removed {
			continue
		}
		// The number in a name is a hint, and enough here: whatever the file
		// holds, it is not accepted.
		if at := store.When(m.Removed); f.name.Seq > m.LastSeq && (now.Sub(at) < lateFor || now.Sub(f.entry.ModTime) < lateFor) {
			continue
		}
		if *left <= 0 || ctx.Err() != nil || !e.remove(ctx, path, now) {
			return
		}
		*left--
	}
}
