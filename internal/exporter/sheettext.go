package exporter

import (
	"fmt"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face draws text as outlines. The PDF library embeds fonts with TrueType
// outlines only, and ours have the other kind; as shapes, every face prints on
// every printer, and nothing of a secret is left in the file as text.
type face struct {
	font *sfnt.Font
	buf  sfnt.Buffer
	em   fixed.Int26_6
	made map[rune]glyph
}

// glyph is the outline of one character in units of the font.
type glyph struct {
	segments sfnt.Segments
	advance  float64 // ems
}

func newFace(data []byte) (*face, error) {
	f, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	return &face{font: f, em: fixed.I(int(f.UnitsPerEm())), made: map[rune]glyph{}}, nil
}

// glyph is the outline of r, or that of the font's box for what it does not
// have.
func (f *face) glyph(r rune) glyph {
	if g, ok := f.made[r]; ok {
		return g
	}
	var g glyph
	if i, err := f.font.GlyphIndex(&f.buf, r); err == nil {
		if s, err := f.font.LoadGlyph(&f.buf, i, f.em, nil); err == nil {
			g.segments = append(sfnt.Segments(nil), s...) // the buffer is used again
		}
		if a, err := f.font.GlyphAdvance(&f.buf, i, f.em, font.HintingNone); err == nil {
			g.advance = float64(a) / float64(f.em)
		}
	}
	f.made[r] = g
	return g
}

// width is how wide a text comes out at a size, both in millimetres.
func (f *face) width(text string, size float64) float64 {
	w := 0.0
	for _, r := range text {
		w += f.glyph(r).advance * size
	}
	return w
}

// fitted cuts a text to a width.
func (f *face) fitted(text string, size, most float64) string {
	if f.width(text, size) <= most {
		return text
	}
	r := []rune(text)
	for len(r) > 0 && f.width(string(r)+"…", size) > most {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}

// draw puts the text's base line at x, y. Sizes are the height of an em in
// millimetres.
func (f *face) draw(pdf pen, text string, x, y, size float64) {
	scale := size / float64(f.em)
	at := func(p fixed.Point26_6, x float64) (float64, float64) {
		return x + float64(p.X)*scale, y + float64(p.Y)*scale
	}
	for _, r := range text {
		g := f.glyph(r)
		open := false
		var cx, cy float64 // where the pen is, for quadratic curves
		for _, s := range g.segments {
			ax, ay := at(s.Args[0], x)
			bx, by := at(s.Args[1], x)
			ex, ey := at(s.Args[2], x)
			switch s.Op {
			case sfnt.SegmentOpMoveTo:
				if open {
					pdf.ClosePath()
				}
				pdf.MoveTo(ax, ay)
				cx, cy, open = ax, ay, true
			case sfnt.SegmentOpLineTo:
				pdf.LineTo(ax, ay)
				cx, cy = ax, ay
			case sfnt.SegmentOpQuadTo:
				// The same curve as a cubic one.
				pdf.CurveBezierCubicTo(cx+(ax-cx)*2/3, cy+(ay-cy)*2/3, bx+(ax-bx)*2/3, by+(ay-by)*2/3, bx, by)
				cx, cy = bx, by
			case sfnt.SegmentOpCubeTo:
				pdf.CurveBezierCubicTo(ax, ay, bx, by, ex, ey)
				cx, cy = ex, ey
			}
		}
		if open {
			pdf.ClosePath()
			pdf.DrawPath("f")
		}
		x += g.advance * size
	}
}
