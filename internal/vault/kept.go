package vault

import (
	"maps"
	"slices"
	"strings"
)

// Kept gives the accounts that another computer purged although they were
// restored or changed on this one. They are in no list any more; the user is
// asked whether to keep a copy. See [Document.KeepCopy] and [Document.LetGo].
func (d *Document) Kept() []Entry {
	var out []Entry
	for _, id := range slices.Sorted(maps.Keys(d.recs[kindKept])) {
		r := d.get(kindKept, id)
		out = append(out, d.build(r, d.get(kindBound, id)))
	}
	return out
}

// KeepCopy puts a kept account back into the list, as a new account with all
// its earlier keys, since a purge is final for the old id.
func (d *Document) KeepCopy(by Author, id string) (string, error) {
	old := d.get(kindKept, id)
	if old == nil {
		return "", ErrNoSuchAccount
	}
	e := d.edit(by, CopyKept)
	if e.err != nil {
		return "", e.err
	}
	fresh, err := e.newID(id)
	if err != nil {
		return "", err
	}
	e.again(kindAccount, fresh, old)
	if mine := d.get(kindBound, id); mine != nil {
		e.again(kindBound, fresh, mine)
	}
	e.step.back = []register{{kindAccount, fresh, fieldTrash, "", "", e.trashTime()}}
	e.touched(fresh)
	if err := e.commit(); err != nil {
		return "", err
	}
	d.LetGo(id)
	return fresh, nil
}

// again writes a record under a new id, with the stamp of the edit.
func (e *edit) again(kind, id string, old *record) {
	r := e.open(kind, id)
	for _, f := range old.fields {
		if f.value != "" && !strings.HasPrefix(f.name, prefixBy) {
			r.set(f.name, e.t, f.value)
		}
	}
	for _, v := range old.vers {
		v.t = e.t
		r.setVersion(v)
	}
	r.use = old.use
}

// LetGo drops a kept account of this computer for ever.
func (d *Document) LetGo(id string) {
	d.drop(kindKept, id)
	if d.get(kindAccount, id) == nil {
		d.drop(kindBound, id)
	}
}
