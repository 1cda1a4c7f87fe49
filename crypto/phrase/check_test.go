package phrase_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"twofold/crypto/phrase"
)

func TestEverySingleWrongWordIsFound(t *testing.T) {
	words, r := list(t), seeded()
	key := made(t, r).Words()
	for at := range key {
		for _, w := range words {
			if w == key[at] {
				continue
			}
			c := slices.Clone(key)
			c[at] = w
			mustFail(t, c)
		}
	}
}

func TestEverySwapIsFound(t *testing.T) {
	r := seeded()
	for range 200 {
		key := made(t, r).Words()
		for i := range key {
			for j := range i {
				if key[i] == key[j] {
					continue
				}
				c := slices.Clone(key)
				c[i], c[j] = c[j], c[i]
				mustFail(t, c)
			}
		}
	}
}

func mustFail(t *testing.T, words []string) {
	t.Helper()
	var check *phrase.CheckError
	if _, err := phrase.Parse(strings.Join(words, "-")); !errors.As(err, &check) {
		t.Fatalf("Parse of a mistyped key = %v, want a CheckError", err)
	}
}

func TestOtherErrorsSlipThroughOnceIn2048(t *testing.T) {
	words, r := list(t), seeded()
	const tries = 40000
	through := 0
	for range tries {
		c := made(t, r).Words()
		for range 3 {
			c[r.IntN(len(c))] = words[r.IntN(len(words))]
		}
		if _, err := phrase.Parse(strings.Join(c, "-")); err == nil {
			through++
		}
	}
	want := tries / 2048.0
	if dev := math.Abs(float64(through) - want); dev > 6*math.Sqrt(want) {
		t.Errorf("%d of %d wrong keys passed, want about %.0f", through, tries, want)
	}
}

func TestFixesFindTheSlip(t *testing.T) {
	near := func(key []string, fix phrase.Fix) []string {
		c := slices.Clone(key)
		if fix.Swap != 0 {
			c[fix.At-1], c[fix.Swap-1] = c[fix.Swap-1], c[fix.At-1]
			return c
		}
		c[fix.At-1] = fix.Word
		return c
	}
	r := seeded()
	for range 100 {
		key := made(t, r).Words()
		c := slices.Clone(key)
		i, j := r.IntN(10), r.IntN(10)
		if c[i] == c[j] {
			continue
		}
		c[i], c[j] = c[j], c[i]
		var check *phrase.CheckError
		if _, err := phrase.Parse(strings.Join(c, " ")); !errors.As(err, &check) {
			t.Fatalf("Parse = %v", err)
		}
		found := false
		for _, f := range check.Fixes {
			fixed := near(c, f)
			if _, err := phrase.Parse(strings.Join(fixed, " ")); err != nil {
				t.Fatal("a fix does not make the key valid")
			}
			found = found || slices.Equal(fixed, key)
		}
		if !found {
			t.Fatal("the swap is not among the fixes")
		}
	}
}
