package vault

import (
	"slices"
	"strings"
	"time"
)

// Two computers that change the same field of an account without knowing of
// each other cannot both win. The later stamp does, as everywhere; but what the
// other one wrote is kept beside it for a while, so that the user can see both
// and take the other one.
//
// Who writes such a field leaves two kinds of marks in the record, both of
// them ordinary fields, so that the rules of the join need not know of them:
//
//	by/<field>/<own id>      [value]   this was written here, at this stamp
//	by/<field>/<other id>    true      what that one wrote at this stamp was known
//
// A mark with a value whose stamp and writer are not those of the field is a
// rival: somebody wrote it, and nobody who knew it has written since. At one
// stamp true wins over a value, because its bytes are greater.

const (
	prefixBy = "by/"
	known    = "true"
	// MergedFor is how long both values are shown, counted from when this
	// computer first had both.
	MergedFor = 30 * 24 * time.Hour
)

// rivalFields are the fields that keep what lost.
var rivalFields = []string{fieldIssuer, fieldLabel, fieldNote, fieldReading}

func byName(name, device string) string { return prefixBy + name + "/" + device }

// own marks what an edit is about to write to a field of an account, and that
// it knew what stood there and the rivals of that. It is not part of the step:
// an undo is another write, and marks itself.
func (e *edit) own(id, name, value string) {
	stored := e.d.get(kindAccount, id)
	if stored == nil || !slices.Contains(rivalFields, name) {
		return
	}
	r := e.open(kindAccount, id)
	if was := stored.stamp(name); was != "" {
		r.know(name, was)
	}
	for _, m := range stored.marks(name) {
		r.know(name, m.t)
	}
	if value == "" {
		value = `""`
	}
	if value = "[" + value + "]"; len(value) > maxValue {
		value = known // too long to be shown twice
	}
	r.set(byName(name, e.by.Device), e.t, value)
}

// know marks that what was written to the field at t is known. r must be a copy.
func (r *record) know(name string, t Stamp) {
	by := byName(name, t.Device())
	if was := r.stamp(by); was < t || was == t && r.value(by) != known {
		r.set(by, t, known)
	}
}

// marks are the marks of a field. Those whose stamp is not of the computer
// they name are nobody's.
func (r *record) marks(name string) []field {
	prefix := prefixBy + name + "/"
	from, _ := r.find(prefix)
	var out []field
	for _, f := range r.fields[from:] {
		device, ok := strings.CutPrefix(f.name, prefix)
		if !ok {
			break
		}
		if f.t.Device() == device {
			out = append(out, f)
		}
	}
	return out
}

// rivals are the values that lost against the one in the field, the latest
// first, each with the stamp of its write. What equals the field is no rival,
// nor is anything if the winner left no mark: then its writer knew no marks,
// and nothing says what else it knew.
func (r *record) rivals(name string) []field {
	now := r.value(name)
	var out []field
	marked := false
	for _, m := range r.marks(name) {
		value, ok := elements(m.value)
		switch {
		case !ok || len(value) != 1:
		case m.t == r.stamp(name):
			marked = nonZero(value[0]) == now
		case m.t < r.stamp(name) && nonZero(value[0]) != now:
			out = append(out, field{name, m.t, value[0]})
		}
	}
	if !marked {
		return nil
	}
	slices.SortFunc(out, func(a, b field) int { return strings.Compare(string(b.t), string(a.t)) })
	return out
}

// Merged is a field of an account that two computers changed without knowing
// of each other.
type Merged struct {
	Field Field
	// Here is the value that counts, There the one that lost; the ids are of
	// the computers that wrote them.
	Here, There       string
	HereFrom, ThereBy string
	Until             time.Time // when it is forgotten; zero if not noted yet
}

// Field names what can be [Merged].
type Field string

// The fields.
const (
	MergedIssuer  Field = fieldIssuer
	MergedName    Field = fieldLabel
	MergedNote    Field = fieldNote
	MergedReading Field = fieldReading
)

// Merged gives what of an account was changed on two computers at once, the
// latest rival of each field. now decides what is over.
func (d *Document) Merged(id string, now time.Time) []Merged {
	r := d.get(kindAccount, id)
	if r == nil || !r.hasMarks() {
		return nil
	}
	note := d.get(kindMerged, id)
	var out []Merged
	for _, name := range rivalFields {
		rivals := r.rivals(name)
		if len(rivals) == 0 {
			continue
		}
		there, ok := unquote(rivals[0].value)
		if !ok {
			continue
		}
		m := Merged{
			Field: Field(name), Here: r.text(name), There: there,
			HereFrom: r.stamp(name).Device(), ThereBy: rivals[0].t.Device(),
		}
		if at := note.number(name); at > 0 && note.stamp(name) == rivals[0].t {
			if m.Until = moment(at).Add(MergedFor); !m.Until.After(now) {
				continue
			}
		}
		out = append(out, m)
	}
	return out
}

// hasMarks spares the search in the many accounts that have none.
func (r *record) hasMarks() bool {
	i, _ := r.find(prefixBy)
	return i < len(r.fields) && strings.HasPrefix(r.fields[i].name, prefixBy)
}

// NoteMerged notes in this computer's own records since when it has had the
// rivals it has, and forgets those it has had for [MergedFor], for all
// computers. Call it after a join and now and then. It reports whether
// anything is different, and the accounts that lost a rival.
//
// A rival is forgotten by marking it as known. That needs no stamp of its own,
// so computers that do it at the same time agree, and are quiet afterwards.
func (d *Document) NoteMerged(now time.Time) (changed bool, over []string) {
	for id := range d.recs[kindMerged] {
		if r := d.get(kindAccount, id); r == nil || !r.hasMarks() {
			d.drop(kindMerged, id)
			changed = true
		}
	}
	for id, r := range d.recs[kindAccount] {
		if !r.hasMarks() {
			continue
		}
		c, gone := d.noteOne(id, now)
		if changed = changed || c; gone {
			over = append(over, id)
		}
	}
	slices.Sort(over)
	return changed, over
}

func (d *Document) noteOne(id string, now time.Time) (changed, over bool) {
	r, old := d.get(kindAccount, id), d.get(kindMerged, id)
	note := &record{kind: kindMerged, id: id}
	for _, name := range rivalFields {
		rivals := r.rivals(name)
		if len(rivals) == 0 {
			continue
		}
		at := moment(old.number(name))
		// A note of the future is from a clock that was wrong: begin again.
		if old.stamp(name) != rivals[0].t || at.IsZero() || at.After(now) {
			at = now
			changed = true
		}
		if now.Sub(at) >= MergedFor {
			r = d.settleRivals(r, name)
			changed, over = true, true
			continue
		}
		note.set(name, rivals[0].t, seconds(at))
	}
	switch {
	case len(note.fields) > 0:
		d.put(note)
	case old != nil:
		d.drop(kindMerged, id)
		changed = true
	}
	return changed, over
}

// settleRivals marks all rivals of a field as known.
func (d *Document) settleRivals(r *record, name string) *record {
	c := r.copy()
	for _, rival := range r.rivals(name) {
		c.know(name, rival.t)
	}
	d.put(c)
	return c
}

// SettleMerged forgets the rivals of a field: what counts is right. It reports
// whether there were any.
func (d *Document) SettleMerged(id string, f Field) bool {
	r := d.get(kindAccount, id)
	if r == nil || !slices.Contains(rivalFields, string(f)) || len(r.rivals(string(f))) == 0 {
		return false
	}
	d.settleRivals(r, string(f))
	return true
}
