package window

import (
	"fmt"

	"fyne.io/fyne/v2"
)

// body is what scrolls up and down, or a picture to work upon: the height of
// it that can be seen, and that of all of it.
type body struct{ seen, all float32 }

// least is the part of the window's height that the body of a page has, unless
// it needs less: four lines of text in the smallest window at the largest size.
const least = 0.28

// cramped says whether what stands still leaves the body no room.
func (l *laid) cramped(size fyne.Size) []string {
	var best body // the largest is that of the page; the others are beside it
	for _, b := range l.bodies {
		if b.seen > best.seen {
			best = b
		}
	}
	var out []string
	if len(l.bodies) > 0 && best.seen < min(best.all, least*size.Height) {
		out = append(out, fmt.Sprintf("the body has %.0f of its %.0f", best.seen, best.all))
	}
	if !l.listed || len(l.rows) == 0 {
		return out
	}
	for _, r := range l.rows {
		if r.box.and(r.clip) == r.box && l.codeIn(r) {
			return out
		}
	}
	return append(out, "no account can be seen with its code")
}

// codeIn reports whether a row shows a code.
func (l *laid) codeIn(row seen) bool {
	for _, t := range l.texts {
		if within(t.path, row.path) && isDigits(t.text) && t.box.and(t.clip) == t.box {
			return true
		}
	}
	return false
}

func isDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return len(s) >= 3
}
