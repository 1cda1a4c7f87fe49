package vault_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twofold/internal/account"
	"twofold/internal/vault"
)

func TestSearch(t *testing.T) {
	x := vault.NewIndex([]account.Account{
		{ID: "google", Issuer: "Google", Name: "anna@example.jp", Groups: []string{"Work stuff"}},
		{ID: "rakuten", Issuer: "楽天市場", Name: "花子", Reading: "らくてん いちば"},
		{ID: "rakuten2", Issuer: "Rakuten Card", Name: "hanako"},
		{ID: "nico", Issuer: "ニコニコ", Name: "ﾕｰｻﾞｰ１"},
		{ID: "tokyo", Issuer: "東京電力", Reading: "とうきょうでんりょく", Note: "meter number 42"},
		{ID: "kitchen", Issuer: "キッチン", Name: "しんぶん"},
		{ID: "github", Issuer: "GitHub", Name: "my google login", Note: "Straße"},
		{ID: "jr", Issuer: "えきねっと", Name: "JR東日本"},
	})
	tests := []struct {
		query string
		want  []string
	}{
		{"goo", []string{"google", "github"}},
		{"GOOGLE", []string{"google", "github"}},
		{"ｇｏｏ", []string{"google", "github"}},
		{"oogle", []string{"google", "github"}},
		{"hub", []string{"github"}},
		{"example", []string{"google"}},
		{"work", []string{"google"}},
		{"stuff", []string{"google"}},
		{"google anna", []string{"google"}},
		{"google　花子", nil},
		{"楽天", []string{"rakuten"}},
		{"らくてん", []string{"rakuten", "rakuten2"}},
		{"ラクテン", []string{"rakuten", "rakuten2"}},
		{"ﾗｸﾃﾝ", []string{"rakuten", "rakuten2"}},
		{"rakuten", []string{"rakuten", "rakuten2"}},
		{"raku", []string{"rakuten", "rakuten2"}},
		{"ichiba", []string{"rakuten"}},
		{"itiba", []string{"rakuten"}},
		{"にこ", []string{"nico"}},
		{"nikoniko", []string{"nico"}},
		{"ゆーざー1", []string{"nico"}},
		{"tokyo", []string{"tokyo"}},
		{"toukyou", []string{"tokyo"}},
		{"tōkyō", []string{"tokyo"}},
		{"denryoku", []string{"tokyo"}},
		{"kitchin", []string{"kitchen"}},
		{"kicchin", []string{"kitchen"}},
		{"kittin", []string{"kitchen"}},
		{"shimbun", []string{"kitchen"}},
		{"sinbun", []string{"kitchen"}},
		{"shinb", []string{"kitchen"}},
		{"42", []string{"tokyo"}},
		{"strasse", []string{"github"}},
		{"ekinetto", []string{"jr"}},
		{"jr", []string{"jr"}},
		{"zzz", nil},
		{"", nil},
		{"  ", nil},
		{"-", nil},
	}
	for _, tt := range tests {
		var got []string
		for _, h := range x.Search(tt.query) {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("Search(%q) = %q, want %q", tt.query, got, tt.want)
		}
	}
}

func TestSearchRanks(t *testing.T) {
	x := vault.NewIndex([]account.Account{
		{ID: "inside", Issuer: "Email"},
		{ID: "word", Issuer: "Fast Mail"},
		{ID: "note", Issuer: "X", Note: "mail"},
		{ID: "prefix", Issuer: "Mail"},
		{ID: "name", Issuer: "Y", Name: "mail@example.jp"},
		{ID: "reading", Issuer: "郵便", Reading: "めーる", Groups: []string{"Mail"}},
	})
	var got []string
	for _, h := range x.Search("mail") {
		got = append(got, fmt.Sprint(h.ID, h.Rank))
	}
	if want := []string{"prefix0", "name0", "reading0", "word1", "inside2", "note2"}; !slices.Equal(got, want) {
		t.Errorf("Search(mail) = %v, want %v", got, want)
	}
}

func TestSearchShowsWhatMatched(t *testing.T) {
	tests := []struct {
		issuer, name, query string
		want                string // matching parts of issuer and name in brackets
	}{
		{"GitHub", "anna", "hub", "Git[Hub] anna"},
		{"GitHub", "anna", "git an", "[Git]Hub [an]na"},
		{"Example", "an example", "example", "[Example] an [example]"},
		{"ｶﾞｰﾄﾞ社", "x", "ガード", "[ｶﾞｰﾄﾞ]社 x"},
		{"株式会社ラクテン", "x", "らくて", "株式会社[ラクテ]ン x"},
		{"㈱花", "x", "株", "[㈱]花 x"},
		{"Straße", "x", "ss", "Stra[ß]e x"},
		{"楽天", "らくてん", "rakuten", "楽天 らくてん"},
		{"aaa", "x", "aa a", "[aa]a x"},
		{"abab", "x", "ab ba", "[aba]b x"},
		{"Ὰͅx", "x", "ᾲ", "[Ὰͅ]x x"},
		{"Café", "x", "cafe\u0301", "[Café] x"},
	}
	for _, tt := range tests {
		hits := vault.NewIndex([]account.Account{{ID: "1", Issuer: tt.issuer, Name: tt.name}}).Search(tt.query)
		if len(hits) != 1 {
			t.Errorf("Search(%q) in %q finds %d", tt.query, tt.issuer, len(hits))
			continue
		}
		if got := mark(tt.issuer, hits[0].Issuer) + " " + mark(tt.name, hits[0].Name); got != tt.want {
			t.Errorf("Search(%q) = %s, want %s", tt.query, got, tt.want)
		}
	}
}

func mark(s string, ranges [][2]int) string {
	for _, r := range slices.Backward(ranges) {
		s = s[:r[0]] + "[" + s[r[0]:r[1]] + "]" + s[r[1]:]
	}
	return s
}

func TestIndexFollowsChanges(t *testing.T) {
	x := vault.NewIndex([]account.Account{{ID: "a", Issuer: "One"}, {ID: "b", Issuer: "One"}, {ID: "c", Issuer: "One"}})
	x.Put(account.Account{ID: "b", Issuer: "Two"})
	x.Remove("a")
	x.Remove("none")
	x.Put(account.Account{ID: "d", Issuer: "Two"})
	x.Put(account.Account{ID: "c", Issuer: "Two"})
	var got []string
	for _, h := range x.Search("two") {
		got = append(got, h.ID)
	}
	if !slices.Equal(got, []string{"b", "c", "d"}) || len(x.Search("one")) != 0 {
		t.Errorf("Search(two) = %q", got)
	}
}

func TestSearchFindsEveryPart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := account.Account{ID: "1", Issuer: rapid.String().Draw(t, "issuer"), Name: rapid.String().Draw(t, "name")}.Clean()
		x := vault.NewIndex([]account.Account{a})
		for _, s := range []string{a.Issuer, a.Name, strings.ToUpper(a.Name)} {
			for _, word := range strings.Fields(vault.Fold(s)) {
				if s == strings.ToUpper(a.Name) && vault.Fold(s) != vault.Fold(a.Name) {
					continue // a few letters have no way back from upper case
				}
				hits := x.Search(word)
				if len(hits) != 1 {
					t.Fatalf("Search(%q) in %q %q finds %d", word, a.Issuer, a.Name, len(hits))
				}
				_ = mark(a.Issuer, hits[0].Issuer) // ranges lie in the text
				_ = mark(a.Name, hits[0].Name)
				for _, r := range hits[0].Issuer {
					if r[0] >= r[1] {
						t.Fatalf("empty range %v", r)
					}
				}
			}
		}
	})
}

func TestRomajiTable(t *testing.T) {
	for in, want := range map[string][2]string{
		"しゃちょう": {"syatyo", "shacho"}, "ふじさん": {"huzisan", "fujisan"}, "まっちゃ": {"mattya", "maccha"},
		"ヴァイオリン": {"vaiorin", "vaiorin"}, "ラーメン": {"ramen", "ramen"}, "パーティー": {"pati", "pati"},
		"きっ": {"ki", "ki"}, "っ": {"", ""}, "楽天カード": {"  kado", "  kado"}, "PayPayカード": {"paypaykado", "paypaykado"},
		"kanji 漢字": {"", ""},
	} {
		k, h := vault.Romaji(in)
		if k != want[0] || h != want[1] {
			t.Errorf("romaji(%s) = %q %q, want %q", in, k, h, want)
		}
	}
	for r := 'ぁ'; r <= 'ゖ'; r++ {
		if k, h := vault.Romaji(string(r)); r != 'っ' && (strings.TrimSpace(k) == "" || strings.TrimSpace(h) == "") {
			t.Errorf("%c has no spelling", r)
		}
	}
}
