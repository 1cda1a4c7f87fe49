package window

import (
	"strings"
	"unicode"
)

// strength is how hard a passphrase is to guess, in four words rather than a
// number that would promise more than it knows.
type strength int

const (
	weak strength = iota
	fair
	good
	strong
)

// strengthOf counts what a guesser has to get right: words for a phrase of
// several, characters otherwise. Repeating costs the guesser nothing.
func strengthOf(pass string) strength {
	words := map[string]bool{}
	for _, w := range strings.FieldsFunc(pass, func(r rune) bool { return unicode.IsSpace(r) || r == '-' }) {
		if len([]rune(w)) > 2 {
			words[strings.ToLower(w)] = true
		}
	}
	chars := map[rune]bool{}
	kinds := map[string]bool{}
	for _, r := range pass {
		chars[r] = true
		kinds[kindOf(r)] = true
	}
	n := len([]rune(pass))
	score := len(words) * 2
	if by := n/4 + len(kinds) - 1; by > score {
		score = by
	}
	if len(chars) < n/3 || n < 8 {
		score = min(score, 2)
	}
	switch {
	case score >= 10:
		return strong
	case score >= 7:
		return good
	case score >= 4:
		return fair
	}
	return weak
}

func kindOf(r rune) string {
	switch {
	case unicode.IsDigit(r):
		return "digit"
	case unicode.IsUpper(r):
		return "upper"
	case r > unicode.MaxASCII:
		return "other"
	case unicode.IsLetter(r):
		return "lower"
	}
	return "sign"
}

// enough is the least that is let through: the user decides, but not for a
// passphrase that is guessed in a minute.
func (s strength) enough() bool { return s >= fair }

// key is the catalogue key of the word for it.
func (s strength) key() string {
	return []string{"sync.pass.weak", "sync.pass.fair", "sync.pass.good", "sync.pass.strong"}[s]
}
