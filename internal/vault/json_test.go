package vault_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"twofold/internal/vault"
)

func TestCanonical(t *testing.T) {
	tests := []struct{ name, in, want string }{ // no want: refused
		{"spaces", " { \"b\" :\t1 , \"a\" : [ 1 , 2 ] } \r\n", `{"a":[1,2],"b":1}`},
		{"escapes", `"\u0041\/\u00e9\n\u000b\"\\<&\u2028\ud83d\ude00"`, "\"A/é\\n\\u000b\\\"\\\\<&\u2028😀\""},
		{"numbers keep their spelling", `[0,-0,1.0,1e5,1E+05,0.10]`, `[0,-0,1.0,1e5,1E+05,0.10]`},
		{"words", `[true,false,null]`, `[true,false,null]`},
		{"empty", `{"a":{},"b":[],"c":""}`, `{"a":{},"b":[],"c":""}`},
		{"nested keys", `{"x":{"b":1,"a":2}}`, `{"x":{"a":2,"b":1}}`},
		{"eight deep", `[[[[[[[[1]]]]]]]]`, `[[[[[[[[1]]]]]]]]`},
		{"nine deep", `[[[[[[[[[1]]]]]]]]]`, ""},
		{"leading zero", `01`, ""},
		{"plus", `+1`, ""},
		{"bare point", `1.`, ""},
		{"bare exponent", `1e`, ""},
		{"infinity", `Infinity`, ""},
		{"comma at the end", `[1,]`, ""},
		{"key twice", `{"a":1,"b":2,"a":3}`, ""},
		{"key twice in a row", `{"a":1,"a":1}`, ""},
		{"single quotes", `{'a':1}`, ""},
		{"low surrogate alone", `"\udc00"`, ""},
		{"high surrogate and letter", `"\ud800\u0041"`, ""},
		{"half an escape", `"\u00"`, ""},
		{"bad hexadecimal", `"\u00g0"`, ""},
		{"unknown escape", `"\x41"`, ""},
		{"open string", `"a`, ""},
		{"open string with escape", `"a\`, ""},
		{"tab in a string", "\"\t\"", ""},
		{"rest", `1 2`, ""},
		{"nothing", ``, ""},
		{"byte order mark", "\ufeff1", ""},
		{"comment", `1//`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := vault.Canonical([]byte(tt.in))
			if string(got) != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("canonical(%s) = %s, %v, want %s", tt.in, got, err, tt.want)
			}
		})
	}
}

func TestCanonicalMeansTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := anyJSON(3).Draw(t, "value")
		in, err := json.MarshalIndent(value, " ", "\t")
		if err != nil {
			t.Fatal(err)
		}
		out, err := vault.Canonical(in)
		if err != nil {
			t.Fatalf("canonical(%s): %v", in, err)
		}
		var back any
		if err := json.Unmarshal(out, &back); err != nil || !reflect.DeepEqual(back, value) {
			t.Fatalf("canonical(%s) = %s, %v", in, out, err)
		}
		if again, _ := vault.Canonical(out); !bytes.Equal(again, out) {
			t.Fatalf("canonical form %s is changed to %s", out, again)
		}
		if obj, ok := value.(map[string]any); ok {
			ms, _ := vault.Members(string(out))
			if len(ms) != len(obj) {
				t.Fatalf("%d members of %s", len(ms), out)
			}
		}
	})
}

func anyJSON(depth int) *rapid.Generator[any] {
	leaf := rapid.OneOf(
		rapid.Map(rapid.String(), func(s string) any { return s }),
		rapid.Map(rapid.Float64Range(-1e9, 1e9), func(f float64) any { return f }),
		rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		rapid.Just[any](nil),
	)
	if depth == 0 {
		return leaf
	}
	return rapid.OneOf(leaf,
		rapid.Map(rapid.SliceOfN(anyJSON(depth-1), 1, 4), func(v []any) any { return v }),
		rapid.Map(rapid.MapOfN(rapid.String(), anyJSON(depth-1), 0, 4), func(v map[string]any) any { return v }),
	)
}

func TestQuoteAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		q := vault.Quote(s)
		if c, err := vault.Canonical([]byte(q)); err != nil || string(c) != q {
			t.Fatalf("quote(%q) = %s is not canonical: %v", s, q, err)
		}
		if back, ok := vault.Unquote(q); !ok || back != s {
			t.Fatalf("unquote(%s) = %q", q, back)
		}
	})
}
