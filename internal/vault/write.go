package vault

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"twofold/internal/account"
)

// Lines writes the shared records in canonical form, one a line without the
// line break: equal documents give equal lines, on every computer. The secret
// of an account that is bound to a computer is never among them. The lines
// hold all other secrets in the clear.
func (d *Document) Lines() [][]byte {
	var all []line
	for kind, m := range d.recs {
		if isLocal(kind) {
			continue
		}
		for id, r := range m {
			all = append(all, line{kind, id, writeRecord(r, hidesKeys(r))})
		}
	}
	for _, o := range d.set {
		all = append(all, line{o.kind, o.id, []byte(o.line)})
	}
	out := sorted(all)
	for _, raw := range slices.Sorted(maps.Keys(d.bad)) {
		out = append(out, writeBad(raw))
	}
	return out
}

// LocalLines writes the records that must not leave this computer: secrets
// bound to it, and content that another computer purged and this one may keep.
// They belong into this computer's own encrypted file, beside [Document.Lines].
func (d *Document) LocalLines() [][]byte {
	var all []line
	for id, r := range d.recs[kindBound] {
		if a := d.get(kindAccount, id); a != nil && hidesKeys(a) {
			r = merge(r, boundPart(a))
		}
		all = append(all, line{kindBound, id, writeRecord(r, false)})
	}
	for id, a := range d.recs[kindAccount] {
		if hidesKeys(a) && d.get(kindBound, id) == nil {
			all = append(all, line{kindBound, id, writeRecord(boundPart(a), false)})
		}
	}
	for id, r := range d.recs[kindKept] {
		all = append(all, line{kindKept, id, writeRecord(r, false)})
	}
	for id, r := range d.recs[kindMerged] {
		all = append(all, line{kindMerged, id, writeRecord(r, false)})
	}
	return sorted(all)
}

// Fingerprint is SHA-256 over the shared lines, each with its line break.
// Two computers with the same fingerprint have the same content.
func (d *Document) Fingerprint() [32]byte {
	h := sha256.New()
	for _, l := range d.Lines() {
		h.Write(l)
		h.Write([]byte{'\n'})
	}
	return [32]byte(h.Sum(nil))
}

type line struct {
	kind, id string
	text     []byte
}

func sorted(all []line) [][]byte {
	slices.SortFunc(all, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id), slices.Compare(a.text, b.text))
	})
	out := make([][]byte, len(all))
	for i, l := range all {
		out[i] = l.text
	}
	return out
}

// hidesKeys finds an account that was bound to a computer while another one
// gave it a further key, not knowing: the secret is still in the record, but
// must not be written for others to read any more.
func hidesKeys(r *record) bool {
	if r.kind != kindAccount || r.binding() != account.ThisComputer {
		return false
	}
	return slices.ContainsFunc(r.vers, func(v version) bool { return v.content != nil })
}

// boundPart is what of such an account belongs to this computer alone.
func boundPart(a *record) *record {
	b := &record{kind: kindBound, id: a.id}
	for _, v := range a.vers {
		if v.content != nil {
			b.vers = append(b.vers, v)
		}
	}
	return b
}

// writeRecord writes k, id and t first, then the members by name, and ft with
// the stamps that differ last, where they disturb a reader least.
func writeRecord(r *record, hideKeys bool) []byte {
	w := writer{make([]byte, 0, 320)}
	w.text = append(w.text, '{')
	w.string(memberKind, r.kind)
	w.string(memberID, r.id)
	if r.t != "" {
		w.string(memberStamp, string(r.t))
	}
	keys := hasKeys(r.kind)
	for _, f := range r.fields {
		if f.value != "" {
			w.name(f.name)
			w.text = append(w.text, f.value...)
		}
	}
	if keys {
		w.usage(r.use)
		w.versions(r.vers, hideKeys)
	}
	w.stamps(r)
	return append(w.text, '}')
}

// writeWhole writes a record that is not joined field by field, k, id and t
// first as in all records.
func writeWhole(ms []member) string {
	w := writer{[]byte{'{'}}
	first := []string{memberKind, memberID, memberStamp}
	for _, name := range first {
		if v := lookup(ms, name); v != "" {
			w.name(name)
			w.text = append(w.text, v...)
		}
	}
	for _, m := range ms {
		if !slices.Contains(first, m.name) {
			w.name(m.name)
			w.text = append(w.text, m.value...)
		}
	}
	return string(append(w.text, '}'))
}

type writer struct{ text []byte }

// name begins a member.
func (w *writer) name(s string) {
	if w.text[len(w.text)-1] != '{' {
		w.text = append(w.text, ',')
	}
	w.text = append(appendQuoted(w.text, s), ':')
}

func (w *writer) string(name, s string) {
	w.name(name)
	w.text = appendQuoted(w.text, s)
}

func (w *writer) usage(use []usage) {
	if len(use) == 0 {
		return
	}
	w.name(memberUse)
	w.text = append(w.text, '{')
	for _, u := range use {
		w.name(u.device)
		w.text = strconv.AppendUint(append(w.text, '['), u.count, 10)
		w.text = strconv.AppendUint(append(w.text, ','), u.last, 10)
		w.text = append(w.text, ']')
	}
	w.text = append(w.text, '}')
}

func (w *writer) versions(vers []version, hideKeys bool) {
	if len(vers) == 0 {
		return
	}
	w.name(memberKeys)
	w.text = append(w.text, '{')
	for _, v := range vers {
		w.name(v.id)
		w.text = append(w.text, '{')
		w.string(memberStamp, string(v.t))
		if v.dropped != "" {
			w.string(memberDropped, string(v.dropped))
		}
		if v.n != 0 {
			w.name(memberCounter)
			w.text = strconv.AppendUint(w.text, v.n, 10)
		}
		for _, m := range v.content {
			if hideKeys {
				break
			}
			w.name(m.name)
			w.text = append(w.text, m.value...)
		}
		w.text = append(w.text, '}')
	}
	w.text = append(w.text, '}')
}

// stamps writes ft: the stamp of every field whose value is zero, and of
// every other one that is not as old as the record.
func (w *writer) stamps(r *record) {
	open := false
	for _, f := range r.fields {
		if f.t == r.t && f.value != "" {
			continue
		}
		if !open {
			w.name(memberStamps)
			w.text = append(w.text, '{')
			open = true
		}
		w.string(f.name, string(f.t))
	}
	if open {
		w.text = append(w.text, '}')
	}
}

// writeBad writes a quarantined line as it came, or wrapped where it would
// break the lines or the encoding of the file it goes into.
func writeBad(raw string) []byte {
	plain := utf8.ValidString(raw)
	for i := range len(raw) {
		plain = plain && raw[i] >= ' '
	}
	if plain {
		return []byte(raw)
	}
	return []byte(`{"k":"bad","x":"` + base64.StdEncoding.EncodeToString([]byte(raw)) + `"}`)
}
