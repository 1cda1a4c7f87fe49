package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Door is a way into something, as a card: an icon, what it is, and a line
// that explains it.
type Door struct {
	press
	icon, title string
	detail      *Paragraph
	ground      *canvas.Rectangle
	glyph       *glyph
	head        *canvas.Text
	arrow       *glyph
}

var (
	_ fyne.Focusable  = (*Door)(nil)
	_ fyne.Accessible = (*Door)(nil)
)

// NewDoor makes a door. icon is a name of package assets.
func NewDoor(icon, title, detail string, tapped func()) *Door {
	d := &Door{icon: icon, title: title, detail: NewParagraph(detail, skin.Small, skin.Text2),
		ground: &canvas.Rectangle{}, glyph: newGlyph(), head: &canvas.Text{}, arrow: newGlyph()}
	d.bind(d, tapped, func() { d.Refresh() })
	return d
}

// AccessibilityLabel implements [fyne.Accessible].
func (d *Door) AccessibilityLabel() string { return d.title + ", " + d.detail.Text() }

// HeightFor is the height of the card in a width.
func (d *Door) HeightFor(width float32) float32 {
	return skin.Px(13+13) + skin.BodyBold.Line() + d.detail.HeightFor(d.room(width))
}

// room is what is left for the words.
func (d *Door) room(width float32) float32 { return width - skin.Px(50+36) }

// CreateRenderer implements [fyne.Widget].
func (d *Door) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{d.ground, d.glyph.Image, d.head, d.detail, d.arrow.Image, d.ring}
	return newParts(d, objects, func(size fyne.Size) {
		px := skin.Px
		place(d.ground, 0, 0, size.Width, size.Height)
		d.placeRing(size)
		d.glyph.placeMid(px(15), size.Height/2, px(22))
		placeText(d.head, px(50), px(12))
		d.detail.Hint(d.room(size.Width))
		place(d.detail, px(50), px(12)+skin.BodyBold.Line(), d.room(size.Width), d.detail.HeightFor(d.room(size.Width)))
		d.arrow.placeMid(size.Width-px(30), size.Height/2, px(18))
	}, func() fyne.Size { return fyne.NewSize(skin.Px(220), d.HeightFor(max(d.Size().Width, skin.Px(320)))) }, d.paint)
}

func (d *Door) paint() {
	ground := skin.Surface
	if d.hovered && !d.disabled {
		ground = skin.Hover
	}
	paint(d.ground, ground, skin.Border, 1, skin.Px(12))
	d.glyph.set(d.icon, skin.Accent)
	d.arrow.set("chevron-right", skin.Text3)
	skin.SetText(d.head, d.title, skin.BodyBold, skin.Text)
	d.paintRing(skin.Px(12))
}
