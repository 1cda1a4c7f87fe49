package control

import (
	"strings"

	"twofold/app/skin"
)

// Item is what a row shows of an account apart from its codes. All values are
// plain; the row computes nothing.
type Item struct {
	ID       string
	Title    string
	Subtitle string
	Avatar   Avatar
	Kind     RowKind
	Pinned   bool
	// TitleHit and SubtitleHit are the parts a search found.
	TitleHit, SubtitleHit Spans
}

// RowKind says what stands at the right of a row.
type RowKind int

// The kinds of rows.
const (
	Timed   RowKind = iota // a code with a countdown
	Counter                // a code that changes when asked for (HOTP)
	Action                 // no code until the user has done something
)

// Codes is what changes by the second. Codes are without spaces.
type Codes struct {
	Code, Next string // empty while there is none to show
	// Left and Period are seconds. Left counts down to 1.
	Left, Period int
	Hidden       bool // show dots; Code may be empty
}

// Density is the height of rows.
type Density int

// The densities. The zero value is the normal one.
const (
	Comfortable Density = iota // 66
	CompactRows                // 48: no next code, names on one line
	LargeRows                  // 84: larger code
)

// ShowNext says when the next code is shown.
type ShowNext int

// The choices of the settings page. The zero value is always.
const (
	NextAlways ShowNext = iota
	NextLast            // in the last [Urgent] seconds
	NextNever
)

// Look is the part of the settings that rows follow.
type Look struct {
	Density Density
	Next    ShowNext
	// Still shows seconds in words instead of a ring, in steps of five.
	Still bool
}

// RowHeight is the height of every row in this look and the text scale in use.
func (l Look) RowHeight() float32 {
	switch {
	case skin.TwoLines() && l.Density == LargeRows:
		return skin.Px(122)
	case skin.TwoLines():
		return skin.Px(104)
	case l.Density == CompactRows:
		return skin.Px(48)
	case l.Density == LargeRows:
		return skin.Px(84)
	}
	return skin.Px(66)
}

// split gives the two groups a code is read in: 6 as 3+3, 7 as 3+4, 8 as 4+4.
// Codes of other lengths and codes with letters, as Steam's, stay whole.
func split(code string) (head, tail string) {
	for _, r := range code {
		if (r < '0' || r > '9') && r != '•' {
			return code, ""
		}
	}
	runes := []rune(code)
	switch len(runes) {
	case 6, 7:
		return string(runes[:3]), string(runes[3:])
	case 8:
		return string(runes[:4]), string(runes[4:])
	case 9, 10:
		return string(runes[:len(runes)/2]), string(runes[len(runes)/2:])
	}
	return code, ""
}

// spaced is a code in its groups as one text, for small print.
func spaced(code string) string {
	head, tail := split(code)
	if tail == "" {
		return head
	}
	return head + " " + tail
}

// dots stand for a code that is hidden; they tell nothing of its length.
var dots = strings.Repeat("•", 6)
