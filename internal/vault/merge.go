package vault

import "cmp"

// merge is the join of two records of one kind and id. It gives a itself if b
// has no news, so that a caller sees by the pointer whether anything changed.
func merge(a, b *record) *record {
	if a == b || a.source != "" && a.source == b.source || a.covers(b) {
		return a
	}
	m := &record{kind: a.kind, id: a.id, t: max(a.t, b.t)}
	m.fields = union(a.fields, b.fields, compareFields, mergeField)
	m.vers = union(a.vers, b.vers, func(x, y version) int { return cmp.Compare(x.id, y.id) }, mergeVersion)
	m.use = union(a.use, b.use, func(x, y usage) int { return cmp.Compare(x.device, y.device) }, mergeUsage)
	return m
}

// union joins two sorted lists; what is in both is merged.
func union[T any](a, b []T, compare func(T, T) int, both func(T, T) T) []T {
	if len(a)+len(b) == 0 {
		return nil
	}
	out := make([]T, 0, max(len(a), len(b)))
	for len(a) > 0 && len(b) > 0 {
		switch c := compare(a[0], b[0]); {
		case c < 0:
			out, a = append(out, a[0]), a[1:]
		case c > 0:
			out, b = append(out, b[0]), b[1:]
		default:
			out, a, b = append(out, both(a[0], b[0])), a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// mergeField lets the greater stamp win. Equal stamps with different values
// come from cloned disks; then the greater bytes win, or the clones would
// never agree.
func mergeField(a, b field) field {
	if b.t > a.t || b.t == a.t && b.value > a.value {
		return b
	}
	return a
}

// mergeVersion joins two copies of one version. They differ when one has lost
// its content or was published again with a new stamp.
func mergeVersion(a, b version) version {
	n, dropped := max(a.n, b.n), max(a.dropped, b.dropped)
	if b.t > a.t {
		a, b = b, a
	}
	if a.t == b.t {
		a.content = union(a.content, b.content, compareMembers, func(x, y member) member {
			return member{x.name, max(x.value, y.value)}
		})
	}
	a.n, a.dropped = n, dropped
	return a.stripped()
}

func mergeUsage(a, b usage) usage {
	return usage{a.device, max(a.count, b.count), max(a.last, b.last)}
}

// covers reports whether b has nothing that a lacks. It makes the join of
// what is known already cheap, which is the usual case.
func (a *record) covers(b *record) bool {
	if b.t > a.t || len(b.fields) > len(a.fields) ||
		len(b.vers) > len(a.vers) || len(b.use) > len(a.use) {
		return false
	}
	i := 0
	for _, f := range b.fields {
		for i < len(a.fields) && a.fields[i].name < f.name {
			i++
		}
		if i == len(a.fields) || a.fields[i].name != f.name {
			return false
		}
		if x := &a.fields[i]; f.t > x.t || f.t == x.t && f.value > x.value {
			return false
		}
	}
	i = 0
	for j := range b.vers {
		for i < len(a.vers) && a.vers[i].id < b.vers[j].id {
			i++
		}
		if i == len(a.vers) || !a.vers[i].covers(&b.vers[j]) {
			return false
		}
	}
	i = 0
	for _, u := range b.use {
		for i < len(a.use) && a.use[i].device < u.device {
			i++
		}
		if i == len(a.use) || a.use[i].device != u.device || u.count > a.use[i].count || u.last > a.use[i].last {
			return false
		}
	}
	return true
}

func (a *version) covers(b *version) bool {
	if a.id != b.id || b.n > a.n || b.t > a.t || b.dropped > a.dropped {
		return false
	}
	if b.t < a.t || a.t <= a.dropped {
		return true
	}
	for _, m := range b.content {
		if m.value > a.get(m.name) {
			return false
		}
	}
	return true
}
