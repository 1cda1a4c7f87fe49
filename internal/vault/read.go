package vault

import (
	"bytes"
	"encoding/base64"
	"errors"

	"twofold/crypto/secret"
)

// maxRecords is how many lines are looked at. A line beyond is quarantined,
// like any other that cannot be used.
const maxRecords = 1_000_000

// maxContent is how many members one version of a key may have.
const maxContent = 64

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
	source := string(text)
	ms, ok := members(source)
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
		return d.readWhole(kind, ms)
	}
	r, err := parse(kind, ms)
	if err != nil {
		if isKnown(kind) {
			return err
		}
		return d.readWhole(kind, ms)
	}
	r.source = source
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
func (d *Document) readWhole(kind string, ms []member) error {
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
	line := writeWhole(ms)
	d.set[line] = &opaque{kind, id, line}
	return nil
}

// isKnown reports whether this version of Twofold knows what the kind means.
func isKnown(kind string) bool {
	switch kind {
	case kindAccount, kindGroup, kindSetting, kindGone, kindDevice, kindRemoval, kindSlot, kindBound, kindKept, kindMerged:
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
