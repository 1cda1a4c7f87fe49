package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Card puts content on a surface with a hairline and space around.
type Card struct {
	base
	content fyne.CanvasObject
	inset   Inset
	plain   bool
	tinted  bool
	tone    Tone
	ground  *canvas.Rectangle
}

// NewCard makes a card.
func NewCard(content fyne.CanvasObject) *Card {
	c := &Card{content: content, inset: Sides(14, 12), ground: &canvas.Rectangle{}}
	c.ExtendBaseWidget(c)
	return c
}

// Inset sets the space around the content, and gives the card back.
func (c *Card) Inset(i Inset) *Card {
	c.inset = i
	return c
}

// Sunk paints the card in the colour of the window, for use on a sheet, and
// gives it back.
func (c *Card) Sunk() *Card {
	c.plain = true
	return c
}

// Tinted paints the card in the colours of a tone, for something that has to
// be seen, and gives it back.
func (c *Card) Tinted(tone Tone) *Card {
	c.tinted, c.tone = true, tone
	return c
}

// HeightFor is the height of the card in a width.
func (c *Card) HeightFor(width float32) float32 {
	return heightOf(c.content, width-c.inset.across(width)) + skin.Px(c.inset.Top+c.inset.Bottom)
}

// Narrowest is the least width the card can do with.
func (c *Card) Narrowest() float32 {
	return narrowest(c.content) + c.inset.across(0)
}

// CreateRenderer implements [fyne.Widget].
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	return newParts(c, []fyne.CanvasObject{c.ground, c.content}, func(s fyne.Size) {
		place(c.ground, 0, 0, s.Width, s.Height)
		w, h := s.Width-c.inset.across(s.Width), s.Height-skin.Px(c.inset.Top+c.inset.Bottom)
		place(c.content, snug(c.inset.Left, s.Width), skin.Px(c.inset.Top), w, h)
	}, func() fyne.Size {
		w := c.Narrowest()
		return fyne.NewSize(w, c.HeightFor(max(w, c.Size().Width)))
	}, func() {
		switch {
		case c.tinted:
			paint(c.ground, c.tone.ground(), c.tone.ink(), 1, skin.Px(12))
		case c.plain:
			paint(c.ground, skin.Bg, skin.Clear, 0, skin.Px(12))
		default:
			paint(c.ground, skin.Surface, skin.Border, 1, skin.Px(12))
		}
		c.content.Refresh()
	})
}
