package vault

import (
	"cmp"
	"errors"
	"slices"
)

// Signed is a record of the roster: a device, a removal or a recovery slot.
// The vault carries it and believes nothing of it; who may sign what is
// checked by package identity. Several records may have one id.
type Signed struct {
	ID   string
	JSON []byte // the record with all its fields, in canonical form
}

// ErrNoRecord refuses a roster record that is no JSON object with an id, or
// of another kind.
var ErrNoRecord = errors.New("is no record with an id")

// PutDevice adds the entry of a device: a JSON object with an "id". It is
// never changed or lost again, so a signature in it must be over the values
// of its fields: their order and the spaces between them are not kept.
// Adding a record twice changes nothing.
func (d *Document) PutDevice(json []byte) error { return d.putSigned(kindDevice, json) }

// PutRemoval adds the removal of a device, like [Document.PutDevice].
func (d *Document) PutRemoval(json []byte) error { return d.putSigned(kindRemoval, json) }

// PutSlot adds a recovery slot or a newer state of one, like [Document.PutDevice].
func (d *Document) PutSlot(json []byte) error { return d.putSigned(kindSlot, json) }

// Devices gives all device entries, sorted by id.
func (d *Document) Devices() []Signed { return d.signed(kindDevice) }

// Removals gives all removals, sorted by id.
func (d *Document) Removals() []Signed { return d.signed(kindRemoval) }

// Slots gives all recovery slots in all their states, sorted by id.
func (d *Document) Slots() []Signed { return d.signed(kindSlot) }

func (d *Document) putSigned(kind string, json []byte) error {
	text, err := canonical(json)
	if err != nil {
		return err
	}
	ms, ok := members(string(text))
	if !ok {
		return ErrNoRecord
	}
	if k := lookup(ms, memberKind); k == "" {
		ms = append(ms, member{memberKind, quote(kind)})
	} else if k != quote(kind) {
		return ErrNoRecord
	}
	return d.readWhole(kind, ms)
}

func (d *Document) signed(kind string) []Signed {
	var out []Signed
	for _, o := range d.set {
		if o.kind == kind {
			out = append(out, Signed{o.id, []byte(o.line)})
		}
	}
	slices.SortFunc(out, func(a, b Signed) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), slices.Compare(a.JSON, b.JSON))
	})
	return out
}
