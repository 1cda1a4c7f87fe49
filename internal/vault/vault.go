// Package vault is the document all computers of a vault share: accounts,
// groups, settings and the roster of computers, as small records that can be
// joined in any order, any number of times, and always give the same result.
//
// It is pure: no files, no network, no clock of its own. Time and randomness
// come with the [Author] of an edit. It knows nothing of encryption and
// signatures; it carries the signed records of the roster as they are.
//
// How records, stamps, the join and the canonical form are defined is written
// down in docs/vault-format.md. The rules cannot change any more: every file
// ever written follows them.
package vault

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"

	"twofold/internal/account"
)

// Errors an editing caller branches on.
var (
	ErrNoSuchAccount = errors.New("no such account")
	ErrNoSuchGroup   = errors.New("no such group")
	ErrNoSuchVersion = errors.New("no such version of the key")
	ErrGroupExists   = errors.New("a group of this name exists")
	// ErrNotTrashed refuses to purge an account that is still in the list.
	ErrNotTrashed = errors.New("account is not in the trash")
	// ErrNotHOTP refuses to count for an account without a counter.
	ErrNotHOTP = errors.New("account has no counter")
	// ErrCounterUsedUp means that the counter has reached its end at 2^64-1.
	ErrCounterUsedUp = errors.New("counter has reached its end")
	// ErrFinal means that an edit cannot be undone, now or ever: a purge.
	ErrFinal = errors.New("cannot be undone")
	// ErrSuperseded means that what an undo would take back has been changed
	// again since, here or on another computer.
	ErrSuperseded = errors.New("changed again since")
	// ErrStampsUsedUp means that a register already holds the greatest stamp
	// there is, so that no later edit of it can win. Only a file made to do
	// that can bring it about.
	ErrStampsUsedUp = errors.New("no later stamp is left")
	// ErrTooLong refuses a value of more than 16 KiB.
	ErrTooLong = errors.New("value is too long")
)

// The kinds of records. Any other kind is unknown: kept and written again.
const (
	kindAccount = "acct"
	kindGroup   = "group"
	kindSetting = "set"
	kindGone    = "gone"
	kindDevice  = "dev"
	kindRemoval = "removal"
	kindSlot    = "slot"
	// Kinds of this computer's own file. They never leave it.
	kindBound = "bound"
	kindKept  = "kept"
	// kindMerged notes since when rivals of an account's fields are known.
	kindMerged = "merged"
	// kindBad wraps a quarantined line that is not printable text.
	kindBad = "bad"
	// Kinds of the snapshot around the records.
	kindPad = "pad"
	kindSig = "sig"
)

// Document is the vault in memory. Its records are never changed in place, so
// that [Document.Clone] is cheap. It is not safe for concurrent use; a clone
// and its original may be used at the same time.
//
// It holds secrets in the clear and prints as nothing.
type Document struct {
	recs map[string]map[string]*record // kind, id
	set  map[string]*opaque            // canonical line
	bad  map[string]struct{}           // quarantined lines, as they came

	max    uint64 // greatest stamp time seen
	maxOrd string // at least as great as every account's order
	last   Step
	edits  int
	cache  map[string]*cached // views of accounts
	names  map[string]string  // group id -> name of those not removed; nil: not known
}

// opaque is a record that is kept as a whole: all signed ones, and unknown
// ones without the id and stamps that a field by field join needs.
type opaque struct{ kind, id, line string }

// New is an empty document.
func New() *Document {
	return &Document{
		recs: map[string]map[string]*record{},
		set:  map[string]*opaque{},
		bad:  map[string]struct{}{},
	}
}

// Clone is an independent copy. It does not remember the last edit.
func (d *Document) Clone() *Document {
	c := New()
	for kind, m := range d.recs {
		c.recs[kind] = maps.Clone(m)
	}
	c.set, c.bad = maps.Clone(d.set), maps.Clone(d.bad)
	c.cache = maps.Clone(d.cache) // a view is good as long as its records are
	c.max, c.maxOrd = d.max, d.maxOrd
	return c
}

// Wipe empties the document, so that nothing keeps its content alive. It
// cannot promise more: the records are strings, which Go cannot overwrite,
// and clones share them.
func (d *Document) Wipe() { *d = *New() }

// Format implements [fmt.Formatter] without showing the content.
func (*Document) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("[vault]")) }

// LogValue implements [slog.LogValuer] without showing the content.
func (*Document) LogValue() slog.Value { return slog.StringValue("[vault]") }

// get finds a record, nil if there is none.
func (d *Document) get(kind, id string) *record { return d.recs[kind][id] }

// put stores r, which must not be changed afterwards.
func (d *Document) put(r *record) {
	m := d.recs[r.kind]
	if m == nil {
		m = map[string]*record{}
		d.recs[r.kind] = m
	}
	m[r.id] = r
	d.max = max(d.max, r.latest())
	switch r.kind {
	case kindAccount:
		d.maxOrd = max(d.maxOrd, r.text(fieldOrder))
	case kindGroup:
		d.names = nil
		clear(d.cache)
	}
}

// drop takes a record out. Only purging and its follow-up do that.
func (d *Document) drop(kind, id string) { delete(d.recs[kind], id) }

// binding is where the secret of an account may live, by its record.
func (r *record) binding() account.Binding {
	if account.Binding(r.text(fieldBinding)) == account.ThisComputer {
		return account.ThisComputer
	}
	return account.Shared
}
