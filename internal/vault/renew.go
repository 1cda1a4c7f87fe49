package vault

import (
	"strconv"
	"time"
)

// Renewal is what is known of how old the key of an account is, for the list
// of keys to replace after somebody who knew them is not trusted any more.
type Renewal struct {
	ID string
	// Made is when the key in use came into the vault; zero if unknown.
	Made time.Time
	// Said is when the user last said that the account is taken care of,
	// whatever its key; zero if never.
	Said time.Time
	// Own is true of a key that was never in the shared records: no other
	// computer has known it.
	Own bool
}

// Renewals gives the accounts of the list in the user's own order.
func (d *Document) Renewals() []Renewal {
	var out []Renewal
	for _, r := range d.inOrder(kindAccount) {
		if !r.listed() {
			continue
		}
		n := Renewal{ID: r.id, Said: moment(r.number(fieldRenewed)), Own: r.binding() == bound && len(r.vers) == 0}
		kind, v := pick(r, d.get(kindBound, r.id))
		if v != nil {
			at, _ := strconv.ParseInt(v.get(fieldMade), 10, 64)
			n.Made = moment(at)
			n.Own = kind == kindBound && r.version(v.id) == nil // a key that was shared once left its id there
		}
		out = append(out, n)
	}
	return out
}

// SetRenewed notes that an account is taken care of, or takes that back.
func (d *Document) SetRenewed(by Author, id string, on bool) error {
	if d.get(kindAccount, id) == nil {
		return ErrNoSuchAccount
	}
	e := d.edit(by, Updated)
	e.touched(id)
	value := ""
	if on {
		value = seconds(e.now)
	}
	e.set(kindAccount, id, fieldRenewed, value)
	return e.commit()
}

// Before reports whether the key of the account is older than a moment and
// the user has not said otherwise since.
func (n Renewal) Before(t time.Time) bool {
	return !n.Own && n.Made.Before(t) && n.Said.Before(t)
}
