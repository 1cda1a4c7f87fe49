package skin_test

import (
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"twofold/app/skin"
)

// outline is how a face draws a character, in units of the font.
type outline struct {
	segments []sfnt.Segment
	advance  fixed.Int26_6
}

// outlines gives every character that a face has, and its measures.
func outlines(t *testing.T, r fyne.Resource) (map[rune]outline, font.Metrics) {
	t.Helper()
	f, err := sfnt.Parse(r.Content())
	if err != nil {
		t.Fatal(err)
	}
	var buf sfnt.Buffer
	em := fixed.I(int(f.UnitsPerEm()))
	all := map[rune]outline{}
	for c := rune(' '); c < 0x3000; c++ {
		index, err := f.GlyphIndex(&buf, c)
		if err != nil || index == 0 {
			continue
		}
		segments, err := f.LoadGlyph(&buf, index, em, nil)
		if err != nil {
			t.Fatalf("%s, %q: %v", r.Name(), c, err)
		}
		advance, err := f.GlyphAdvance(&buf, index, em, font.HintingNone)
		if err != nil {
			t.Fatalf("%s, %q: %v", r.Name(), c, err)
		}
		all[c] = outline{append([]sfnt.Segment(nil), segments...), advance}
	}
	m, err := f.Metrics(&buf, em, font.HintingNone)
	if err != nil {
		t.Fatal(err)
	}
	return all, m
}

// TestLatinFaces: the Latin part of a face draws what the whole draws, so that a
// word looks the same beside a Japanese one.
func TestLatinFaces(t *testing.T) {
	for _, style := range []skin.Style{skin.Body, skin.BodyBold} {
		part, partly := outlines(t, skin.Latin(style))
		whole, wholly := outlines(t, style.Face)
		if partly != wholly {
			t.Errorf("%s measures %+v, the whole %+v", skin.Latin(style).Name(), partly, wholly)
		}
		if len(part) < 300 {
			t.Errorf("%s has %d characters", skin.Latin(style).Name(), len(part))
		}
		for c := ' '; c <= '~'; c++ {
			if _, ok := part[c]; !ok { // nobody asks before drawing with it
				t.Errorf("%s lacks %q", skin.Latin(style).Name(), c)
			}
		}
		for c, o := range part {
			if !reflect.DeepEqual(o, whole[c]) {
				t.Errorf("%s draws %q otherwise than the whole face", skin.Latin(style).Name(), c)
			}
		}
	}
}

// TestLatinFacesInLines: what stands between two characters is the same too.
func TestLatinFacesInLines(t *testing.T) {
	driver := test.NewTempApp(t).Driver()
	for _, style := range []skin.Style{skin.Body, skin.BodyBold} {
		part, _ := outlines(t, skin.Latin(style))
		for first := range part {
			var line strings.Builder
			for second := range part {
				line.WriteRune(first)
				line.WriteRune(second)
			}
			whole, base := driver.RenderedTextSize(line.String(), 100, style.Style, style.Face)
			size, own := driver.RenderedTextSize(line.String(), 100, style.Style, skin.Latin(style))
			if size != whole || base != own {
				t.Fatalf("%s: pairs with %q take %v, %v; the whole face %v, %v", style.Face.Name(), first, size, own, whole, base)
			}
		}
	}
}
