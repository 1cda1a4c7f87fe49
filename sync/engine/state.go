package engine

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"twofold/crypto/identity"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
)

// Condition is how the folder does.
type Condition int

// The conditions.
const (
	Fine     Condition = iota
	Missing            // not there, or cannot be listed
	ReadOnly           // takes no new files
	Full
	Stuck // refuses new files for another reason, for a minute and more
)

// State is how things are after a step. It holds no secret.
type State struct {
	Folder Condition
	Err    error // why the folder is not Fine

	Saved   time.Time // of the newest file that was written, read back and opened; zero if none
	Pending time.Time // since when a change waits to be published; zero if none
	// Newer: the vault is written by a later version of the program, so this
	// one publishes nothing.
	Newer bool
	// Removed: this computer was removed from the vault. Excluded: others
	// write files it cannot read any more, which looks like it.
	Removed, Excluded bool

	Waiting []string // files that are with the provider still, or incomplete
	Damaged []Damage // files that stayed unreadable for a quarter of an hour
	Copies  int      // conflict copies and renamed files; harmless
	Foreign int      // files that are none of this vault
	Vaults  []string // other vaults in the folder, by id
	// Requests are computers that ask to be approved, oldest first: at most 32
	// that came first, and 32 that came last.
	Requests []Request
	// OtherRequests is how many ask to be approved for another vault.
	OtherRequests int

	Computers []Computer
	// Merged is the computer whose changes were joined last, at MergedAt.
	Merged   string
	MergedAt time.Time
	// ClockOff is how far this computer's clock seems to be ahead of the
	// others; negative if it is slow, zero if there is no reason to think so.
	ClockOff time.Duration

	waiting []string // placeholders of the last listing
	more    bool     // files are left to read
	failing time.Time
}

// Damage is a file that cannot be read.
type Damage struct {
	File   string
	Device string // id of its writer, as its name says
	Name   string
	// Needed is true if no other file is known to hold what is in it.
	Needed bool
	// Slot is true for a recovery file.
	Slot bool
	Err  error
}

// Computer is a computer of the vault as the folder shows it.
type Computer struct {
	ID, Name, System string
	Me               bool
	State            identity.State
	Added            string    // RFC 3339
	LastSeen         time.Time // by its own clock; zero if none of its files was read
	Seq              uint64
	Accounts         int
	// HasMine is true if it has joined this computer's newest file: the only
	// proof that the folder travels.
	HasMine bool
	// Read is the time of the newest file of this computer that it has joined;
	// zero if none is known.
	Read time.Time
	// Unsure is true of a computer that joined with the recovery key until the
	// user says that it was him.
	Unsure bool
}

// State is how things were after the last step.
func (e *Engine) State() State { return e.st }

// sum brings the state up to date after a step.
func (e *Engine) sum(now time.Time) {
	st := &e.st
	st.Pending = e.notes.Waits
	st.Saved = time.Time{}
	if own, ok := e.lastProven(); ok {
		st.Saved = own.Time // by its number: a clock may have been set back since
	}
	st.Waiting = append([]string(nil), st.waiting...)
	st.Damaged, st.Copies, st.Foreign, st.Vaults = nil, 0, 0, nil
	st.Newer, st.Excluded = false, e.excluded()
	st.Requests, st.OtherRequests = e.requests(now)
	vaults := map[string]bool{}
	for _, path := range sortedPaths(e.files) {
		e.sumFile(path, e.files[path], now, vaults)
	}
	for id := range vaults {
		st.Vaults = append(st.Vaults, id)
	}
	slices.Sort(st.Vaults)
	slices.Sort(st.Waiting)
	if e.roster != nil {
		e.sumComputers()
	}
}

func (e *Engine) sumFile(path string, f *file, now time.Time, vaults map[string]bool) {
	st := &e.st
	if f.entry.Copy {
		st.Copies++
	}
	switch f.class {
	case foreign:
		st.Foreign++
		if f.named {
			vaults[f.name.Vault] = true
		}
	case tooNew:
		var tn *snapshot.TooNewError
		if errors.As(f.err, &tn) && tn.Verified {
			st.Newer = true
		}
	case incomplete, broken:
		if f.class == incomplete && now.Sub(f.since) < damagedAfter ||
			errors.Is(f.err, folder.ErrNotDownloaded) || errors.Is(f.err, folder.ErrSlow) {
			if f.named && e.needed(f) {
				st.Waiting = append(st.Waiting, path)
			}
			return
		}
		if f.named {
			st.Damaged = append(st.Damaged, Damage{
				File: path, Device: f.name.Dev, Name: e.nameOf(f.name.Dev),
				Needed: e.needed(f), Slot: f.name.Recovery(), Err: f.err,
			})
		}
	}
}

// needed reports whether a file that cannot be read may hold what no other
// file holds: its number is above all that was taken of its writer, here or by
// others whose files were taken.
func (e *Engine) needed(f *file) bool {
	if f.name.Recovery() {
		return !e.slots[f.name.Hash]
	}
	if f.name.Dev == e.me {
		return false // what it holds is here
	}
	return f.name.Seq > e.seen[f.name.Dev].Seq && f.name.Seq > e.told[f.name.Dev]
}

func (e *Engine) sumComputers() {
	e.st.Computers = nil
	mine := uint64(0)
	for _, w := range e.notes.Own {
		if w.Proven {
			mine = w.Seq
		}
	}
	for _, m := range e.roster.Members() {
		if m.Slot {
			continue
		}
		h := e.heads[m.ID]
		e.st.Computers = append(e.st.Computers, Computer{
			ID: m.ID, Name: m.Name, System: m.System, Me: m.ID == e.me, State: m.State, Added: m.Added,
			LastSeen: h.time, Seq: h.seq, Accounts: h.accounts,
			HasMine: m.ID != e.me && mine > 0 && h.seen[e.me].Seq >= mine,
			Read:    e.timeOf(h.seen[e.me].Seq),
			Unsure:  m.State == identity.Enrolled && slices.Contains(e.notes.Unsure, m.ID),
		})
	}
}

// timeOf is when this computer wrote its file of a number.
func (e *Engine) timeOf(seq uint64) time.Time {
	for _, w := range e.notes.own(seq) {
		return w.Time
	}
	return time.Time{}
}

// excluded reports whether a computer that wrote for this one has written what
// it cannot read.
func (e *Engine) excluded() bool {
	for _, f := range e.files {
		if seen := e.seen[f.name.Dev].Seq; f.class == notForMe && f.named && seen > 0 && f.name.Seq > seen {
			return true
		}
	}
	return false
}

// regress tells if the folder shows less than it did. A computer that was
// removed cannot tell: its files are taken away by whoever removed it.
func (e *Engine) regress() {
	if e.roster == nil || e.st.more || e.excluded() {
		return
	}
	top := map[string]uint64{}
	see := func(n snapshot.Name) {
		if n.Vault == e.keys.Vault && !n.Recovery() {
			top[n.Dev] = max(top[n.Dev], n.Seq)
		}
	}
	for _, f := range e.files {
		if f.named && f.class != foreign && f.class != refused {
			see(f.name)
		}
		if f.class == taken {
			top[f.head.dev] = max(top[f.head.dev], f.head.seq)
		}
	}
	for _, w := range e.st.waiting {
		if n, ok := snapshot.FindName(w); ok {
			see(n)
		}
	}
	var behind []Notice
	for dev, m := range e.seen {
		if who, ok := e.roster.Member(dev); ok && who.State == identity.Enrolled && top[dev] < m.Seq {
			behind = append(behind, Notice{Kind: RolledBack, Device: dev, Name: who.Name, File: m.Hash})
		}
	}
	slices.SortFunc(behind, func(a, b Notice) int { return cmp.Compare(a.Device, b.Device) })
	own, published := e.lastProven()
	switch {
	case len(top) == 0 && (published || len(e.seen) > 0):
		e.tell(Notice{Kind: Emptied, File: own.Hash})
	case published && top[e.me] < own.Seq:
		e.tell(Notice{Kind: RolledBack, Device: e.me, Name: e.nameOf(e.me), File: own.Hash})
	default:
		for _, n := range behind {
			e.tell(n)
		}
	}
	for _, n := range behind {
		e.silence(n) // one word for one event
	}
}

// lastProven is this computer's newest file that was read back.
func (e *Engine) lastProven() (written, bool) {
	for i := len(e.notes.Own) - 1; i >= 0; i-- {
		if e.notes.Own[i].Proven {
			return e.notes.Own[i], true
		}
	}
	return written{}, false
}

// next is when something is due without any event.
func (e *Engine) next(now time.Time) time.Time {
	if e.st.more {
		return now
	}
	at := e.dueAt(now, false)
	for _, f := range e.files {
		if f.class == incomplete {
			at = earlier(at, f.next)
		}
	}
	return at
}
