package control

import (
	_ "embed"
	"image/color"
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// plate is a rounded rectangle as part of a widget of which there are many. It
// begins as the toolkit's own. Once settled it looks the same to the pixel and
// costs less than half: the toolkit's program for round rectangles works out
// shadows and four different corners for every pixel, also where there are none,
// and without a graphics card the processor does so for all rows in every
// second. Its colours have to be opaque, its radius greater than the width of
// its edge and no greater than half its height.
type plate struct {
	rect  *canvas.Rectangle
	shade *canvas.Shader // nil where nothing is painted by programs
}

var (
	//go:embed plate.frag
	plateProgram []byte
	plateDesktop = append([]byte("#version 110\n"), plateProgram...)
	plateES      = append([]byte("#version 100\n#ifdef GL_ES\n# ifdef GL_FRAGMENT_PRECISION_HIGH\n"+
		"precision highp float;\n# else\nprecision mediump float;\n# endif\n#endif\n"), plateProgram...)
)

func newPlate() *plate {
	p := &plate{rect: &canvas.Rectangle{}}
	if shadedPlates {
		p.shade = newShade()
	}
	return p
}

func newShade() *canvas.Shader {
	s := canvas.NewShader("twofold.plate", plateDesktop, plateES)
	s.Uniforms = make(map[string]float32, 9)
	s.Hide()
	return s
}

func (p *plate) objects() []fyne.CanvasObject {
	if p.shade == nil {
		return []fyne.CanvasObject{p.rect}
	}
	return []fyne.CanvasObject{p.rect, p.shade}
}

// settle turns to the cheap way of painting. A window does not begin with it,
// because it would have to wait for one more program to be made ready.
func (p *plate) settle() {
	if p.shade != nil {
		show(p.shade, true)
		show(p.rect, false)
	}
}

func (p *plate) settled() bool { return p.shade != nil && p.shade.Visible() }

func (p *plate) place(x, y, w, h float32) {
	place(p.rect, x, y, w, h)
	if p.shade != nil {
		p.shade.Uniforms["width"] = w
		place(p.shade, x, y, w, h)
	}
}

// paint gives the plate its colours and edge. A width of 0 draws no edge.
func (p *plate) paint(fill, stroke fyne.ThemeColorName, width, radius float32) {
	paint(p.rect, fill, stroke, width, radius)
	if p.shade == nil {
		return
	}
	if width == 0 {
		stroke = fill
	}
	u, before := p.shade.Uniforms, maps.Clone(p.shade.Uniforms)
	u["radius"], u["edge"] = radius, width
	u["fillR"], u["fillG"], u["fillB"] = shares(skin.Color(fill))
	u["edgeR"], u["edgeG"], u["edgeB"] = shares(skin.Color(stroke))
	if !maps.Equal(u, before) {
		p.shade.Refresh()
	}
}

// shares gives the parts of an opaque colour, 0 to 1.
func shares(c color.Color) (red, green, blue float32) {
	r, g, b, _ := c.RGBA()
	return float32(r) / 0xffff, float32(g) / 0xffff, float32(b) / 0xffff
}
