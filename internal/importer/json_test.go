package importer

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// build turns a view into what encoding/json would make of it.
func build(v jsonValue) any {
	switch v.kind() {
	case '{':
		out := map[string]any{}
		for key, val := range v.members() {
			out[key] = build(val)
		}
		return out
	case '[':
		out := []any{}
		for e := range v.elements() {
			out = append(out, build(e))
		}
		return out
	case '"':
		return v.text()
	case 't', 'f':
		return v.truth()
	case 'n':
		return nil
	}
	var n json.Number
	_ = json.Unmarshal(v, &n)
	f, _ := n.Float64()
	return f
}

func anyJSON(depth int) *rapid.Generator[any] {
	leaf := rapid.OneOf(
		rapid.Map(rapid.String(), func(s string) any { return s }),
		rapid.Map(rapid.Float64Range(-1e6, 1e6), func(f float64) any { return f }),
		rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		rapid.Just[any](nil))
	if depth == 0 {
		return leaf
	}
	return rapid.OneOf(leaf,
		rapid.Map(rapid.SliceOfN(anyJSON(depth-1), 0, 4), func(s []any) any { return s }),
		rapid.Map(rapid.MapOfN(rapid.String(), anyJSON(depth-1), 0, 4), func(m map[string]any) any { return m }))
}

// TestJSONViewAgreesWithTheStandardLibrary: looking at a document where it
// lies gives what decoding it would.
func TestJSONViewAgreesWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyJSON(3).Draw(t, "value")
		data, err := json.MarshalIndent(want, "", rapid.SampledFrom([]string{"", " ", "\t"}).Draw(t, "indent"))
		if err != nil {
			t.Fatal(err)
		}
		v, err := checkJSON(data)
		if err != nil {
			t.Fatal(err)
		}
		var again any
		if err := json.Unmarshal(data, &again); err != nil {
			t.Fatal(err)
		}
		if got := build(v); !reflect.DeepEqual(got, again) {
			t.Fatalf("%s read as %#v", data, got)
		}
	})
}

func TestJSONDamage(t *testing.T) {
	tests := []struct {
		text      string
		truncated bool
	}{
		{`{"a":[1,2`, true}, {`{"a":"b`, true}, {`{`, true}, {`[1,]`, false}, {`{"a":1}}`, false}, {`{a:1}`, false}, {``, true},
	}
	for _, tt := range tests {
		_, err := checkJSON([]byte(tt.text))
		var d *DamagedError
		if !errors.As(err, &d) || d.Truncated != tt.truncated {
			t.Errorf("checkJSON(%q) = %v, want truncated %t", tt.text, err, tt.truncated)
		}
	}
	// The walk is also used on what did not pass the check.
	for _, text := range []string{`{"a":"`, `{"a`, `{"a":`, `[`, `["`, `{"a":{"b":[`, `{"`, `"`, `{"a"`} {
		shallowKeys(jsonValue(text))
		jsonValue(text).get("a", "b")
		_ = jsonValue(text).text()
	}
}

func TestNumbers(t *testing.T) {
	tests := []struct {
		json string
		want number
	}{
		{`30`, whole(30)}, {`"30"`, whole(30)}, {`30.0`, whole(30)}, {`" 7 "`, whole(7)}, {`-1`, whole(-1)},
		{`null`, number{}}, {`""`, number{}}, {`"null"`, number{}}, {`"NULL"`, number{}}, {``, number{}},
		{`30.5`, number{set: true, text: "30.5"}}, {`"six"`, number{set: true, text: "six"}},
		{`true`, number{set: true, text: "true"}}, {`{}`, number{set: true, text: "{}"}},
		{`1e300`, number{set: true, text: "1e300"}},
	}
	for _, tt := range tests {
		if got := jsonValue(tt.json).number(); got != tt.want {
			t.Errorf("number(%s) = %+v, want %+v", tt.json, got, tt.want)
		}
	}
}

func TestAlgorithmNames(t *testing.T) {
	for name, want := range map[string]string{
		"": "", "null": "", "sha1": "SHA1", "SHA-256": "SHA256", "HmacSHA512": "SHA512", "HMAC-SHA-1": "SHA1",
		"Algorithm.sha1": "SHA1", "hmac-sha-256": "SHA256", "Sha256": "SHA256",
	} {
		if got, ok := algorithmNamed(name); !ok || string(got) != want {
			t.Errorf("algorithm %q = %q, %t, want %q", name, got, ok, want)
		}
	}
	for _, name := range []string{"SHA224", "SHA384", "MD5", "SHA3", "x"} {
		if got, ok := algorithmNamed(name); ok {
			t.Errorf("algorithm %q = %q, want refused", name, got)
		}
	}
}

func TestWithoutIssuer(t *testing.T) {
	for _, tt := range [][3]string{
		{"GitHub:octo", "GitHub", "octo"}, {"GitHub: octo", "GitHub", "octo"}, {"github : octo", "GitHub", "octo"},
		{"octo", "GitHub", "octo"}, {"GitHubber", "GitHub", "GitHubber"}, {"a:b", "", "a:b"}, {"GitHub", "GitHub", "GitHub"},
	} {
		if got := withoutIssuer(tt[0], tt[1]); got != tt[2] {
			t.Errorf("withoutIssuer(%q, %q) = %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
}

func TestRows(t *testing.T) {
	text := "a,b,c\r\n\"1,\"\"x\"\"\",\"two\nlines\",3\n\n4,,\"unclosed\nend,\"\"x"
	type row struct {
		line  int
		cells string
	}
	var got []row
	for line, cells := range rows(text, ',') {
		got = append(got, row{line, strings.Join(cells, "|")})
	}
	want := []row{{1, "a|b|c"}, {2, `1,"x"|two` + "\nlines|3"}, {5, "4||\"unclosed"}, {6, "end|x"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("rows = %v, want %v", got, want)
	}
}

func TestCheckXML(t *testing.T) {
	good := `<?xml version="1.0"?><!-- <a --><map><![CDATA[ <<< ]]><s a=">" b='<'>x</s></map>`
	if err := checkXML([]byte(good)); err != nil {
		t.Errorf("checkXML = %v", err)
	}
	var d *DamagedError
	for _, bad := range []string{"<map><s", "<!-- x", "<![CDATA[", "<a " + strings.Repeat(`b="" `, 20000) + ">"} {
		if err := checkXML([]byte(bad)); !errors.As(err, &d) {
			t.Errorf("checkXML(%.20q…) = %v, want damaged", bad, err)
		}
	}
}
