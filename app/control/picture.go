package control

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Picture is a drawing as wide as its place, with a line around it. It is as
// high as its own proportions make it.
type Picture struct {
	base
	label string
	image *canvas.Image
	frame *canvas.Rectangle
}

// NewPicture shows img; label says what it is to who cannot see it.
func NewPicture(img image.Image, label string) *Picture {
	p := &Picture{label: label, image: canvas.NewImageFromImage(img), frame: &canvas.Rectangle{FillColor: color.Transparent}}
	p.image.FillMode = canvas.ImageFillContain
	p.ExtendBaseWidget(p)
	return p
}

// Image is what it shows.
func (p *Picture) Image() image.Image { return p.image.Image }

// HeightFor is the height of the picture in a width.
func (p *Picture) HeightFor(width float32) float32 {
	size := p.image.Image.Bounds().Size()
	if size.X == 0 {
		return 0
	}
	return width * float32(size.Y) / float32(size.X)
}

// AccessibilityLabel implements [fyne.Accessible].
func (p *Picture) AccessibilityLabel() string { return p.label }

// AccessibilityRole implements [fyne.Accessible].
func (p *Picture) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (p *Picture) CreateRenderer() fyne.WidgetRenderer {
	return newParts(p, []fyne.CanvasObject{p.image, p.frame}, func(s fyne.Size) {
		place(p.image, 0, 0, s.Width, s.Height)
		place(p.frame, 0, 0, s.Width, s.Height)
	}, func() fyne.Size {
		w := skin.Px(120)
		return fyne.NewSize(w, p.HeightFor(max(w, p.Size().Width)))
	}, func() { paint(p.frame, skin.Clear, skin.Border, 1, 0) })
}
