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
			pair, ok := part.likest(100, func(n int) string { return fmt.Sprintf("%02d", n) }, skin.CodeXL)
			if !ok { // it is not the page with the number
				return false
			}
			pairs = append(pairs, fmt.Sprintf("%02d", pair))
		}
		return true
	})
	return strings.Join(pairs, "")
}

// likest is which of n texts stands in a picture. Texts that differ in one digit
// are alike enough to be taken for each other, so the likest of them counts.
func (p *page) likest(n int, text func(int) string, style skin.Style) (which int, ok bool) {
	best := 0.0
	for i := range n {
		if at, is := p.find(looker.stencil(text(i), style)); is && at.like > best {
			which, best, ok = i, at.like, true
		}
	}
	return which, ok
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

// alone reports whether nothing stands beside a text, as far as a space is
// wide.
func alone(img image.Image, text image.Rectangle) bool {
	const space = 6
	p, min := grey(img), img.Bounds().Min
	ground := p.at(text.Min.X-min.X, text.Min.Y-min.Y)
	for y := text.Min.Y - min.Y; y < text.Max.Y-min.Y; y++ {
		for i := range space {
			for _, x := range []int{text.Min.X - min.X - 1 - i, text.Max.X - min.X + i} {
				if x < 0 || x >= p.w {
					continue
				}
				if d := p.at(x, y) - ground; d > 8 || d < -8 {
					return false
				}
			}
		}
	}
	return true
}

// showsPicture reports whether a part of one window stands in another one. Between
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
	var pairs [][2]int
	for a := range words {
		for b := a + 1; b < len(words); b++ {
			pairs = append(pairs, [2]int{a, b})
		}
	}
	question := func(i int) string {
		text, _, _ := strings.Cut(d.txt.T("sync.key.checkword", "a", pairs[i][0]+1, "b", pairs[i][1]+1), "\u200b")
		return text
	}
	var asked int
	d.wait("question for two words", func() (ok bool) {
		img := d.picture()
		top := img.Bounds()
		top.Max.Y = min(top.Max.Y, 140) // above the fields
		asked, ok = newPage(cropped(img, top)).likest(len(pairs), question, skin.Subtitle)
		return ok
	})
	for _, n := range pairs[asked] {
		d.text(words[n])
		d.key("Return") // to the next field, and from the last one on
	}
}
