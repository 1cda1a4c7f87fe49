package vault

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// folded is a text as it is searched: NFKC (so that half and full width are
// one), small letters, katakana as hiragana. at gives for every byte the place
// in the original where what it came from begins; nil if the places are equal.
type folded struct {
	text string
	at   []int32
	size int // of the original
}

// fold is the text alone.
func fold(s string) string { return foldPlaces(s).text }

func foldPlaces(s string) folded {
	ascii := true
	for i := range len(s) {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		b := []byte(s)
		for i, c := range b {
			if c >= 'A' && c <= 'Z' {
				b[i] = c | 0x20
			}
		}
		return folded{text: string(b), size: len(s)}
	}
	var text, part []byte
	var at []int32
	var it norm.Iter
	for it.InitString(norm.NFKC, s); !it.Done(); {
		from := int32(it.Pos())
		part = part[:0]
		for _, r := range string(it.Next()) {
			part = appendFolded(part, r)
		}
		// A small letter may compose with the accent behind the large one.
		text = append(text, norm.NFKC.Bytes(part)...)
		for len(at) < len(text) {
			at = append(at, from)
		}
	}
	return folded{string(text), at, len(s)}
}

// appendFolded writes one character of a text in NFKC.
func appendFolded(b []byte, r rune) []byte {
	switch {
	case r >= 'ァ' && r <= 'ヶ':
		r -= 'ァ' - 'ぁ'
	case r == 'ß' || r == 'ẞ':
		return append(b, "ss"...)
	case r == 'ς':
		r = 'σ'
	default:
		r = unicode.ToLower(r)
	}
	return append(b, string(r)...)
}

// place turns a range of the folded text into one of the original, widened to
// whole characters.
func (f folded) place(from, to int) [2]int {
	if f.at == nil {
		return [2]int{from, to}
	}
	start, end := int(f.at[from]), f.size
	for i := to; i < len(f.at); i++ {
		if f.at[i] != f.at[to-1] {
			end = int(f.at[i])
			break
		}
	}
	return [2]int{start, end}
}
