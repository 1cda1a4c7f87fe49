package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Ground is a plain area in the colour of a token. A bare rectangle keeps the
// colour it was made with when the desktop turns from light to dark.
type Ground struct {
	base
	token fyne.ThemeColorName
	area  *canvas.Rectangle
}

// NewGround makes an area in the colour of a token.
func NewGround(token fyne.ThemeColorName) *Ground {
	g := &Ground{token: token, area: &canvas.Rectangle{}}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements [fyne.Widget].
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	return newParts(g, []fyne.CanvasObject{g.area},
		func(s fyne.Size) { place(g.area, 0, 0, s.Width, s.Height) },
		func() fyne.Size { return fyne.Size{} },
		func() { paint(g.area, g.token, skin.Clear, 0, 0) })
}
