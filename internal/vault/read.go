package vault

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"slices"
	"strconv"

	"twofold/crypto/secret"
)

// maxRecords is how many lines are looked at. A line beyond is quarantined,
// like any other that cannot be used.
const maxRecords = 1_000_000

// Quarantined is a line that is kept as it is because it cannot be read.
type Quarantined struct {
	Line int          // from 1; 0 if unknown
	Err  error        // what is wrong with it; never quotes the line
	Raw  secret.Bytes // the line; it may hold a secret
}

// Errors of a record that is JSON but not a record.
var (
	errNoRecord = errors.New("is not a record")
	errStamp    = errors.New("has a stamp that is none, or a field without a stamp")
	errID       = errors.New("has no id that can be used")
	errKeys     = errors.New("has versions of a key that cannot be read")
	errUsage    = errors.New("has a usage that cannot be read")
	errNested   = errors.New("is a quarantined line inside another")
	errMany     = errors.New("is one of too many records")
)

// Read makes a document of records, one a line, as [Document.Lines] and
// [Document.LocalLines] write them. Nothing in them can make it fail: a line
// that is no record is quarantined, kept, and written again. Order and
// repetition of lines make no difference.
//
// The header, padding and signature of a snapshot are not records; padding
// and signature are skipped here.
func Read(lines [][]byte) (*Document, []Quarantined) {
	d := New()
	var bad []Quarantined
	for i, line := range lines {
		err := errMany
		if i < maxRecords {
			err = d.readLine(line, true)
		}
		if err != nil {
			d.keepBad(line)
			bad = append(bad, Quarantined{Line: i + 1, Err: err, Raw: secret.Copy(line)})
		}
	}
	d.bury(nil)
	return d, bad
}

// readLine adds the record of one line to d. A line inside a "bad" record is
// tried once more: a later version of Twofold may understand it.
func (d *Document) readLine(line []byte, unwrap bool) error {
	if len(bytes.TrimSpace(line)) == 0 {
		return nil
	}
	text, err := canonical(line)
	if err != nil {
		return err
	}
	ms, ok := members(string(text))
	if !ok {
		return errNoRecord
	}
	kind, ok := unquote(lookup(ms, memberKind))
	if !ok || kind == "" || len(kind) > maxName {
		return errNoRecord
	}
	switch kind {
	case kindPad, kindSig:
		return nil
	case kindBad:
		if !unwrap {
			return errNested
		}
		return d.readBad(ms)
	case kindDevice, kindRemoval, kindSlot:
		return d.readWhole(kind, ms, string(text))
	}
	r, err := parse(kind, ms)
	if err != nil {
		if isKnown(kind) {
			return err
		}
		return d.readWhole(kind, ms, string(text))
	}
	if old := d.get(kind, r.id); old != nil {
		r = merge(old, r)
	}
	d.put(r)
	return nil
}

// readBad takes a wrapped line out of its wrapper.
func (d *Document) readBad(ms []member) error {
	x, ok := unquote(lookup(ms, "x"))
	raw, err := base64.StdEncoding.Strict().DecodeString(x)
	if !ok || err != nil || len(ms) != 2 {
		return errNoRecord
	}
	err = d.readLine(raw, false)
	if errors.Is(err, errNested) {
		return err
	}
	if err != nil {
		d.keepBad(raw)
	}
	return nil
}

// keepBad keeps a line that cannot be used: in canonical form if it is JSON,
// so that spaces make no second copy of it, else byte for byte.
func (d *Document) keepBad(line []byte) {
	if text, err := canonical(line); err == nil {
		line = text
	}
	d.bad[string(line)] = struct{}{}
}

// readWhole keeps a record that is not joined field by field.
func (d *Document) readWhole(kind string, ms []member, line string) error {
	for _, m := range ms {
		if len(m.value) > maxValue {
			return errLong
		}
	}
	id, _ := unquote(lookup(ms, memberID))
	if isKnown(kind) && !validID(id) {
		return errID
	}
	if t, ok := readStamp(lookup(ms, memberStamp)); ok {
		d.max = max(d.max, t.time())
	}
	d.set[line] = &opaque{kind, id, line}
	return nil
}

// isKnown reports whether this version of Twofold knows what the kind means.
func isKnown(kind string) bool {
	switch kind {
	case kindAccount, kindGroup, kindSetting, kindGone, kindDevice, kindRemoval, kindSlot, kindBound, kindKept:
		return true
	}
	return false
}

func validID(id string) bool {
	if id == "" || len(id) > maxName {
		return false
	}
	for i := range len(id) {
		if id[i] < ' ' {
			return false
		}
	}
	return true
}

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
	slices.SortFunc(r.fields, func(a, b field) int { return cmp.Compare(a.name, b.name) })
	for _, s := range stamps {
		t, ok := unquote(s.value)
		if !ok || !validStamp(t) || reserved(kind, s.name) {
			return nil, errStamp
		}
		r.set(s.name, Stamp(t), r.value(s.name))
	}
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
	r.strip()
	return r, nil
}

// reserved reports whether a member of the line is not a field.
func reserved(kind, name string) bool {
	switch name {
	case memberKind, memberID, memberStamp, memberStamps:
		return true
	case memberKeys, memberUse, memberDropped:
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
	case m.name == memberDropped:
		r.dropped, ok = readStamp(m.value)
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
		if !ok || !validID(m.name) {
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
		vers = append(vers, ver)
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
