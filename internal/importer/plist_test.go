package importer_test

import (
	"encoding/binary"
	"unicode/utf16"
)

// A writer of binary property lists and of NSKeyedArchiver's archives in them.

type (
	pair struct {
		key   string
		value any
	}
	object []pair // an object with fields, as against a dictionary
	uid    int
	dict   []pair
	// repeated is a list that names one object many times.
	repeated struct {
		value any
		times int
	}
)

// archived is an archive whose root is a dictionary.
func archived(fields ...pair) []byte {
	a := &archiver{objects: []any{"$null"}}
	root := a.add(nil)
	var keys, values []any
	for _, f := range fields {
		keys = append(keys, a.add(f.key))
		values = append(values, a.value(f.value))
	}
	a.objects[root] = dict{{"NS.keys", keys}, {"NS.objects", values}}
	return plist(dict{{"$version", 100000}, {"$archiver", "NSKeyedArchiver"},
		{"$top", dict{{"root", root}}}, {"$objects", a.objects}})
}

type archiver struct{ objects []any }

func (a *archiver) add(v any) uid {
	a.objects = append(a.objects, v)
	return uid(len(a.objects) - 1)
}

// value archives v and gives the reference to it; numbers stay where they are.
func (a *archiver) value(v any) any {
	switch v := v.(type) {
	case []byte:
		return a.add(dict{{"NS.data", v}})
	case []any:
		var refs []any
		for _, e := range v {
			refs = append(refs, a.value(e))
		}
		return a.add(dict{{"NS.objects", refs}})
	case repeated:
		ref := a.value(v.value)
		refs := make([]any, v.times)
		for i := range refs {
			refs[i] = ref
		}
		return a.add(dict{{"NS.objects", refs}})
	case object:
		var fields dict
		for _, f := range v {
			fields = append(fields, pair{f.key, a.value(f.value)})
		}
		return a.add(fields)
	case int:
		return v
	}
	return a.add(v)
}

// plist writes one value with two bytes for every reference.
func plist(v any) []byte {
	w := &plistWriter{}
	root := w.add(v)
	out := []byte("bplist00")
	var offsets []byte
	for _, o := range w.objects {
		offsets = binary.BigEndian.AppendUint32(offsets, uint32(len(out)))
		out = append(out, o...)
	}
	table := len(out)
	out = append(out, offsets...)
	out = append(out, 0, 0, 0, 0, 0, 0, 4, 2)
	out = binary.BigEndian.AppendUint64(out, uint64(len(w.objects)))
	out = binary.BigEndian.AppendUint64(out, uint64(root))
	return binary.BigEndian.AppendUint64(out, uint64(table))
}

type plistWriter struct{ objects [][]byte }

func head(kind byte, n int) []byte {
	if n < 15 {
		return []byte{kind<<4 | byte(n)}
	}
	return binary.BigEndian.AppendUint32([]byte{kind<<4 | 15, 0x12}, uint32(n))
}

func (w *plistWriter) add(v any) int {
	at := len(w.objects)
	w.objects = append(w.objects, nil)
	refs := func(b []byte, vs ...any) []byte {
		for i, e := range vs {
			if i > 0 && len(vs) > 1000 && e == vs[i-1] {
				b = append(b, b[len(b)-2:]...) // one object, many references
				continue
			}
			b = binary.BigEndian.AppendUint16(b, uint16(w.add(e)))
		}
		return b
	}
	var b []byte
	switch v := v.(type) {
	case nil:
		b = []byte{0}
	case uid:
		b = []byte{0x81, byte(v >> 8), byte(v)}
	case int:
		b = binary.BigEndian.AppendUint64([]byte{0x13}, uint64(v))
	case []byte:
		b = append(head(4, len(v)), v...)
	case string:
		ascii := true
		for _, c := range []byte(v) {
			ascii = ascii && c < 0x80
		}
		if ascii {
			b = append(head(5, len(v)), v...)
			break
		}
		units := utf16.Encode([]rune(v))
		b = head(6, len(units))
		for _, u := range units {
			b = binary.BigEndian.AppendUint16(b, u)
		}
	case []any:
		b = refs(head(0xa, len(v)), v...)
	case dict:
		b = head(0xd, len(v))
		for _, f := range v {
			b = refs(b, f.key)
		}
		for _, f := range v {
			b = refs(b, f.value)
		}
	}
	w.objects[at] = b
	return at
}
