package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"twofold/app/control"
	"twofold/app/skin"
)

// hero is a page with one thing to do: the mark, a title and a column in the
// middle of the window, which scrolls when the text is too large for it.
func hero(width float32, objects ...fyne.CanvasObject) fyne.CanvasObject {
	mark := canvas.NewImageFromResource(skin.Mark())
	mark.FillMode = canvas.ImageFillContain
	column := control.NewColumn(10, append([]fyne.CanvasObject{control.Middle(sized(mark, 54, 54)), control.Gap(10)}, objects...)...)
	inner := &fyne.Container{Layout: centred{width, column}, Objects: []fyne.CanvasObject{column}}
	scroll := container.NewVScroll(inner)
	ground := control.NewGround(skin.Bg)
	return container.NewStack(ground, scroll)
}

// centred puts a column of a width into the middle, a little above it.
type centred struct {
	width  float32
	column *control.Column
}

func (c centred) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	width := min(skin.Px(c.width), size.Width-min(skin.Px(48), size.Width*0.1))
	height := c.column.HeightFor(width)
	c.column.Hint(width)
	top := max(skin.Px(24), (size.Height-height)*0.38)
	c.column.Resize(fyne.NewSize(width, height))
	c.column.Move(fyne.NewPos((size.Width-width)/2, top))
}

func (c centred) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, c.column.MinSize().Height+skin.Px(48))
}

// titleText is the heading of a hero page.
func titleText(text string, style skin.Style) *control.Paragraph {
	return control.NewParagraph(text, style, skin.Text).Centred()
}

// hintText is a quiet line in the middle.
func hintText(text string) *control.Paragraph {
	return control.NewParagraph(text, skin.Small, skin.Text2).Centred()
}
