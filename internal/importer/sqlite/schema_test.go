package sqlite

import (
	"encoding/binary"
	"reflect"
	"strings"
	"testing"
)

func TestColumns(t *testing.T) {
	tests := []struct {
		sql  string
		want []string
	}{
		{`CREATE TABLE t (a, b TEXT, c INTEGER PRIMARY KEY)`, []string{"a", "b", "c"}},
		{"CREATE TABLE `t` (`_id` INTEGER, [od d] TEXT, \"x,(y\" TEXT DEFAULT 'a,)b', 'q' INT)", []string{"_id", "od d", "x,(y", "q"}},
		{`CREATE TABLE t (a DECIMAL(10,2) CHECK (a > 0), PRIMARY KEY (a), UNIQUE(a), CONSTRAINT x CHECK (1), FOREIGN KEY(a) REFERENCES b(c))`, []string{"a"}},
		{"CREATE TABLE t (a, -- a comment, with (brackets\n b /* and, another */, \"primary\" TEXT)", []string{"a", "b", "primary"}},
		{`CREATE TABLE t (a, b`, []string{"a", "b"}},
		{`CREATE TABLE t`, nil},
		{``, nil},
		{`CREATE TABLE t ("a`, []string{"a"}},
		{`CREATE TABLE t (a /* never ends`, []string{"a"}},
	}
	for _, tt := range tests {
		if got := columns(tt.sql); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("columns(%s) = %q, want %q", tt.sql, got, tt.want)
		}
	}
	columns("CREATE TABLE t (" + strings.Repeat("--\n", 300_000)) // in time in proportion
}

func TestVarint(t *testing.T) {
	tests := []struct {
		b []byte
		v uint64
		n int
	}{
		{[]byte{0}, 0, 1}, {[]byte{0x7f}, 127, 1}, {[]byte{0x81, 0}, 128, 2}, {[]byte{0x80}, 0, 0}, {nil, 0, 0},
		{[]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, 1<<64 - 1, 9},
	}
	for _, tt := range tests {
		if v, n := varint(tt.b); v != tt.v || n != tt.n {
			t.Errorf("varint(%x) = %d, %d, want %d, %d", tt.b, v, n, tt.v, tt.n)
		}
	}
}

// TestRecord: every type of value (fileformat2, section 2.1).
func TestRecord(t *testing.T) {
	types := []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 15}
	content := []byte{0xff, 0x80, 0, 1, 2, 3, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0, 1, 0}
	content = binary.BigEndian.AppendUint64(content, 1<<63)
	content = append(content, 0x40, 0x09, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18, 'b', 't')
	record := append(append([]byte{byte(len(types) + 1)}, types...), content...)
	var names []string
	for i := range types {
		names = append(names, string(rune('a'+i)))
	}
	row, ok := (&DB{}).record(Table{Columns: names}, record)
	if !ok {
		t.Fatal("not read")
	}
	want := []string{"", "-1", "-32768", "66051", "2147483647", "256", "-9223372036854775808", "3.141592653589793", "0", "1", "", "t"}
	for i, w := range want {
		if got := row.Text(names[i]); got != w {
			t.Errorf("value %d = %q, want %q", i, got, w)
		}
	}
	if string(row.Bytes("k")) != "b" || string(row.Bytes("l")) != "t" {
		t.Error("bytes are wrong")
	}
	if n, ok := row.Int("e"); n != 2147483647 || !ok {
		t.Errorf("Int = %d, %t", n, ok)
	}
	if _, ok := row.Int("h"); ok {
		t.Error("π is a whole number")
	}
}
