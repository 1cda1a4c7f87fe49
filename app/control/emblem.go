package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Emblem is a large icon on a soft ground at the head of a page or sheet.
type Emblem struct {
	base
	icon   string
	tone   Tone
	round  bool
	accent bool
	ground *canvas.Rectangle
	glyph  *glyph
}

// NewEmblem makes a square emblem of 52 in the accent.
func NewEmblem(icon string) *Emblem {
	e := &Emblem{icon: icon, accent: true, ground: &canvas.Rectangle{}, glyph: newGlyph()}
	e.ExtendBaseWidget(e)
	return e
}

// NewResult makes a round emblem of 64 in the colours of a tone, for the end
// of something.
func NewResult(icon string, tone Tone) *Emblem {
	e := &Emblem{icon: icon, tone: tone, round: true, ground: &canvas.Rectangle{}, glyph: newGlyph()}
	e.ExtendBaseWidget(e)
	return e
}

// CreateRenderer implements [fyne.Widget].
func (e *Emblem) CreateRenderer() fyne.WidgetRenderer {
	side := float32(52)
	if e.round {
		side = 64
	}
	return newParts(e, []fyne.CanvasObject{e.ground, e.glyph.Image}, func(s fyne.Size) {
		d, icon := skin.Px(side), skin.Px(26)
		x := (s.Width - d) / 2
		place(e.ground, x, (s.Height-d)/2, d, d)
		e.glyph.placeMid(x+(d-icon)/2, s.Height/2, icon)
	}, func() fyne.Size { return skin.Size(side, side) }, func() {
		ground, ink, radius := e.tone.ground(), e.tone.ink(), skin.Px(14)
		if e.accent {
			ground, ink = skin.AccentSoft, skin.Accent
		}
		if e.round {
			radius = skin.Px(side) / 2
		}
		paint(e.ground, ground, skin.Clear, 0, radius)
		e.glyph.set(e.icon, ink)
	})
}
