package pdf

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestLexer(t *testing.T) {
	tests := []struct {
		in   string
		want any
	}{
		{"  12 ", 12.0},
		{"-.5", -0.5},
		{"4 0 R", ref(4)},
		{"4 0 RG", 4.0},
		{"true", true},
		{"null", nil},
		{"/Na#6de", name("Name")},
		{"/A#zz", name("A#zz")},
		{"(a (b) \\) c)", str("a (b) \\) c")},
		{"<48 65 6>", str("He`")},
		{"[1 [2 /X] 3 0 R]", []any{1.0, []any{2.0, name("X")}, ref(3)}},
		{"<< /A 1 % note >>\n /B << /C (x) >> >>", dict{"A": 1.0, "B": dict{"C": str("x")}}},
		{"rg", keyword("rg")},
		{"NaN", keyword("NaN")},
		{"Inf", keyword("Inf")},
		{"<< /A ", dict{}},
		{"(never closed", str(nil)},
		{"[1 2", []any{1.0, 2.0}},
	}
	for _, tt := range tests {
		l := lexer{data: []byte(tt.in)}
		got, ok := l.next()
		if !ok || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("next of %q = %#v, %v, want %#v", tt.in, got, ok, tt.want)
		}
	}
	for _, in := range []string{"", "  % only a note", "\x00"} {
		l := lexer{data: []byte(in)}
		if v, ok := l.next(); ok {
			t.Errorf("next of %q = %v, want the end", in, v)
		}
	}
}

func TestLexerBoundsItsDepth(t *testing.T) {
	for _, open := range []string{"[", "<<", "<</A ", "(("} {
		l := lexer{data: []byte(strings.Repeat(open, 100_000))}
		for range 300_000 {
			if _, ok := l.next(); !ok {
				break
			}
		}
	}
}

func TestFilters(t *testing.T) {
	f := &file{left: 1 << 20}
	tests := []struct {
		filter, raw, want string
		last              name
	}{
		{"/ASCIIHexDecode", "68 69>", "hi", ""},
		{"/ASCII85Decode", "87cURD]j~>", "Hello ", ""},
		{"/RunLengthDecode", "\x01ab\xfec\x80zz", "abccc", ""},
		{"[/AHx /AHx]", "36 38>", "h", ""},
		{"/DCTDecode", "raw", "raw", "DCTDecode"},
		{"[/AHx /JPXDecode]", "6869>", "hi", "JPXDecode"},
		{"/FlateDecode", "not zlib", "", ""},
	}
	for _, tt := range tests {
		l := lexer{data: []byte("<< /Filter " + tt.filter + " >>")}
		d, _ := l.next()
		got, last := f.content(stream{dict: d.(dict), raw: []byte(tt.raw)})
		if string(got) != tt.want || last != tt.last {
			t.Errorf("%s: %q, %q, want %q, %q", tt.filter, got, last, tt.want, tt.last)
		}
	}
}

// Each row of the PNG predictors: none, left, above, mean, Paeth.
func TestPredictors(t *testing.T) {
	f := &file{left: 1 << 20}
	data := []byte{
		0, 1, 2, 3,
		1, 1, 1, 1, // 1 2 3
		2, 1, 1, 1, // 2 3 4
		3, 1, 1, 1, // 2 3 4 (mean of left and above)
		4, 1, 1, 1, // left, above or corner, whichever is nearest
	}
	got := f.unpredict(data, dict{"Predictor": 15.0, "Columns": 3.0})
	want := []byte{1, 2, 3, 1, 2, 3, 2, 3, 4, 2, 3, 4, 3, 4, 5}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("rows = %v, want %v", got, want)
	}
	if got := f.unpredict([]byte{7}, dict{}); len(got) != 1 {
		t.Errorf("without a predictor = %v, want it as it is", got)
	}
}
