package identity

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
)

// mostFormer is how many former identities are kept.
const mostFormer = 4

// former is an age identity that this computer had before it took new keys,
// kept to read with.
//
// Two copies of one disk may find each other at the same moment, and both take
// new keys. Then each writes to the keys that both have given up, and neither
// knows the new ones of the other: without the old identity they could never
// read each other again. It is no power that a copy would not have anyway.
type former struct {
	box   sealed.Identity
	since time.Time // when it was given up
}

// Succeed makes k the keys that follow old: they read what was addressed to
// old, and what that one could still read.
func (k *Keys) Succeed(old *Keys, now time.Time) {
	k.former = append([]former{{old.box, now.UTC().Truncate(time.Second)}}, old.former...)
	k.former = k.former[:min(len(k.former), mostFormer)]
}

// Identities open files addressed to this computer, or to one that it was.
func (k *Keys) Identities() []sealed.Identity {
	out := []sealed.Identity{k.box}
	for _, f := range k.former {
		out = append(out, f.box)
	}
	return out
}

// Forget drops the identities that were given up before a moment, and reports
// whether there were any.
func (k *Keys) Forget(before time.Time) bool {
	n := len(k.former)
	k.former = slices.DeleteFunc(k.former, func(f former) bool { return f.since.Before(before) })
	return len(k.former) < n
}

// line is "former 2026-11-22T12:00:00Z AGE-SECRET-KEY-PQ-1…", a comment to age.
func (f former) line() []byte {
	key := f.box.Line()
	defer key.Wipe()
	return fmt.Appendf(nil, "# former %s %s\n", f.since.Format(time.RFC3339), key.Reveal())
}

func parseFormer(value string) (former, error) {
	date, key, _ := strings.Cut(value, " ")
	since, err := time.Parse(time.RFC3339, date)
	if err != nil {
		return former{}, fmt.Errorf("former identity: %w", ErrMalformed)
	}
	box, err := sealed.ParseIdentity(secret.FromString(key))
	if err != nil {
		return former{}, fmt.Errorf("former identity: %w", ErrMalformed)
	}
	return former{box, since}, nil
}
