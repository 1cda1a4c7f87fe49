package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// glyph is a stroke icon as part of a widget. It knows which picture it shows
// and is drawn again only when name or colour change.
type glyph struct {
	*canvas.Image
	key string
}

func newGlyph() *glyph {
	return &glyph{Image: &canvas.Image{FillMode: canvas.ImageFillContain}}
}

func (g *glyph) set(name string, token fyne.ThemeColorName) {
	icon := skin.Icon(name, token)
	if key := icon.Name(); key != g.key {
		g.key, g.Resource = key, icon
		g.Refresh()
	}
}

// placeMid puts the icon with its middle at the height y.
func (g *glyph) placeMid(x, y, size float32) {
	place(g.Image, x, y-size/2, size, size)
}

// placeBeside is placeMid for an icon beside a line of text whose middle is at
// y: one lower, as M PLUS sits low in its box.
func (g *glyph) placeBeside(x, y, size float32) { g.placeMid(x, y+skin.Px(1), size) }
