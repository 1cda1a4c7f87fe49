package vault

import (
	"bytes"
	"slices"
)

// Changes says what a join brought, so that a window redraws only that. The
// ids are sorted.
type Changes struct {
	Added   []string // accounts that are new in the list, or back from the trash
	Changed []string // accounts in the list whose record changed
	Removed []string // accounts that left the list, into the trash or for ever
	Trash   bool     // the trash changed
	Groups  bool
	// Settings holds the names of the settings that have another value.
	Settings []string
	Roster   bool // devices, removals or slots were added
	// Kept are accounts that another computer purged although they were
	// restored or changed here: see [Document.Kept].
	Kept []string
	// Any is true if the shared lines are not what they were before, in whatever
	// way. So a folder lacks something of a document exactly if joining the
	// document into what was read from the folder gives Any.
	Any bool
}

// Join takes everything from o that d does not know, and leaves o alone. The
// result does not depend on the order of joins or their number. Records that
// belong to one computer alone are never taken from o.
func (d *Document) Join(o *Document) Changes {
	var c Changes
	before := map[string]*record{} // accounts that changed, nil for new ones
	for kind, m := range o.recs {
		if isLocal(kind) {
			continue
		}
		for id, theirs := range m {
			ours := d.get(kind, id)
			merged := theirs
			if ours != nil {
				merged = merge(ours, theirs)
			}
			if merged == ours {
				continue
			}
			if kind == kindAccount {
				if d.get(kindGone, id) != nil {
					continue
				}
				before[id] = ours
			}
			d.put(merged)
			c.note(kind, ours, merged)
		}
	}
	for key, w := range o.set {
		if d.set[key] == nil {
			d.set[key] = w
			c.Any = true
			c.Roster = c.Roster || isKnown(w.kind)
		}
	}
	for raw := range o.bad {
		if _, ok := d.bad[raw]; !ok {
			d.bad[raw] = struct{}{}
			c.Any = true
		}
	}
	d.max = max(d.max, o.max)
	c.Kept = d.bury(before)
	d.account(&c, before)
	return c
}

// note marks what a changed record other than an account means.
func (c *Changes) note(kind string, ours, merged *record) {
	c.Any = c.Any || kind != kindAccount
	switch kind {
	case kindGroup:
		c.Groups = true
	case kindSetting:
		if ours.value(fieldValue) != merged.value(fieldValue) {
			c.Settings = append(c.Settings, merged.id)
			slices.Sort(c.Settings)
		}
	}
}

// account sorts the changed accounts into what happened to their rows.
func (d *Document) account(c *Changes, before map[string]*record) {
	for id, old := range before {
		now := d.get(kindAccount, id)
		was, is := old.listed(), now.listed()
		switch {
		case !was && is:
			c.Added = append(c.Added, id)
		case was && is:
			c.Changed = append(c.Changed, id)
		case was:
			c.Removed = append(c.Removed, id)
		}
		c.Trash = c.Trash || old.trashed() || now.trashed()
		c.Any = c.Any || !sameLine(old, now)
	}
	slices.Sort(c.Added)
	slices.Sort(c.Changed)
	slices.Sort(c.Removed)
}

// sameLine reports whether two records that differ are written alike: keys
// that must not be shared any more make a difference on this computer only.
func sameLine(a, b *record) bool {
	if a == nil || b == nil || !hidesKeys(a) && !hidesKeys(b) {
		return false
	}
	return bytes.Equal(writeRecord(a, hidesKeys(a)), writeRecord(b, hidesKeys(b)))
}

// listed reports whether the account is in the list.
func (r *record) listed() bool { return r != nil && r.value(fieldTrash) == "" }

func (r *record) trashed() bool { return r != nil && r.value(fieldTrash) != "" }

// bury drops the content of purged accounts. In a join, an account that was
// restored or changed here after the trash that the purge emptied becomes a
// kept record of this computer instead, and its id is returned.
func (d *Document) bury(joined map[string]*record) (kept []string) {
	for id, gone := range d.recs[kindGone] {
		if r := d.get(kindAccount, id); r != nil {
			d.drop(kindAccount, id)
			if joined != nil {
				joined[id] = r
				if r.listed() && r.newerThan(Stamp(gone.text(fieldTrash))) {
					k := r.copy()
					k.kind = kindKept
					d.put(k)
					kept = append(kept, id)
				}
			}
		}
		if d.get(kindKept, id) == nil {
			d.drop(kindBound, id)
		}
	}
	slices.Sort(kept)
	return kept
}

// newerThan reports whether anything was written to the account after t.
func (r *record) newerThan(t Stamp) bool {
	for i := range r.fields {
		if r.fields[i].t > t {
			return true
		}
	}
	return slices.ContainsFunc(r.vers, func(v version) bool { return v.t > t })
}
