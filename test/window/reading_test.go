//go:build window

package window_test

import (
	"context"
	"fmt"
	"image"
	"strings"
	"testing"

	"twofold/app/session"
	"twofold/app/skin"
)

// number reads the six digits that stand large in the middle of the window, a
// pair at a time: in a third of the window there is no other text so large.
func (d *desk) number() string {
	d.t.Helper()
	var pairs []string
	d.waitFor(far, "number", func() bool {
		img := d.picture()
		whole := looker.stencil("00 00 00", skin.CodeXL)
		digit := whole.w / 8
		left := img.Bounds().Min.X + img.Bounds().Dx()/2 - whole.w/2
		pairs = nil
		for i := range 3 {
			x := left + i*3*digit
			part := newPage(cropped(img, image.Rect(x-digit/2, img.Bounds().Min.Y, x+2*digit+digit/2, img.Bounds().Max.Y)))
			for n := range 100 {
				pair := fmt.Sprintf("%02d", n)
				if _, ok := part.find(looker.stencil(pair, skin.CodeXL)); ok {
					pairs = append(pairs, pair)
					break
				}
			}
			if len(pairs) == i { // nothing here: it is not the page with the number
				return false
			}
		}
		return true
	})
	return strings.Join(pairs, "")
}

func cropped(img image.Image, r image.Rectangle) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	for y := range r.Dy() {
		for x := range r.Dx() {
			out.Set(x, y, img.At(r.Min.X+x, r.Min.Y+y))
		}
	}
	return out
}

// lineAbove is the lowest line of text above y in the middle of a picture,
// with a margin of ground. The edge of a card is no text: it is all of one
// colour.
func lineAbove(img image.Image, y int) image.Rectangle {
	p := grey(img)
	const margin = 4
	left, right := p.w/6, p.w*5/6
	inked := func(y int) (box image.Rectangle) {
		ground, same := p.at(left, y), true
		for x := left; x < right; x++ {
			if d := p.at(x, y) - ground; d > 24 || d < -24 {
				box, same = box.Union(image.Rect(x, y, x+1, y+1)), false
			}
		}
		if same {
			return image.Rectangle{}
		}
		return box
	}
	var line image.Rectangle
	for empty := 0; y > 0 && (line.Empty() || empty < margin); y-- {
		row := inked(y)
		if empty++; !row.Empty() {
			line, empty = line.Union(row), 0
		}
	}
	if line.Empty() {
		return line
	}
	return line.Inset(-margin / 2)
}

// shows reports whether a part of one window stands in another one. Between
// two pixels a text is drawn a little differently; other words are nothing
// like it.
func (d *desk) showsPicture(part image.Image) bool {
	d.t.Helper()
	at, _ := newPage(d.picture()).find(cutOut(grey(part)))
	return at.like >= 0.95
}

// keyIn reads the recovery key from a picture or a kit, as the program does.
func keyIn(t *testing.T, path string) []string {
	t.Helper()
	words, err := session.ReadKeyFile(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(strings.ReplaceAll(words, "-", " "))
}

// seeWords waits until all words of a recovery key are on the page.
func (d *desk) seeWords(words []string) {
	d.t.Helper()
	d.wait("words of the recovery key", func() bool {
		page := newPage(d.picture())
		for _, w := range words {
			if _, ok := page.find(looker.stencil(w, skin.CodeMono)); !ok {
				return false
			}
		}
		return len(words) > 0
	})
}

// typeAsked types back the two words that the page asks for.
func (d *desk) typeAsked(words []string) {
	d.t.Helper()
	var asked [2]int
	d.wait("question for two words", func() bool {
		img := d.picture()
		for a := 1; a < len(words); a++ {
			for b := a + 1; b <= len(words); b++ {
				question, _, _ := strings.Cut(d.txt.T("sync.key.checkword", "a", a, "b", b), "\u200b")
				if _, ok := looker.find(img, question); ok {
					asked = [2]int{a, b}
					return true
				}
			}
		}
		return false
	})
	for _, n := range asked {
		d.text(words[n-1])
		d.key("Return") // to the next field, and from the last one on
	}
}
