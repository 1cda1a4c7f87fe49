package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// DropHint tells that files can be dropped on the window. The toolkit says
// nothing while files hover, so the hint is there all the time.
type DropHint struct {
	base
	box   *canvas.Rectangle
	glyph *glyph
	text  *Paragraph
}

// NewDropHint makes the hint.
func NewDropHint(text string) *DropHint {
	d := &DropHint{box: &canvas.Rectangle{}, glyph: newGlyph()}
	d.text = NewParagraph(text, skin.Caption, skin.Text3).Centred()
	d.ExtendBaseWidget(d)
	return d
}

// HeightFor is the height of the hint in a width.
func (d *DropHint) HeightFor(width float32) float32 {
	return skin.Px(14+20+6+14) + d.text.HeightFor(width-skin.Px(32))
}

// CreateRenderer implements [fyne.Widget].
func (d *DropHint) CreateRenderer() fyne.WidgetRenderer {
	return newParts(d, []fyne.CanvasObject{d.box, d.glyph.Image, d.text}, func(s fyne.Size) {
		place(d.box, 0, 0, s.Width, s.Height)
		side := skin.Px(20)
		d.glyph.placeMid((s.Width-side)/2, skin.Px(14)+side/2, side)
		place(d.text, skin.Px(16), skin.Px(14+20+6), s.Width-skin.Px(32), d.text.HeightFor(s.Width-skin.Px(32)))
	}, func() fyne.Size {
		return fyne.NewSize(skin.Px(160), d.HeightFor(max(d.Size().Width, skin.Px(160))))
	}, func() {
		paint(d.box, skin.Clear, skin.Border, 1, skin.Px(12))
		d.glyph.set("image", skin.Text3)
		d.text.Refresh()
	})
}
