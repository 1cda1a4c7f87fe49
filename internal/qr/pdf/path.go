package pdf

import (
	"image"
	"math"

	"golang.org/x/image/vector"
)

// maxSegments bounds the lines of one path.
const maxSegments = 1 << 20

// path is a shape in pixels, made of closed lines.
type path struct {
	lines [][]point
	at    point
	n     int
}

func (p *path) move(to point) {
	p.lines = append(p.lines, []point{to})
	p.at = to
	p.n++
}

func (p *path) line(to point) {
	if len(p.lines) == 0 || p.n > maxSegments {
		return
	}
	k := len(p.lines) - 1
	p.lines[k] = append(p.lines[k], to)
	p.at = to
	p.n++
}

// curve draws a Bézier curve as eight lines, which is enough for the corners
// of rounded modules.
func (p *path) curve(a, b, c point) {
	from := p.at
	for i := 1; i <= 8; i++ {
		t := float64(i) / 8
		s := 1 - t
		k := [4]float64{s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t}
		p.line(point{
			k[0]*from.x + k[1]*a.x + k[2]*b.x + k[3]*c.x,
			k[0]*from.y + k[1]*a.y + k[2]*b.y + k[3]*c.y,
		})
	}
}

// bounds returns the pixels a path touches, within box.
func (p *path) bounds(box image.Rectangle) image.Rectangle {
	lo, hi := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, l := range p.lines {
		for _, q := range l {
			lo.x, lo.y = min(lo.x, q.x), min(lo.y, q.y)
			hi.x, hi.y = max(hi.x, q.x), max(hi.y, q.y)
		}
	}
	if !(lo.x <= hi.x && lo.y <= hi.y) {
		return image.Rectangle{}
	}
	clamp := func(v float64) int { return int(min(max(v, -1), 1<<15)) }
	return image.Rect(clamp(math.Floor(lo.x)), clamp(math.Floor(lo.y)), clamp(math.Ceil(hi.x)), clamp(math.Ceil(hi.y))).Intersect(box)
}

// fill fills the path with the present ink.
func (p *painter) fill() {
	r := p.path.bounds(p.box)
	if r.Empty() {
		return
	}
	// Every fill costs its area; a page that fills itself all day is stopped.
	p.steps -= r.Dx() * r.Dy() / 32
	if p.steps <= 0 || p.page == nil && p.limit < p.box.Dx()*p.box.Dy() {
		return
	}
	page := p.canvas()
	z := vector.NewRasterizer(r.Dx(), r.Dy())
	for _, l := range p.path.lines {
		for i, q := range l {
			x, y := float32(q.x-float64(r.Min.X)), float32(q.y-float64(r.Min.Y))
			// The rasterizer has trouble with what lies far outside.
			x, y = min(max(x, -1<<14), 1<<15), min(max(y, -1<<14), 1<<15)
			if i == 0 {
				z.MoveTo(x, y)
			} else {
				z.LineTo(x, y)
			}
		}
		z.ClosePath()
	}
	cover := image.NewAlpha(image.Rect(0, 0, r.Dx(), r.Dy()))
	z.Draw(cover, cover.Rect, image.Opaque, image.Point{})
	for y := range r.Dy() {
		dst := page.Pix[page.PixOffset(r.Min.X, r.Min.Y+y):][:r.Dx()]
		for x, a := range cover.Pix[y*cover.Stride:][:r.Dx()] {
			dst[x] = uint8((int(dst[x])*(255-int(a)) + int(p.state.ink)*int(a) + 127) / 255)
		}
	}
}
