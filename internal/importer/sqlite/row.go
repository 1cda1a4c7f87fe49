package sqlite

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Row is one row of a table.
type Row struct {
	table  Table
	values []value
}

// value is one value: a number, text or bytes. The zero value is NULL.
type value struct {
	kind  byte // 0 NULL, 'i', 'f', 't', 'b'
	n     int64
	f     float64
	text  string
	bytes []byte
}

func (r Row) value(column string) value {
	if i := r.table.column(column); i >= 0 && i < len(r.values) {
		return r.values[i]
	}
	return value{}
}

// Text is a value as text; a number in decimal, NULL and bytes empty.
func (r Row) Text(column string) string {
	switch v := r.value(column); v.kind {
	case 't':
		return v.text
	case 'i':
		return strconv.FormatInt(v.n, 10)
	case 'f':
		return strconv.FormatFloat(v.f, 'g', -1, 64)
	}
	return ""
}

// Int is a whole number, however it is stored; ok is false for anything else.
func (r Row) Int(column string) (n int64, ok bool) {
	switch v := r.value(column); v.kind {
	case 'i':
		return v.n, true
	case 'f':
		return int64(v.f), v.f == math.Trunc(v.f) && math.Abs(v.f) < 1<<53
	case 't':
		n, err := strconv.ParseInt(strings.TrimSpace(v.text), 10, 64)
		return n, err == nil
	}
	return 0, false
}

// Bytes is a value of bytes, or the bytes of a text.
func (r Row) Bytes(column string) []byte {
	v := r.value(column)
	if v.kind == 't' {
		return []byte(v.text)
	}
	return v.bytes
}

// maxValues caps the columns of one row.
const maxValues = 2000

// record decodes a row (fileformat2, section 2.1).
func (db *DB) record(t Table, b []byte) (Row, bool) {
	size, n := varint(b)
	if n == 0 || size > uint64(len(b)) || uint64(n) > size {
		return Row{}, false
	}
	types, content := b[n:size], b[size:]
	row := Row{table: t}
	for len(types) > 0 && len(row.values) < maxValues {
		kind, n := varint(types)
		if n == 0 {
			return Row{}, false
		}
		types = types[n:]
		length := contentSize(kind)
		if length > uint64(len(content)) {
			return Row{}, false
		}
		row.values = append(row.values, db.decode(kind, content[:length]))
		content = content[length:]
	}
	return row, true
}

func contentSize(kind uint64) uint64 {
	sizes := [...]uint64{0, 1, 2, 3, 4, 6, 8, 8, 0, 0}
	switch {
	case kind < uint64(len(sizes)):
		return sizes[kind]
	case kind < 12:
		return 0
	}
	return (kind - 12) / 2
}

func (db *DB) decode(kind uint64, b []byte) value {
	switch {
	case kind == 0, kind == 10, kind == 11:
		return value{}
	case kind <= 6:
		n := int64(int8(b[0])) // sign
		for _, c := range b[1:] {
			n = n<<8 | int64(c)
		}
		return value{kind: 'i', n: n}
	case kind == 7:
		return value{kind: 'f', f: math.Float64frombits(binary.BigEndian.Uint64(b))}
	case kind <= 9:
		return value{kind: 'i', n: int64(kind - 8)}
	case kind%2 == 0:
		return value{kind: 'b', bytes: b}
	}
	return value{kind: 't', text: db.text(b)}
}

func (db *DB) text(b []byte) string {
	if db.utf16 == nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = db.utf16.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}
