package phrase

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxText is how much of what was typed or scanned is looked at, in bytes.
// Ten words need a hundred; the rest is room for numbers and line breaks.
const maxText = 4096

// CountError is a text with too few or too many words.
type CountError struct{ Got int }

func (e *CountError) Error() string {
	return fmt.Sprintf("recovery key has %d words, want %d", e.Got, Count)
}

// WordError is a word that is not in the list. Its text names the place
// alone, because what was typed is almost a part of the key.
type WordError struct {
	At   int    // from 1
	Near string // the word it looks most like; empty if none is near
}

func (e *WordError) Error() string {
	return fmt.Sprintf("word %d of the recovery key is not in the list", e.At)
}

// CheckError is ten words of the list whose check word does not fit: a word
// is mistyped, or two are in each other's place. It is never the wrong key of
// another vault. Its text holds no word.
type CheckError struct {
	// Fixes are single changes that look like a slip and make the key valid,
	// the likeliest first. Often there is none.
	Fixes []Fix
}

func (e *CheckError) Error() string { return "check word of the recovery key does not fit" }

// Fix is one change to a mistyped key: the word at place At, from 1, becomes
// Word. If Swap is not 0, the words at At and Swap change places instead.
type Fix struct {
	At   int
	Word string
	Swap int
}

// Parse reads a recovery key as people type and scanners read it: any case,
// words divided by spaces, dashes, commas, dots or line breaks, numbered or
// not, full-width letters, words cut down to their first four letters, or the
// QR form ([Phrase.QR]). The errors are [*CountError], [*WordError] for the
// first bad word, and [*CheckError].
func Parse(text string) (Phrase, error) {
	if len(text) > maxText {
		return Phrase{}, &CountError{Got: len(strings.Fields(text[:maxText]))}
	}
	text = strings.ToLower(norm.NFKC.String(text))
	if p, ok, err := parseQR(text); ok {
		return p, err
	}
	words := strings.FieldsFunc(text, func(r rune) bool {
		// Digits part words too: "1.abandon" is how keys are printed.
		return unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsDigit(r)
	})
	var p Phrase
	for i, w := range words {
		n, ok := find(w)
		if !ok {
			return Phrase{}, wordError(i+1, w, len(words))
		}
		if i < Count {
			p.w[i] = n
		}
	}
	if len(words) != Count {
		return Phrase{}, &CountError{Got: len(words)}
	}
	if syndrome(p.w) != 0 {
		return Phrase{}, &CheckError{Fixes: fixes(p.w)}
	}
	return p, nil
}

// wordError names a bad word, unless the text does not look like a key at
// all: then the number of words is the better hint.
func wordError(at int, w string, count int) error {
	if count > 2*Count {
		return &CountError{Got: count}
	}
	near, slips := nearest(w)
	if slips > 2 || slips >= len(w) {
		near = ""
	}
	return &WordError{At: at, Near: near}
}

// fixes finds slips that explain a wrong check word. Since the code is
// linear, exactly one other word at each place would make the key valid; it
// counts as a slip if it is spelt nearly alike.
func fixes(w [Count]uint16) []Fix {
	var near, swaps, far []Fix
	s := syndrome(w)
	for i := range w {
		other := w[i] ^ mul(s, inverse(weight(i)))
		switch distance(word(w[i]), word(other)) {
		case 1:
			near = append(near, Fix{At: i + 1, Word: word(other)})
		case 2:
			far = append(far, Fix{At: i + 1, Word: word(other)})
		}
		for j := range i {
			v := w
			v[i], v[j] = v[j], v[i]
			if syndrome(v) == 0 {
				swaps = append(swaps, Fix{At: j + 1, Swap: i + 1})
			}
		}
	}
	return append(append(near, swaps...), far...)
}
