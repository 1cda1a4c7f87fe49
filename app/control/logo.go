package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Logo is the sheet with the folded corner, size in units of the normal text
// size.
func Logo(size float32) fyne.CanvasObject {
	l := &logo{size: size, img: &canvas.Image{FillMode: canvas.ImageFillContain}}
	l.ExtendBaseWidget(l)
	return l
}

type logo struct {
	base
	size float32
	img  *canvas.Image
}

// CreateRenderer implements [fyne.Widget].
func (l *logo) CreateRenderer() fyne.WidgetRenderer {
	return newParts(l, []fyne.CanvasObject{l.img}, func(s fyne.Size) {
		d := skin.Px(l.size)
		place(l.img, (s.Width-d)/2, (s.Height-d)/2, d, d)
	}, func() fyne.Size { return skin.Size(l.size, l.size) }, func() {
		l.img.Resource = skin.Mark()
		l.img.Refresh()
	})
}
