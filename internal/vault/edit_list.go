package vault

import (
	"fmt"
	"slices"
)

// append is a place behind all accounts. It never fails for want of room: two
// accounts may share a place, and are then sorted by their ids.
func (e *edit) append(last string) (string, error) {
	place, ok, err := between(last, "", e.by.Rand)
	if err != nil {
		return "", fmt.Errorf("make order: %w", err)
	}
	if !ok {
		return last, nil
	}
	return place, nil
}

// Trash moves accounts out of the list, where they stay until they are
// restored or purged.
func (d *Document) Trash(by Author, ids ...string) error {
	return d.retrash(by, Trashed, ids)
}

// Restore puts trashed accounts back into the list.
func (d *Document) Restore(by Author, ids ...string) error {
	return d.retrash(by, Restored, ids)
}

func (d *Document) retrash(by Author, what What, ids []string) error {
	e := d.edit(by, what)
	value := ""
	if what == Trashed {
		value = e.trashTime()
	}
	for _, id := range ids {
		r := d.get(kindAccount, id)
		if r == nil {
			return ErrNoSuchAccount
		}
		if r.trashed() == (value != "") {
			continue
		}
		e.set(kindAccount, id, fieldTrash, value)
		e.touched(id)
	}
	return e.commit()
}

// Purge drops the content of trashed accounts for ever, on all computers.
// Only the id stays. It cannot be undone.
func (d *Document) Purge(by Author, ids ...string) error {
	e := d.edit(by, Purged)
	e.step.final = true
	for _, id := range ids {
		r := d.get(kindAccount, id)
		switch {
		case r == nil:
			return ErrNoSuchAccount
		case !r.trashed():
			return ErrNotTrashed
		}
		e.open(kindGone, id)
		e.text(kindGone, id, fieldTrash, string(r.stamp(fieldTrash)))
		e.touched(id)
	}
	if err := e.commit(); err != nil {
		return err
	}
	d.bury(nil)
	return nil
}

// Move puts an account behind another one in the user's own order, or to the
// top if after is empty.
func (d *Document) Move(by Author, id, after string) error {
	e := d.edit(by, Moved)
	e.touched(id)
	if err := e.move(kindAccount, d.inOrder(kindAccount), id, after); err != nil {
		return err
	}
	return e.commit()
}

// move changes the order of one item, or of all if there is no room.
func (e *edit) move(kind string, list []*record, id, after string) error {
	missing := ErrNoSuchAccount
	if kind == kindGroup {
		missing = ErrNoSuchGroup
	}
	from := slices.IndexFunc(list, func(r *record) bool { return r.id == id })
	if from < 0 {
		return missing
	}
	if after == id {
		return nil
	}
	moved := list[from]
	list = slices.Delete(slices.Clone(list), from, from+1)
	to := 0
	if after != "" {
		to = slices.IndexFunc(list, func(r *record) bool { return r.id == after }) + 1
		if to == 0 {
			return missing
		}
	}
	if to == from {
		return nil // it stands there already
	}
	low, high := "", ""
	if to > 0 {
		low = list[to-1].text(fieldOrder)
	}
	if to < len(list) {
		high = list[to].text(fieldOrder)
	}
	unknown := to > 0 && low == "" || to < len(list) && high == ""
	place, ok, err := between(low, high, e.by.Rand)
	if err != nil {
		return fmt.Errorf("make order: %w", err)
	}
	if ok && !unknown {
		e.text(kind, id, fieldOrder, place)
		return nil
	}
	return e.reorder(kind, slices.Insert(list, to, moved))
}

// reorder gives all items of a list new places.
func (e *edit) reorder(kind string, list []*record) error {
	place := ""
	for _, r := range list {
		next, ok, err := between(place, "", e.by.Rand)
		if err != nil || !ok {
			return fmt.Errorf("make order: %w", err)
		}
		e.text(kind, r.id, fieldOrder, next)
		place = next
	}
	return nil
}
