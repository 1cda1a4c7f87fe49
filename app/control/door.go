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
	head        *Paragraph
	arrow       *glyph
}

var (
	_ fyne.Focusable  = (*Door)(nil)
	_ fyne.Accessible = (*Door)(nil)
)

// NewDoor makes a door. icon is a name of package assets.
func NewDoor(icon, title, detail string, tapped func()) *Door {
	d := &Door{icon: icon, title: title, detail: NewParagraph(detail, skin.Small, skin.Text2),
		ground: &canvas.Rectangle{}, glyph: newGlyph(), head: NewParagraph(title, skin.BodyBold, skin.Text), arrow: newGlyph()}
	d.bind(d, tapped, func() { d.Refresh() })
	return d
}

// AccessibilityLabel implements [fyne.Accessible].
func (d *Door) AccessibilityLabel() string { return d.title + ", " + d.detail.Text() }

// HeightFor is the height of the card in a width.
func (d *Door) HeightFor(width float32) float32 {
	_, room := d.room(width)
	return skin.Px(13+13) + d.head.HeightFor(room) + d.detail.HeightFor(room)
}

// room is where the words begin, and what is left for them.
func (d *Door) room(width float32) (left, room float32) {
	left = snug(15, width) + skin.Px(22) + snug(13, width)
	return left, width - left - snug(12, width) - skin.Px(18) - snug(6, width)
}

// CreateRenderer implements [fyne.Widget].
func (d *Door) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{d.ground, d.glyph.Image, d.head, d.detail, d.arrow.Image, d.ring}
	return newParts(d, objects, func(size fyne.Size) {
		px := skin.Px
		place(d.ground, 0, 0, size.Width, size.Height)
		d.placeRing(size)
		d.glyph.placeMid(snug(15, size.Width), size.Height/2, px(22))
		left, room := d.room(size.Width)
		head := d.head.HeightFor(room)
		place(d.head, left, px(12), room, head)
		d.detail.Hint(room)
		place(d.detail, left, px(12)+head, room, d.detail.HeightFor(room))
		d.arrow.placeMid(size.Width-snug(12, size.Width)-px(18), size.Height/2, px(18))
	}, func() fyne.Size { return fyne.NewSize(skin.Px(120), d.HeightFor(max(d.Size().Width, skin.Px(320)))) }, d.paint)
}

func (d *Door) paint() {
	ground := skin.Surface
	if d.hovered && !d.disabled {
		ground = skin.Hover
	}
	paint(d.ground, ground, skin.Border, 1, skin.Px(12))
	d.glyph.set(d.icon, skin.Accent)
	d.arrow.set("chevron-right", skin.Text3)
	d.paintRing(skin.Px(12))
}
