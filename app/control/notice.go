package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Notice is a message in the page: an icon, words, and the colours of a tone.
type Notice struct {
	base
	icon   string
	tone   Tone
	ground *canvas.Rectangle
	glyph  *glyph
	text   *Paragraph
}

// NewNotice makes a message. An empty text takes no room.
func NewNotice(tone Tone, text string) *Notice {
	n := &Notice{tone: tone, ground: &canvas.Rectangle{}, glyph: newGlyph()}
	n.icon = [...]string{"info", "check", "alert", "alert"}[tone]
	n.text = NewParagraph(text, skin.Small, tone.ink())
	n.ExtendBaseWidget(n)
	n.Hidden = text == ""
	return n
}

// Set changes tone and words. An empty text takes no room.
func (n *Notice) Set(tone Tone, text string) {
	n.tone, n.icon = tone, [...]string{"info", "check", "alert", "alert"}[tone]
	n.text.SetText(text)
	n.text.SetColour(tone.ink())
	n.Hidden = text == ""
	n.Refresh()
}

// HeightFor is the height of the message in a width.
func (n *Notice) HeightFor(width float32) float32 {
	return skin.Px(20) + n.text.HeightFor(width-skin.Px(40+12))
}

// CreateRenderer implements [fyne.Widget].
func (n *Notice) CreateRenderer() fyne.WidgetRenderer {
	return newParts(n, []fyne.CanvasObject{n.ground, n.glyph.Image, n.text}, func(s fyne.Size) {
		place(n.ground, 0, 0, s.Width, s.Height)
		n.glyph.placeMid(skin.Px(12), skin.Px(10)+skin.Small.Line()/2, skin.Px(18))
		place(n.text, skin.Px(40), skin.Px(10), s.Width-skin.Px(52), s.Height-skin.Px(20))
	}, func() fyne.Size {
		return fyne.NewSize(skin.Px(160), n.HeightFor(max(n.Size().Width, skin.Px(160))))
	}, func() {
		paint(n.ground, n.tone.ground(), skin.Clear, 0, skin.Px(10))
		n.glyph.set(n.icon, n.tone.ink())
		n.text.Refresh()
	})
}
