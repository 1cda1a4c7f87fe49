package control

import (
	_ "embed"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// plate is a rounded rectangle as part of another widget, for those that are
// large or many. In a window it looks like a [canvas.Rectangle] to the pixel
// and costs less than half: the toolkit's program for round rectangles works
// out shadows and four different corners for every pixel, also where there are
// none, and without a graphics card the processor does so for all rows in every
// second. Its colours have to be opaque, its radius greater than the width of
// its edge and no greater than half its height.
type plate struct {
	rect  *canvas.Rectangle // in pictures
	shade *canvas.Shader    // in windows
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
	return s
}

func (p *plate) object() fyne.CanvasObject {
	if p.shade != nil {
		return p.shade
	}
	return p.rect
}

func (p *plate) place(x, y, w, h float32) {
	if p.shade != nil {
		p.shade.Uniforms["width"] = w
	}
	place(p.object(), x, y, w, h)
}

// paint gives the plate its colours and edge. A width of 0 draws no edge.
func (p *plate) paint(fill, stroke fyne.ThemeColorName, width, radius float32) {
	if p.shade == nil {
		paint(p.rect, fill, stroke, width, radius)
		return
	}
	if width == 0 {
		stroke = fill
	}
	r, f, s := p.rect, skin.Color(fill), skin.Color(stroke)
	if r.FillColor == f && r.StrokeColor == s && r.StrokeWidth == width && r.CornerRadius == radius {
		return
	}
	r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = f, s, width, radius
	u := p.shade.Uniforms
	u["radius"], u["edge"] = radius, width
	u["fillR"], u["fillG"], u["fillB"] = shares(f)
	u["edgeR"], u["edgeG"], u["edgeB"] = shares(s)
	p.shade.Refresh()
}

// shares gives the parts of an opaque colour, 0 to 1.
func shares(c color.Color) (red, green, blue float32) {
	r, g, b, _ := c.RGBA()
	return float32(r) / 0xffff, float32(g) / 0xffff, float32(b) / 0xffff
}
