package locale

import (
	"encoding/json"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"twofold/assets"
)

// TestAsGoI18n asks for every text in several numbers, and compares with what
// the library says that the catalogues are written for.
func TestAsGoI18n(t *testing.T) {
	for _, l := range []Language{English, Japanese} {
		file := assets.Catalogue(string(l))
		bundle := i18n.NewBundle(language.Make(string(l)))
		bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
		parsed, err := bundle.ParseMessageFileBytes([]byte(file), string(l)+".json")
		if err != nil {
			t.Fatal(err)
		}
		localizer, texts := i18n.NewLocalizer(bundle, string(l)), New(l, nil)
		if len(parsed.Messages) < 1000 || len(texts.texts) != len(parsed.Messages) {
			t.Fatalf("%s has %d texts, the library finds %d", l, len(texts.texts), len(parsed.Messages))
		}
		for _, m := range parsed.Messages {
			if got, want := texts.T(m.ID), localizer.MustLocalize(&i18n.LocalizeConfig{MessageID: m.ID}); got != want {
				t.Errorf("%s: %s is %q, the library says %q", l, m.ID, got, want)
			}
			if m.One == "" {
				continue // one text for any number, which the library asks of no English text
			}
			for _, n := range []int{-2, -1, 0, 1, 2, 11, 21, 101} {
				want := localizer.MustLocalize(&i18n.LocalizeConfig{MessageID: m.ID, PluralCount: n})
				if got := texts.lookup(m.ID, n); got != want {
					t.Errorf("%s: %s for %d is %q, the library says %q", l, m.ID, n, got, want)
				}
			}
		}
	}
}

func TestReadCatalogue(t *testing.T) {
	for file, ok := range map[string]bool{
		`{"a":"b"}`: true,
		" {\n\t\"a\" : \"\\\"b\\u200b\\\\\" }\r\n": true,
		`{"a":{"one":"x","other":"y"},"b":"c"}`:    true,
		``:                                         false, `{`: false, `{}`: false, `{"a"}`: false, `{"a":}`: false, `{"a":1}`: false, `{"a":"b"`: false, `{"a":"b`: false, `{"a":"b\`: false,
		`{"a":"b",}`: false, `{"a":"b"}}`: false, `{"a":{"few":"x","other":"y"}}`: false, `{"a":{"other":{}}}`: false, `["a"]`: false, `{"a":null}`: false,
	} {
		c, err := readCatalogue(file)
		if (err == nil) != ok {
			t.Errorf("%q: %v", file, err)
		}
		if !ok {
			continue
		}
		var want map[string]any
		if err := json.Unmarshal([]byte(file), &want); err != nil {
			t.Fatal(err)
		}
		for key, v := range want {
			text, plain := v.(string)
			if !plain {
				text = v.(map[string]any)["other"].(string)
			}
			if got := c[key].text(false); got != text {
				t.Errorf("%q: %s is %q, want %q", file, key, got, text)
			}
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New(Japanese, nil)
	}
}
