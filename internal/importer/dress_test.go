package importer_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"twofold/internal/importer"
)

// TestJSONInOtherDress: versions of an app, other writers of its format and
// people's editors spell the same JSON differently. Every format that is JSON
// reads the same from each of them.
func TestJSONInOtherDress(t *testing.T) {
	dresses := map[string]func([]byte) []byte{
		"numbers as strings": func(data []byte) []byte { return redressed(t, data, numbersAsText) },
		"unknown members":    func(data []byte) []byte { return redressed(t, data, withUnknown) },
		"indented, with a mark and Windows line ends": func(data []byte) []byte {
			var b bytes.Buffer
			if err := json.Indent(&b, data, "", "\t"); err != nil {
				t.Fatal(err)
			}
			return append([]byte("\xef\xbb\xbf\r\n"), bytes.ReplaceAll(b.Bytes(), []byte("\n"), []byte("\r\n"))...)
		},
		"everything escaped": escapedJSON,
		"in UTF-16":          func(data []byte) []byte { return utf16LE(string(data)) },
	}
	seen := 0
	for _, s := range samples() {
		files := s.build(t, s.supports(vectors()))
		if len(files) != 1 || !json.Valid(files[0].Data) {
			continue
		}
		seen++
		want, err := readAll(files, password)
		if err != nil || len(want.Entries) == 0 {
			t.Fatalf("%s: %d entries, %v", s.name, len(want.Entries), err)
		}
		for dress, put := range dresses {
			t.Run(s.name+", "+dress, func(t *testing.T) {
				got, err := readAll(one(files[0].Name, put(files[0].Data)), password)
				sameInDress(t, got, err, want)
			})
		}
	}
	if seen < 15 {
		t.Errorf("only %d formats were JSON", seen)
	}
}

// sameInDress checks that a file read in another dress gives what it gave before.
func sameInDress(t *testing.T, got importer.Result, err error, want importer.Result) {
	t.Helper()
	if err != nil || got.App != want.App || len(got.Rejected) != len(want.Rejected) || len(got.Files) > 0 {
		t.Fatalf("of %q, %v, refused %v, files %v", got.App, err, got.Rejected, got.Files)
	}
	if g, w := shapes(got), shapes(want); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}

func shapes(r importer.Result) string {
	var out []string
	for i, e := range r.Entries {
		out = append(out, fmt.Sprintf("%s %x", shape(i, e), e.Key.Secret.Reveal()))
	}
	return strings.Join(out, "\n")
}

// redressed rewrites every value of a document, keeping the order of members:
// arrays and their order carry meaning, and so does that of some objects.
func redressed(t *testing.T, data []byte, f func(v any) any) []byte {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return mustJSON(t, walked(v, f))
}

func walked(v any, f func(any) any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, m := range v {
			v[k] = walked(m, f)
		}
	case []any:
		for i, m := range v {
			v[i] = walked(m, f)
		}
	}
	return f(v)
}

func numbersAsText(v any) any {
	if n, ok := v.(json.Number); ok {
		return n.String()
	}
	return v
}

func withUnknown(v any) any {
	if o, ok := v.(map[string]any); ok {
		o["zzUnknown"] = map[string]any{"hidden": 1, "list": []any{nil, "x"}}
		o["zzNull"] = nil
	}
	return v
}

// escapedJSON spells what may be escaped as an escape: slashes, and everything
// beyond ASCII in halves of UTF-16.
func escapedJSON(data []byte) []byte {
	var b bytes.Buffer
	for _, r := range string(data) {
		switch {
		case r == '/':
			b.WriteString(`\/`)
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		case r > 0x7e:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.Bytes()
}

// TestTablesInOtherDress: the same for tables, which spreadsheets write anew
// whenever somebody looks into one.
func TestTablesInOtherDress(t *testing.T) {
	dresses := map[string]func([][]string) []byte{
		"semicolons":       func(rows [][]string) []byte { return tableOf(rows, ';') },
		"tabs":             func(rows [][]string) []byte { return tableOf(rows, '\t') },
		"columns reversed": func(rows [][]string) []byte { return tableOf(mapped(rows, reversed), ',') },
		"more columns":     func(rows [][]string) []byte { return tableOf(mapped(rows, widened), ',') },
		"in UTF-16":        func(rows [][]string) []byte { return utf16LE(string(tableOf(rows, ','))) },
		"in UTF-16 with tabs, as Excel's Unicode text": func(rows [][]string) []byte { return utf16LE(string(tableOf(rows, '\t'))) },
	}
	seen := 0
	for _, s := range samples() {
		files := s.build(t, s.supports(vectors()))
		rows, err := csv.NewReader(bytes.NewReader(files[0].Data)).ReadAll()
		if err != nil || len(rows) < 2 || len(rows[0]) < 3 || !strings.Contains(s.name, "csv") {
			continue
		}
		seen++
		want, err := readAll(files, password)
		if err != nil || len(want.Entries) == 0 {
			t.Fatalf("%s: %d entries, %v", s.name, len(want.Entries), err)
		}
		for dress, put := range dresses {
			t.Run(s.name+", "+dress, func(t *testing.T) {
				got, err := readAll(one(files[0].Name, put(rows)), password)
				sameInDress(t, got, err, want)
			})
		}
	}
	if seen < 5 {
		t.Errorf("only %d formats were tables", seen)
	}
}

func tableOf(rows [][]string, comma rune) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = comma, true
	if err := w.WriteAll(rows); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

func mapped(rows [][]string, f func(i int, row []string) []string) [][]string {
	var out [][]string
	for i, row := range rows {
		out = append(out, f(i, slices.Clone(row)))
	}
	return out
}

func reversed(_ int, row []string) []string {
	slices.Reverse(row)
	return row
}

func widened(i int, row []string) []string {
	if i == 0 {
		return append([]string{"Unknown A"}, append(row, "Unknown B")...)
	}
	return append([]string{"x, \"y\"\nz"}, append(row, "")...)
}

// TestInsideAnArchive: people pack what they carry about. Whatever is read by
// itself is read from a folder of an archive.
func TestInsideAnArchive(t *testing.T) {
	for _, s := range samples() {
		files := s.build(t, s.supports(vectors()))
		if bytes.HasPrefix(files[0].Data, []byte("PK")) {
			continue // an archive in an archive is not opened
		}
		t.Run(s.name, func(t *testing.T) {
			want, err := readAll(files, password)
			if err != nil {
				t.Fatal(err)
			}
			packed := []string{"__MACOSX/._x", "\x00\x05\x16\x07\x00", "フォルダー/.DS_Store", "\x00\x00\x00\x01Bud1"}
			for _, f := range files {
				packed = append(packed, "フォルダー/"+f.Name, string(f.Data))
			}
			got, err := readAll(one("all.zip", zipOfAll(packed...)), password)
			if err != nil || len(got.Rejected) != len(want.Rejected) || len(got.Files) > 0 {
				t.Fatalf("%v, refused %v, files %v", err, got.Rejected, got.Files)
			}
			if g, w := shapes(got), shapes(want); g != w {
				t.Errorf("got\n%s\nwant\n%s", g, w)
			}
		})
	}
}
