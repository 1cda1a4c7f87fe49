package phrase_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"twofold/crypto/phrase"
)

// fixed is the recovery key that 18 bytes that count up by sevens give, worked
// out a second time by other means: written keys must stay valid for ever.
const (
	fixed   = "abstract-section-love-economy-among-situate-merge-essay-auction-shoe"
	fixedQR = "TWOFOLD-KEY:03W5C4-D321ZS-6RPTD4-7FHK"
)

func list(t testing.TB) []string {
	b, err := os.ReadFile("english.txt")
	if err != nil {
		t.Fatal(err)
	}
	// The list of BIP 39 in the bitcoin/bips repository has this sum.
	if sum := fmt.Sprintf("%x", sha256.Sum256(b)); sum != "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda" {
		t.Fatalf("english.txt has the SHA-256 %s", sum)
	}
	return strings.Fields(string(b))
}

func TestWordList(t *testing.T) {
	words := list(t)
	if len(words) != 2048 || !slices.IsSorted(words) {
		t.Fatalf("the list has %d words, sorted: %v", len(words), slices.IsSorted(words))
	}
	seen := map[string]string{}
	for _, w := range words {
		p := w[:min(4, len(w))]
		if other, ok := seen[p]; ok {
			t.Errorf("%s and %s begin alike", w, other)
		}
		seen[p] = w
	}
}

func made(t testing.TB, r *mathrand.Rand) phrase.Phrase {
	t.Helper()
	b := make([]byte, 18)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	p, err := phrase.Make(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func seeded() *mathrand.Rand { return mathrand.New(mathrand.NewPCG(1, 2)) }

func TestMake(t *testing.T) {
	p, err := phrase.Make(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	q, _ := phrase.Make(rand.Reader)
	if p.Secret().Equal(q.Secret()) {
		t.Error("two keys are equal")
	}
	words := list(t)
	if got := p.Words(); len(got) != phrase.Count || strings.Join(got, "-") != string(p.Secret().Reveal()) {
		t.Errorf("key has %d words", len(got))
	}
	for _, w := range p.Words() {
		if !slices.Contains(words, w) {
			t.Error("a word is not in the list")
		}
	}
	if _, err := phrase.Make(bytes.NewReader(make([]byte, 17))); err == nil {
		t.Error("a key was made of too little randomness")
	}
}

func TestMakeUsesEveryWord(t *testing.T) {
	r, seen := seeded(), map[string]bool{}
	for range 3000 {
		for _, w := range made(t, r).Words()[:phrase.Count-1] {
			seen[w] = true
		}
	}
	if len(seen) != 2048 {
		t.Errorf("27,000 words were %d different ones, want 2,048", len(seen))
	}
}

func TestKeysOnPaperStayValid(t *testing.T) {
	b := make([]byte, 18)
	for i := range b {
		b[i] = byte(i * 7)
	}
	p, err := phrase.Make(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(p.Secret().Reveal()); got != fixed {
		t.Errorf("key = %s, want %s", got, fixed)
	}
	if got := p.QR(); got != fixedQR {
		t.Errorf("QR = %s, want %s", got, fixedQR)
	}
}

// spellings are ways in which people and scanners give the same key.
var spellings = map[string]func(words []string) string{
	"joined":      func(w []string) string { return strings.Join(w, "-") },
	"spaces":      func(w []string) string { return "  " + strings.Join(w, " \t ") + "\n" },
	"upper case":  func(w []string) string { return strings.ToUpper(strings.Join(w, "-")) },
	"line breaks": func(w []string) string { return strings.Join(w, "\r\n") },
	"commas":      func(w []string) string { return strings.Join(w, ", ") },
	"wide spaces": func(w []string) string { return strings.Join(w, "\u3000") },
	"wide letters": func(w []string) string {
		return strings.Map(func(r rune) rune {
			if r == '-' {
				return '－'
			}
			return r - 'a' + 'ａ'
		}, strings.Join(w, "-"))
	},
	"four letters": func(w []string) string {
		short := slices.Clone(w)
		for i := range short {
			short[i] = short[i][:min(4, len(short[i]))]
		}
		return strings.Join(short, " ")
	},
	"numbered": func(w []string) string {
		var b strings.Builder
		for i, v := range w {
			fmt.Fprintf(&b, "%2d. %s\n", i+1, v)
		}
		return b.String()
	},
}

func TestParseTakesWhatPeopleType(t *testing.T) {
	r := seeded()
	for name, spell := range spellings {
		t.Run(name, func(t *testing.T) {
			for range 50 {
				p := made(t, r)
				got, err := phrase.Parse(spell(p.Words()))
				if err != nil {
					t.Fatal(err)
				}
				if !got.Secret().Equal(p.Secret()) {
					t.Fatal("another key came back")
				}
			}
		})
	}
}

func TestQR(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := phrase.Make(bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 18, 18).Draw(t, "random")))
		if err != nil {
			t.Fatal(err)
		}
		qr := p.QR()
		if !phrase.IsQR(qr) || strings.Trim(qr, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:-") != "" {
			t.Fatalf("QR text is not alphanumeric: %d letters", len(qr))
		}
		bare := strings.TrimPrefix(qr, "TWOFOLD-KEY:")
		for _, text := range []string{qr, strings.ToLower(qr), " " + qr + "\n", "TWOFOLD-KEY:" + strings.ReplaceAll(bare, "-", " ")} {
			got, err := phrase.Parse(text)
			if err != nil || !got.Secret().Equal(p.Secret()) {
				t.Fatalf("Parse of the QR form: %v", err)
			}
		}
		if !strings.ContainsAny(bare, "0123456789") {
			return // without prefix and digits it could be words
		}
		typed := strings.NewReplacer("-", "", "1", "l", "0", "O").Replace(bare)
		if !strings.ContainsAny(typed, "23456789") {
			return
		}
		if got, err := phrase.Parse(typed); err != nil || !got.Secret().Equal(p.Secret()) {
			t.Fatalf("Parse of the typed QR form: %v", err)
		}
	})
}

func TestParseErrors(t *testing.T) {
	good := strings.Split(fixed, "-")
	with := func(at int, w string) string {
		c := slices.Clone(good)
		c[at-1] = w
		return strings.Join(c, "-")
	}
	tests := []struct {
		name, text string
		want       error
	}{
		{"empty", "", &phrase.CountError{Got: 0}},
		{"nine words", strings.Join(good[:9], " "), &phrase.CountError{Got: 9}},
		{"twelve words", fixed + "-zoo-zoo", &phrase.CountError{Got: 12}},
		{"a letter too few", with(3, "lovee"), &phrase.WordError{At: 3, Near: "love"}},
		{"neighbours swapped", with(1, "abstarct"), &phrase.WordError{At: 1, Near: "abstract"}},
		{"nothing like it", with(4, "xylophone"), &phrase.WordError{At: 4}},
		{"beginning of two words", with(2, "wi"), &phrase.WordError{At: 2, Near: "win"}},
		{"not a key at all", strings.Repeat("lorem ipsum ", 30), &phrase.CountError{Got: 60}},
		{"bad QR letter", "TWOFOLD-KEY:UUUUUU-UUUUUU-UUUUUU-UUUU", &phrase.CheckError{}},
		{"short QR", "TWOFOLD-KEY:000000", &phrase.CountError{Got: 2}},
		{"QR with a slip", strings.Replace(fixedQR, "0", "1", 1), &phrase.CheckError{}},
		{"first word ten times", strings.Repeat("abandon ", 10), &phrase.CheckError{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := phrase.Parse(tt.text)
			var count *phrase.CountError
			var word *phrase.WordError
			var check *phrase.CheckError
			switch want := tt.want.(type) {
			case *phrase.CountError:
				if !errors.As(err, &count) || *count != *want {
					t.Errorf("Parse = %v, want %v", err, want)
				}
			case *phrase.WordError:
				if !errors.As(err, &word) || *word != *want {
					t.Errorf("Parse = %#v, want %#v", err, want)
				}
			case *phrase.CheckError:
				if !errors.As(err, &check) {
					t.Errorf("Parse = %v, want %v", err, want)
				}
			}
		})
	}
}

func TestNothingPrintsTheWords(t *testing.T) {
	p := made(t, seeded())
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
		if got := fmt.Sprintf(verb, p); got != "[secret]" {
			t.Errorf("%s printed %d letters", verb, len(got))
		}
	}
	_, err := phrase.Parse("hunter-two-three-four-five-six-seven-eight-nine-ten")
	if err == nil || strings.Contains(err.Error(), "hunter") {
		t.Errorf("error %v quotes what was typed", err)
	}
	p.Wipe()
	if _, err := phrase.Parse(string(p.Secret().Reveal())); err == nil {
		t.Error("a wiped key is valid")
	}
}

func TestSuggest(t *testing.T) {
	if got := phrase.Suggest(" Aba", 5); !slices.Equal(got, []string{"abandon"}) {
		t.Errorf("Suggest(Aba) = %q", got)
	}
	if got := phrase.Suggest("ac", 3); !slices.Equal(got, []string{"access", "accident", "account"}) {
		t.Errorf("Suggest(ac) = %q", got)
	}
	if got := phrase.Suggest("", 3); got != nil {
		t.Errorf("Suggest() = %q", got)
	}
}

func TestFingerprint(t *testing.T) {
	zero := phrase.Fingerprint([32]byte{})
	if zero != [4]string{"abandon", "abandon", "abandon", "abandon"} {
		t.Errorf("fingerprint of zeros = %q", zero)
	}
	var b [32]byte
	for i := range b {
		b[i] = 0xff
	}
	if got := phrase.Fingerprint(b); got != [4]string{"zoo", "zoo", "zoo", "zoo"} {
		t.Errorf("fingerprint of ones = %q", got)
	}
	seen := map[[4]string]bool{}
	for bit := range 44 {
		var one [32]byte
		one[bit/8] = 0x80 >> (bit % 8)
		seen[phrase.Fingerprint(one)] = true
	}
	if len(seen) != 44 || seen[zero] {
		t.Errorf("44 single bits gave %d fingerprints", len(seen))
	}
}

func FuzzParse(f *testing.F) {
	f.Add(fixed)
	f.Add(fixedQR)
	f.Add("1. abandon ２．ability")
	f.Add("TWOFOLD-KEY:")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := phrase.Parse(text)
		if err != nil {
			if p != (phrase.Phrase{}) {
				t.Fatal("an error came with a key")
			}
			return
		}
		for _, form := range []string{string(p.Secret().Reveal()), p.QR()} {
			if q, err := phrase.Parse(form); err != nil || q != p {
				t.Fatalf("the key does not survive its own form: %v", err)
			}
		}
	})
}
