package vault

import (
	"cmp"
	"slices"
	"strconv"
)

func lookup(ms []member, name string) string {
	for _, m := range ms {
		if m.name == name {
			return m.value
		}
	}
	return ""
}

// parse reads a record that is joined field by field. It gives either a whole
// record or an error, so that no part of a line is ever lost.
func parse(kind string, ms []member) (*record, error) {
	r := &record{kind: kind, fields: make([]field, 0, len(ms))}
	var stamps []member
	for _, m := range ms {
		if m.name == memberStamps {
			var ok bool
			if stamps, ok = members(m.value); !ok {
				return nil, errStamp
			}
		}
	}
	for _, m := range ms {
		if err := r.member(m); err != nil {
			return nil, err
		}
	}
	if !validID(r.id) {
		return nil, errID
	}
	slices.SortFunc(r.fields, compareFields)
	times := make([]field, 0, len(stamps))
	for _, s := range stamps {
		t, ok := readStamp(s.value)
		if !ok || reserved(kind, s.name) {
			return nil, errStamp
		}
		times = append(times, field{name: s.name, t: t})
	}
	slices.SortFunc(times, compareFields)
	r.fields = union(r.fields, times, compareFields, func(f, s field) field { return field{f.name, s.t, f.value} })
	for i := range r.fields {
		f := &r.fields[i]
		if f.t == "" {
			f.t = r.t
		}
		if f.t == "" {
			return nil, errStamp
		}
		f.value = nonZero(f.value)
	}
	if !isKnown(kind) && r.t == "" && len(r.fields) == 0 {
		return nil, errStamp
	}
	return r, nil
}

// reserved reports whether a member of the line is not a field.
func reserved(kind, name string) bool {
	switch name {
	case memberKind, memberID, memberStamp, memberStamps:
		return true
	case memberKeys, memberUse:
		return hasKeys(kind)
	}
	return false
}

// member reads one member of the line into r; stamps of fields come later.
func (r *record) member(m member) (err error) {
	ok := true
	switch {
	case m.name == memberKind, m.name == memberStamps:
	case m.name == memberID:
		r.id, ok = unquote(m.value)
		if !ok {
			return errID
		}
	case m.name == memberStamp:
		r.t, ok = readStamp(m.value)
	case !reserved(r.kind, m.name):
		if len(m.value) > maxValue {
			return errLong
		}
		r.fields = append(r.fields, field{name: m.name, value: m.value})
	case m.name == memberKeys:
		r.vers, err = readVersions(m.value)
	case m.name == memberUse:
		r.use, err = readUsage(m.value)
	}
	if !ok {
		return errStamp
	}
	return err
}

func readStamp(v string) (Stamp, bool) {
	s, ok := unquote(v)
	return Stamp(s), ok && validStamp(s)
}

func readVersions(v string) ([]version, error) {
	ms, ok := members(v)
	if !ok {
		return nil, errKeys
	}
	vers := make([]version, 0, len(ms))
	for _, m := range ms {
		content, ok := members(m.value)
		if !ok || !validID(m.name) || len(content) > maxContent {
			return nil, errKeys
		}
		ver := version{id: m.name}
		for _, c := range content {
			if len(c.value) > maxValue {
				return nil, errLong
			}
			switch c.name {
			case memberStamp:
				ver.t, ok = readStamp(c.value)
			case memberDropped:
				ver.dropped, ok = readStamp(c.value)
			case memberCounter:
				ver.n, ok = readCount(c.value)
			case fieldURI:
				_, ok = unquote(c.value)
				fallthrough
			default:
				if !isZero(c.value) {
					ver.content = append(ver.content, c)
				}
			}
			if !ok {
				return nil, errKeys
			}
		}
		if ver.t == "" {
			return nil, errKeys
		}
		slices.SortFunc(ver.content, compareMembers)
		vers = append(vers, ver.stripped())
	}
	slices.SortFunc(vers, func(a, b version) int { return cmp.Compare(a.id, b.id) })
	return vers, nil
}

// readCount reads a counter; 1.0 or 1e3 are nobody's counters.
func readCount(v string) (uint64, bool) {
	n, err := strconv.ParseUint(v, 10, 64)
	return n, err == nil
}

func readUsage(v string) ([]usage, error) {
	ms, ok := members(v)
	if !ok {
		return nil, errUsage
	}
	var use []usage
	for _, m := range ms {
		pair, ok := elements(m.value)
		if !ok || len(pair) != 2 || !validDevice(m.name) {
			return nil, errUsage
		}
		count, ok1 := readCount(pair[0])
		last, ok2 := readCount(pair[1])
		if !ok1 || !ok2 {
			return nil, errUsage
		}
		if count|last != 0 {
			use = append(use, usage{m.name, count, last})
		}
	}
	return use, nil
}
