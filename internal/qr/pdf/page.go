package pdf

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// Resolution of a page that is drawn, in pixels a point: 216 dots an inch. A
// module of half a millimetre is four pixels then.
const resolution = 3.0

// painter draws the filled shapes of one page and collects its pictures.
type painter struct {
	f        *file
	page     *image.Gray // nil until a shape is drawn
	box      image.Rectangle
	origin   point
	pictures []image.Image
	limit    int // pixels that may still be taken
	steps    int // operators that may still be run
	state    state
	saved    []state
	path     path
}

// point is a position, in points of the page.
type point struct{ x, y float64 }

// matrix maps positions as section 8.3.4 says.
type matrix [6]float64

func (m matrix) apply(x, y float64) point {
	return point{m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]}
}

// then returns the matrix that applies m and then n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// state is what q saves and Q brings back.
type state struct {
	m   matrix
	ink uint8 // luminance
}

// paint runs the contents of a page.
func (p *painter) paint(page dict, resources dict, media []any) {
	box := [4]float64{0, 0, 612, 792}
	for i := range min(len(media), 4) {
		box[i], _ = p.f.number(media[i])
	}
	p.origin = point{min(box[0], box[2]), min(box[1], box[3])}
	w, h := math.Abs(box[2]-box[0])*resolution, math.Abs(box[3]-box[1])*resolution
	p.box = image.Rectangle{} // a page that cannot be drawn may have pictures
	if w >= 1 && h >= 1 && w < 1<<14 && h < 1<<14 {
		p.box = image.Rect(0, 0, int(w), int(h))
	}
	p.state = state{m: matrix{1, 0, 0, 1, 0, 0}}
	var content []byte
	for _, v := range p.f.list(page, "Contents") {
		if s, ok := p.f.resolve(v).(stream); ok {
			data, _ := p.f.content(s)
			content = append(append(content, data...), '\n')
		}
	}
	p.run(content, resources, 0)
}

// canvas returns the page to draw on. Pixels begin at the top left, points at
// the bottom left.
func (p *painter) canvas() *image.Gray {
	if p.page == nil {
		p.page = image.NewGray(p.box)
		draw.Draw(p.page, p.box, image.NewUniform(color.White), image.Point{}, draw.Src)
		p.limit -= p.box.Dx() * p.box.Dy()
	}
	return p.page
}

// pixel returns where a position in the present state lies on the canvas.
func (p *painter) pixel(x, y float64) point {
	q := p.state.m.apply(x, y)
	return point{(q.x - p.origin.x) * resolution, float64(p.box.Dy()) - (q.y-p.origin.y)*resolution}
}

// do draws a named object: a picture, or a form with contents of its own.
func (p *painter) do(n name, resources dict, depth int) {
	s, ok := p.f.resolve(p.f.dict(resources["XObject"])[n]).(stream)
	if !ok {
		return
	}
	switch s.dict["Subtype"] {
	case name("Image"):
		p.add(p.f.picture(s, p.limit))
	case name("Form"):
		if depth > 8 {
			return
		}
		was := p.state
		if a := p.f.array(s.dict["Matrix"]); len(a) == 6 {
			p.state.m = p.f.matrix(a).then(p.state.m)
		}
		inner := resources
		if d := p.f.dict(s.dict["Resources"]); d != nil {
			inner = d
		}
		data, _ := p.f.content(s)
		p.run(data, inner, depth+1)
		p.state = was
	}
}

func (p *painter) add(img image.Image) {
	if img == nil {
		return
	}
	b := img.Bounds()
	p.limit -= b.Dx() * b.Dy()
	p.pictures = append(p.pictures, img)
}

func (f *file) matrix(a []any) (m matrix) {
	for i := range m {
		m[i], _ = f.number(a[i])
	}
	return m
}
