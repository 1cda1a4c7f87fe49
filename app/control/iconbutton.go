package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// IconButton is a square button with an icon and no words. Its name is for
// people who do not see the icon.
type IconButton struct {
	press
	icon, name string
	kind       ButtonKind
	side       float32
	soft       bool // a quiet icon beside quiet words

	// OnTapped may be nil.
	OnTapped func()

	ground *canvas.Rectangle
	glyph  *glyph
}

var (
	_ fyne.Widget     = (*IconButton)(nil)
	_ fyne.Focusable  = (*IconButton)(nil)
	_ fyne.Accessible = (*IconButton)(nil)
)

// NewIconButton makes a button 38 wide and high, as beside the search field.
// Of the kinds, Primary and Quiet make sense.
func NewIconButton(icon, name string, kind ButtonKind, tapped func()) *IconButton {
	b := &IconButton{icon: icon, name: name, kind: kind, side: 38, OnTapped: tapped,
		ground: &canvas.Rectangle{}, glyph: newGlyph()}
	b.bind(b, func() {
		if b.OnTapped != nil {
			b.OnTapped()
		}
	}, func() { b.Refresh() })
	return b
}

// Small makes the button 32 wide and high, as in the status bar, and gives it
// back.
func (b *IconButton) Small() *IconButton {
	b.side = 32
	return b
}

// SetIcon changes icon and name.
func (b *IconButton) SetIcon(icon, name string) {
	b.icon, b.name = icon, name
	b.Refresh()
}

// AccessibilityLabel implements [fyne.Accessible].
func (b *IconButton) AccessibilityLabel() string { return b.name }

// CreateRenderer implements [fyne.Widget].
func (b *IconButton) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{b.ground, b.glyph.Image, b.ring}
	return newParts(b, objects, func(size fyne.Size) {
		side := skin.Px(b.side)
		x, y := (size.Width-side)/2, (size.Height-side)/2
		place(b.ground, x, y, side, side)
		out := float32(ringOutside)
		if b.side < 38 {
			out-- // the ring of the button in the status bar is as high as the bar
		}
		place(b.ring, x-out, y-out, side+2*out, side+2*out)
		b.glyph.placeMid(x+(side-skin.Px(20))/2, size.Height/2, skin.Px(20))
	}, func() fyne.Size { return skin.Size(b.side, b.side) }, b.paint)
}

func (b *IconButton) paint() {
	ground, ink := skin.Clear, skin.Text
	if b.soft {
		ink = skin.Text2
	}
	if b.hovered {
		ground = skin.Surface2
	}
	if b.kind == Primary {
		ground, ink = skin.Accent, skin.OnAccent
	}
	if b.disabled {
		ink = skin.Text3
	}
	radius := skin.Px(10)
	paint(b.ground, ground, skin.Clear, 0, radius)
	if b.kind == Primary && b.hovered && !b.disabled {
		b.ground.FillColor = lift(b.ground.FillColor)
		b.ground.Refresh()
	}
	b.glyph.set(b.icon, ink)
	b.paintRing(radius)
}

// lift is a filled ground under the pointer: a tenth of the way to the text
// colour that stands on the window, darker in light themes and lighter in
// dark ones, so the words on it keep their contrast.
func lift(c color.Color) color.Color {
	r, g, b, _ := c.RGBA()
	tr, tg, tb, _ := skin.Color(skin.Text).RGBA()
	mix := func(a, t uint32) uint8 { return uint8((a*9 + t) / 10 >> 8) }
	return color.NRGBA{R: mix(r, tr), G: mix(g, tg), B: mix(b, tb), A: 0xFF}
}
