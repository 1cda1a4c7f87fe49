package phrase

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// english.txt is the English word list of BIP 39, byte for byte: 2,048 words
// in alphabetical order, CRC-32 c1dbd296. A test compares its SHA-256.
//
//go:embed english.txt
var english string

const listLen = 2048

// list gives the words in alphabetical order.
var list = sync.OnceValue(func() []string { return strings.Fields(english) })

func word(i uint16) string { return list()[i%listLen] }

// find is the place of a word, or of the only word that begins with it. Four
// letters are always enough; a whole word wins over a longer one ("act" over
// "actor").
func find(text string) (uint16, bool) {
	l := list()
	i, ok := slices.BinarySearch(l, text)
	if ok {
		return uint16(i), true
	}
	if text == "" || i == len(l) || !strings.HasPrefix(l[i], text) {
		return 0, false
	}
	if i+1 < len(l) && strings.HasPrefix(l[i+1], text) {
		return 0, false // more than one word begins so
	}
	return uint16(i), true
}

// Suggest gives up to n words that begin with prefix, in alphabetical order,
// for a field that completes while the user types.
func Suggest(prefix string, n int) []string {
	prefix = strings.ToLower(strings.TrimSpace(prefix))
	l := list()
	i, _ := slices.BinarySearch(l, prefix)
	var out []string
	for ; prefix != "" && i < len(l) && len(out) < n && strings.HasPrefix(l[i], prefix); i++ {
		out = append(out, l[i])
	}
	return out
}

// nearest is the word with the fewest typing errors from text, and how many
// those are: letters wrong, missing, too many, or two neighbours swapped.
// Earlier words win ties.
func nearest(text string) (best string, errors int) {
	const most = 16 // no word has more than 8 letters
	if len(text) > most {
		text = text[:most]
	}
	errors = most + 1
	for _, w := range list() {
		if d := distance(text, w); d < errors {
			best, errors = w, d
		}
	}
	return best, errors
}

// distance is the optimal string alignment distance of two short texts.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
