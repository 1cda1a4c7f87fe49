package engine

import (
	"errors"
	"slices"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/internal/vault"
	"twofold/sync/folder"
	"twofold/sync/pair"
	"twofold/sync/snapshot"
)

// class says how far a file is known.
type class int

const (
	unread     class = iota
	incomplete       // does not match its name, or could not be read: tried again
	taken            // joined
	twin             // same hash as a file that is taken
	notForMe         // intact and addressed to others
	broken           // as its writer made it, it does not open
	refused          // signed by nobody who belongs to the vault
	tooNew           // asks for a later version of the program
	foreign          // of another vault, or none of our files
	slotFile         // a recovery file
	message          // of an approval, see package pair
)

// file is an entry of the folder, as far as it is known.
type file struct {
	entry folder.Entry
	name  snapshot.Name
	named bool // name was found in the name of the entry
	class class
	err   error
	head  head      // if taken
	since time.Time // when this content was first seen
	tries int
	next  time.Time // of the next try
	// changed: other bytes came under the path of a file that was taken.
	changed bool
	// made: published by this step; the listing will tell its time.
	made bool
}

// head is what is remembered of a snapshot.
type head struct {
	dev      string
	seq      uint64
	prev     string
	hash     string // short
	time     time.Time
	seen     map[string]snapshot.Seen
	accounts int
	print    string   // fingerprint of its content, for the engine alone: it costs as much as reading
	reach    []string // computers it knows of, and so is addressed to
	slots    []string // recovery slots it knows of, and so is addressed to
}

// reaches reports whether a computer or a recovery slot can read the file.
func (h head) reaches(id string) bool {
	return slices.Contains(h.reach, id) || slices.Contains(h.slots, id)
}

// headOf is the head of a snapshot with the content doc.
func headOf(snap *snapshot.Snapshot, doc *vault.Document) head {
	h := snap.Header
	out := head{
		dev: h.Dev, seq: h.Seq, prev: h.Prev, hash: snapshot.Short(snap.Hash), time: h.Time, seen: h.Seen,
		accounts: doc.Len(),
	}
	for _, d := range doc.Devices() {
		out.reach = append(out.reach, d.ID)
	}
	for _, s := range doc.Slots() {
		out.slots = append(out.slots, s.ID)
	}
	return out
}

// retries are the pauses between tries to read a file that is incomplete.
var retries = []time.Duration{
	time.Second, 3 * time.Second, 10 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute,
}

// retry plans the next try of a file that could not be used.
func (f *file) retry(now time.Time, err error) {
	f.class, f.err = incomplete, err
	f.next = now.Add(retries[min(f.tries, len(retries)-1)])
	f.tries++
}

// fresh reports whether the file has to be read.
func (f *file) fresh(now time.Time) bool {
	return f.class == unread || f.class == incomplete && !now.Before(f.next)
}

// ours reports whether the name speaks of a snapshot of the vault, or of
// nothing at all.
func (e *Engine) ours(f *file) bool {
	return !f.named || f.name.Vault == e.keys.Vault && !f.name.Recovery()
}

// list brings what is known of the files up to date with a listing.
func (e *Engine) list(l folder.Listing, now time.Time) {
	was := e.files
	e.files = make(map[string]*file, len(l.Entries))
	for _, entry := range l.Entries {
		f := was[entry.Path]
		switch {
		case f != nil && f.made && f.entry.Size == entry.Size:
			f.entry, f.made = entry, false
		case f == nil || f.entry.Size != entry.Size || !f.entry.ModTime.Equal(entry.ModTime):
			changed := f != nil && f.class == taken
			f = e.newFile(entry, now)
			f.changed = changed
		default:
			f.entry = entry
		}
		e.files[entry.Path] = f
	}
	e.st.waiting = nil
	for _, name := range l.Waiting {
		if n, ok := snapshot.FindName(name); !ok || n.Vault == e.keys.Vault {
			e.st.waiting = append(e.st.waiting, name)
		}
	}
	e.vanished(was)
}

// newFile describes an entry that was not there, or not like this.
func (e *Engine) newFile(entry folder.Entry, now time.Time) *file {
	f := &file{entry: entry, since: now}
	if _, ok := pair.ParseName(entry.Name); ok {
		f.class = message
		return f
	}
	f.name, f.named = snapshot.FindName(entry.Name)
	if f.named && f.name.Vault != e.keys.Vault {
		f.class = foreign
	}
	return f
}

// vanished drops the join of the folder if a file that went into it is gone:
// it may have been the only one to hold something.
func (e *Engine) vanished(was map[string]*file) {
	for path, old := range was {
		if now := e.files[path]; now == old || old.class != taken {
			continue
		}
		if !e.present(old.head.hash) {
			e.inFolder, e.checked = nil, false
			break
		}
	}
	// Twins of what is gone have to be read now.
	for _, f := range e.files {
		if f.class == twin && !e.read(f.name.Hash) {
			f.class = unread
		}
	}
	if e.inFolder == nil {
		for _, f := range e.files {
			if f.class == taken {
				f.class = unread // to build the join again
			}
		}
	}
}

// present reports whether a file with this short hash in its name, and read
// before, lies in the folder, be it only as a placeholder.
func (e *Engine) present(hash string) bool {
	if e.read(hash) {
		return true
	}
	for _, w := range e.st.waiting {
		if n, ok := snapshot.FindName(w); ok && n.Hash == hash {
			return true
		}
	}
	return false
}

// read reports whether a taken file has this short hash.
func (e *Engine) read(hash string) bool {
	for _, f := range e.files {
		if f.class == taken && f.head.hash == hash {
			return true
		}
	}
	return false
}

// classify names the reason why an intact file is not taken.
func classify(err error) class {
	var tn *snapshot.TooNewError
	switch {
	case errors.As(err, &tn):
		return tooNew
	case errors.Is(err, sealed.ErrNotForMe):
		return notForMe
	case errors.Is(err, snapshot.ErrWrongVault), errors.Is(err, snapshot.ErrWrongKind), errors.Is(err, sealed.ErrNotAge):
		return foreign
	case errors.Is(err, identity.ErrUnknownSigner), errors.Is(err, identity.ErrRemovedSigner), errors.Is(err, snapshot.ErrSignature):
		return refused
	}
	return broken
}
