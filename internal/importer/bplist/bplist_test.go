package bplist

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"
)

// list puts objects behind each other, with one byte for offsets and
// references.
func list(root int, objects ...string) []byte {
	out := []byte(Magic)
	var offsets []byte
	for _, o := range objects {
		offsets = append(offsets, byte(len(out)))
		out = append(out, o...)
	}
	table := len(out)
	out = append(out, offsets...)
	out = append(out, 0, 0, 0, 0, 0, 0, 1, 1)
	out = binary.BigEndian.AppendUint64(out, uint64(len(objects)))
	out = binary.BigEndian.AppendUint64(out, uint64(root))
	return binary.BigEndian.AppendUint64(out, uint64(table))
}

func parse(t *testing.T, data []byte) *List {
	t.Helper()
	l, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestValues(t *testing.T) {
	long := strings.Repeat("x", 20)
	data := list(0,
		"\xd7\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e",
		"\x51a", "\x51b", "\x51c", "\x51d", "\x51e", "\x51f", "\x51g",
		"\x10\xff",                             // a: 255
		"\x13\xff\xff\xff\xff\xff\xff\xff\xfe", // b: -2
		"\x5f\x10\x14"+long,                    // c: a long text
		"\x62\x69\x7d\x59\x29",                 // d: 楽天
		"\x43\x01\x02\x03",                     // e: bytes
		"\x23\x3f\xf8\x00\x00\x00\x00\x00\x00", // f: 1.5
		"\xa2\x08\x08",                         // g: an array
	)
	root := parse(t, data).Root()
	for key, want := range map[string]string{"a": "255", "b": "-2", "c": long, "d": "楽天", "e": "", "f": "1.5", "g": "", "h": ""} {
		if got := root.Key(key).Text(); got != want {
			t.Errorf("%s = %q, want %q", key, got, want)
		}
	}
	if got := string(root.Key("e").Bytes()); got != "\x01\x02\x03" {
		t.Errorf("bytes = %q", got)
	}
	if g := root.Key("g"); g.Len() != 2 || g.At(1).Text() != "255" || g.At(2).Exists() || g.At(-1).Exists() {
		t.Errorf("array of %d", g.Len())
	}
	if root.Len() != 0 || root.Key("a").Key("x").Exists() || (Value{}).Text() != "" || root.Key("h").Exists() {
		t.Error("what is not there is there")
	}
}

func TestParseRefuses(t *testing.T) {
	good := list(0, "\x51a")
	for name, data := range map[string][]byte{
		"nothing": nil, "another": []byte("bplist01" + strings.Repeat("\x00", 40)), "cut": good[:len(good)-1],
		"root beyond": list(1, "\x51a"),
	} {
		if _, err := Parse(data); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: Parse = %v, want ErrDamaged", name, err)
		}
	}
	for at := range 24 {
		data := append([]byte(nil), good...)
		data[len(data)-24+at] = 0xff
		if l, err := Parse(data); err == nil {
			l.Root().Text()
		}
	}
}

// TestNestingCostsNothing: each array holds the next one 250 times, forty
// levels down. Whoever builds it needs 250^40 values.
func TestNestingCostsNothing(t *testing.T) {
	var objects []string
	const levels = 40
	out := []byte(Magic)
	var offsets []byte
	for i := range levels {
		objects = append(objects, "\xaf\x10\xfa"+strings.Repeat(string([]byte{byte(i + 1)}), 250))
	}
	objects = append(objects, "\x51z")
	for _, o := range objects {
		offsets = binary.BigEndian.AppendUint16(offsets, uint16(len(out)))
		out = append(out, o...)
	}
	table := len(out)
	out = append(append(out, offsets...), 0, 0, 0, 0, 0, 0, 2, 1)
	out = binary.BigEndian.AppendUint64(out, uint64(len(objects)))
	out = binary.BigEndian.AppendUint64(out, 0)
	out = binary.BigEndian.AppendUint64(out, uint64(table))
	v := parse(t, out).Root()
	for range levels {
		if v.Len() != 250 {
			t.Fatalf("%d elements", v.Len())
		}
		v = v.At(249)
	}
	if v.Text() != "z" {
		t.Errorf("at the end: %q", v.Text())
	}
}

func TestArchiveRefuses(t *testing.T) {
	if _, err := OpenArchive(parse(t, list(0, "\x51a"))); !errors.Is(err, ErrDamaged) {
		t.Errorf("OpenArchive = %v, want ErrDamaged", err)
	}
	// A reference beyond the list, and one to itself.
	data := list(0, "\xd2\x01\x02\x03\x04", "\x58$objects", "\x54$top", "\xa1\x05", "\xd1\x06\x07", "\x80\x00", "\x54root", "\x80\x63")
	a, err := OpenArchive(parse(t, data))
	if err != nil {
		t.Fatal(err)
	}
	root := a.Root()
	if root.Text() != "" || root.Len() != 0 || root.Key("x").At(3).Key("y").Bytes() != nil {
		t.Error("a reference to nothing is something")
	}
	if _, ok := (Object{}).Key("x").Int(); ok {
		t.Error("nothing is a number")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(list(0, "\xd2\x01\x02\x03\x04", "\x58$objects", "\x54$top", "\xa1\x05", "\xd1\x06\x07", "\x51x", "\x54root", "\x80\x00"))
	f.Add(list(0, "\xa1\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Parse(data)
		if err != nil {
			return
		}
		v := l.Root()
		for range 20 { // down one path
			v.Text()
			v.Bytes()
			v.Int()
			v.Key("x")
			if v.Len() == 0 {
				break
			}
			v = v.At(v.Len() - 1)
		}
		if a, err := OpenArchive(l); err == nil {
			root := a.Root()
			root.Text()
			root.Bytes()
			root.Key("Version").Text()
			root.At(0).Key("x").At(1).Text()
		}
	})
}
