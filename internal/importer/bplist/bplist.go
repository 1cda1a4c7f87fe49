// Package bplist reads Apple's binary property lists (format 00) and the
// object archives of NSKeyedArchiver inside them. Values are looked at where
// they lie and nothing is built: a list may name one object a thousand times
// and be nested in itself, so that turning it into Go values as a whole costs
// whatever its author wants. Every method works on every value; what is not
// there is the zero Value.
package bplist

import (
	"encoding/binary"
	"errors"
	"math"
	"strconv"
	"unicode/utf16"
)

// Magic is what every binary property list begins with.
const Magic = "bplist00"

// ErrDamaged is a list whose trailer or offset table makes no sense.
var ErrDamaged = errors.New("damaged property list")

const trailerSize = 32

// List is a property list.
type List struct {
	data       []byte
	offsets    []byte
	offsetSize int
	refSize    int
	count      uint64
	root       uint64
}

// Parse looks at the trailer and the root.
func Parse(data []byte) (*List, error) {
	if len(data) < len(Magic)+trailerSize || string(data[:len(Magic)]) != Magic {
		return nil, ErrDamaged
	}
	trailer := data[len(data)-trailerSize:]
	l := &List{
		data:       data[:len(data)-trailerSize],
		offsetSize: int(trailer[6]), refSize: int(trailer[7]),
		count: binary.BigEndian.Uint64(trailer[8:]), root: binary.BigEndian.Uint64(trailer[16:]),
	}
	table := binary.BigEndian.Uint64(trailer[24:])
	if l.offsetSize < 1 || l.offsetSize > 8 || l.refSize < 1 || l.refSize > 8 ||
		table > uint64(len(l.data)) || l.count > (uint64(len(l.data))-table)/uint64(l.offsetSize) || l.root >= l.count {
		return nil, ErrDamaged
	}
	l.offsets = l.data[table:]
	return l, nil
}

// Root is the topmost value.
func (l *List) Root() Value { return l.object(l.root) }

func (l *List) object(n uint64) Value {
	if n >= l.count {
		return Value{}
	}
	at := bigEndian(l.offsets[n*uint64(l.offsetSize):][:l.offsetSize])
	if at < uint64(len(Magic)) || at >= uint64(len(l.data)) {
		return Value{}
	}
	return Value{l: l, b: l.data[at:]}
}

// Value is one value of a list.
type Value struct {
	l *List
	b []byte // from its marker to the end of the list
}

// Kinds of values, the high half of the marker.
const (
	kindSimple, kindInt, kindReal, kindDate = 0x0, 0x1, 0x2, 0x3
	kindData, kindASCII, kindUTF16, kindUID = 0x4, 0x5, 0x6, 0x8
	kindArray, kindSet, kindDict, noKind    = 0xa, 0xc, 0xd, -1
)

func (v Value) kind() int {
	if len(v.b) == 0 {
		return noKind
	}
	return int(v.b[0] >> 4)
}

// Exists reports whether there is a value at all.
func (v Value) Exists() bool { return v.l != nil }

// length is the number of elements and what follows it. Lengths of 15 and more
// stand in a whole number behind the marker.
func (v Value) length() (n uint64, rest []byte, ok bool) {
	n, rest = uint64(v.b[0]&0x0f), v.b[1:]
	if n < 15 {
		return n, rest, true
	}
	if len(rest) == 0 || rest[0]>>4 != kindInt {
		return 0, nil, false
	}
	size := 1 << (rest[0] & 0x0f)
	if size > 8 || len(rest) < 1+size {
		return 0, nil, false
	}
	return bigEndian(rest[1 : 1+size]), rest[1+size:], true
}

// Bytes are those of a data value.
func (v Value) Bytes() []byte {
	if v.kind() != kindData {
		return nil
	}
	n, rest, ok := v.length()
	if !ok || n > uint64(len(rest)) {
		return nil
	}
	return rest[:n:n]
}

// maxText is how many bytes of a text are read; many objects may share one.
const maxText = 4096

// Text is a string, cut to 4096 bytes; a number as text; empty for anything
// else.
func (v Value) Text() string {
	switch v.kind() {
	case kindASCII:
		if n, rest, ok := v.length(); ok && n <= uint64(len(rest)) {
			return string(rest[:min(n, maxText)])
		}
	case kindUTF16:
		n, rest, ok := v.length()
		if !ok || n > uint64(len(rest))/2 {
			return ""
		}
		units := make([]uint16, min(n, maxText/2))
		for i := range units {
			units[i] = binary.BigEndian.Uint16(rest[2*i:])
		}
		return string(utf16.Decode(units))
	case kindInt:
		n, _ := v.Int()
		return strconv.FormatInt(n, 10)
	case kindReal:
		return strconv.FormatFloat(v.real(), 'f', -1, 64)
	}
	return ""
}

// Int is a whole number.
func (v Value) Int() (n int64, ok bool) {
	if v.kind() != kindInt {
		return 0, false
	}
	size := 1 << (v.b[0] & 0x0f)
	if size > 8 || len(v.b) < 1+size {
		return 0, false
	}
	return int64(bigEndian(v.b[1 : 1+size])), true // only eight bytes carry a sign
}

func (v Value) real() float64 {
	switch {
	case v.b[0] == 0x22 && len(v.b) >= 5:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(v.b[1:])))
	case v.b[0] == 0x23 && len(v.b) >= 9:
		return math.Float64frombits(binary.BigEndian.Uint64(v.b[1:]))
	}
	return 0
}

// Len is the number of elements of an array.
func (v Value) Len() int {
	n, refs := v.refs()
	if refs == nil {
		return 0
	}
	return n
}

// At is element i of an array.
func (v Value) At(i int) Value {
	n, refs := v.refs()
	if i < 0 || i >= n || refs == nil {
		return Value{}
	}
	return v.l.object(v.l.ref(refs, i))
}

func (l *List) ref(refs []byte, i int) uint64 {
	return bigEndian(refs[i*l.refSize:][:l.refSize])
}

// refs are the references of an array.
func (v Value) refs() (n int, refs []byte) {
	if k := v.kind(); k != kindArray && k != kindSet {
		return 0, nil
	}
	return v.references(1)
}

func (v Value) references(times uint64) (n int, refs []byte) {
	count, rest, ok := v.length()
	if !ok || count > uint64(len(rest))/uint64(v.l.refSize)/times {
		return 0, nil
	}
	return int(count), rest
}

// Key is the value of a dictionary under a key.
func (v Value) Key(key string) Value {
	if v.kind() != kindDict {
		return Value{}
	}
	n, refs := v.references(2)
	for i := range min(n, maxKeys) {
		if v.l.object(v.l.ref(refs, i)).is(key) {
			return v.l.object(v.l.ref(refs, n+i))
		}
	}
	return Value{}
}

// maxKeys is how many keys of one dictionary are looked at.
const maxKeys = 500

// is compares a text without a copy of it.
func (v Value) is(text string) bool {
	if v.kind() != kindASCII {
		return false // keys that are asked for are ASCII
	}
	n, rest, ok := v.length()
	return ok && n == uint64(len(text)) && n <= uint64(len(rest)) && string(rest[:n]) == text
}

// uid is the number of an object in an archive.
func (v Value) uid() (uint64, bool) {
	if v.kind() != kindUID {
		return 0, false
	}
	size := int(v.b[0]&0x0f) + 1
	if size > 8 || len(v.b) < 1+size {
		return 0, false
	}
	return bigEndian(v.b[1 : 1+size]), true
}

func bigEndian(b []byte) uint64 {
	var n uint64
	for _, c := range b {
		n = n<<8 | uint64(c)
	}
	return n
}
