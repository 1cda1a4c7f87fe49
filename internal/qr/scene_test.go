package qr

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"
)

// scene is a picture that a test draws: a desktop with windows and text, codes
// on it, and then what a camera or a lossy file does to it.
type scene struct {
	img   *image.RGBA
	rnd   *rand.Rand
	texts []string // what the codes in a picture of a kind say
}

func newScene(w, h int, seed uint64) *scene {
	s := &scene{img: image.NewRGBA(image.Rect(0, 0, w, h)), rnd: rand.New(rand.NewPCG(seed, 7))}
	s.fill(s.img.Rect, s.color(200, 256))
	return s
}

func (s *scene) color(lo, hi int) color.RGBA {
	c := func() uint8 { return uint8(lo + s.rnd.IntN(hi-lo)) }
	return color.RGBA{c(), c(), c(), 255}
}

func (s *scene) fill(r image.Rectangle, c color.RGBA) {
	r = r.Intersect(s.img.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			s.img.SetRGBA(x, y, c)
		}
	}
}

// clutter draws windows filled with lines of small blocks that look like text.
func (s *scene) clutter(windows int) {
	b := s.img.Rect
	for range windows {
		w, h := 100+s.rnd.IntN(b.Dx()/2), 80+s.rnd.IntN(b.Dy()/2)
		x, y := s.rnd.IntN(b.Dx()), s.rnd.IntN(b.Dy())
		paper, ink := s.color(220, 256), s.color(0, 100)
		if s.rnd.IntN(2) == 0 {
			paper, ink = ink, paper
		}
		s.fill(image.Rect(x, y, x+w, y+h), paper)
		size := 1 + s.rnd.IntN(3)
		for ty := y + 10; ty+8*size < y+h; ty += 12 * size {
			for tx := x + 10; tx+6*size < x+w; tx += 6 * size {
				if s.rnd.IntN(6) > 0 {
					s.glyph(tx, ty, size, ink)
				}
			}
		}
	}
}

func (s *scene) glyph(x, y, size int, ink color.RGBA) {
	bits := s.rnd.Uint64()
	for j := range 7 {
		for i := range 5 {
			if bits>>(5*j+i)&1 == 1 {
				s.fill(image.Rect(x+i*size, y+j*size, x+(i+1)*size, y+(j+1)*size), ink)
			}
		}
	}
}

// look says how a code is drawn.
type look struct {
	dark, light color.RGBA
	quiet       float64 // modules
	// shape says whether a point of a module, from its middle, is painted; nil
	// paints squares.
	shape func(x, y float64) bool
	solid bool    // finder patterns are painted as squares all the same
	round float64 // radius of the outer corners of finder patterns, modules; 0 leaves them
	// paint is the ink at a place of the code, 0 to 1 both ways; nil is dark.
	paint func(u, v float64) color.RGBA
	// core is the half side of the middle of each module that is painted, the
	// rest shows what was there before; 0 paints all.
	core float64
}

// corner7 reports whether a module belongs to a finder pattern.
func corner7(m Matrix, x, y int) bool {
	return x < 7 && y < 7 || x >= m.Size-7 && y < 7 || x < 7 && y >= m.Size-7
}

func plainLook() look {
	return look{dark: color.RGBA{0, 0, 0, 255}, light: color.RGBA{255, 255, 255, 255}, quiet: 4}
}

// place draws a code so that at(u, v), with u and v in modules, lies where
// from maps a pixel to. n x n samples are taken a pixel.
func (s *scene) place(m Matrix, from func(x, y float64) point, lk look, n int) {
	b := s.img.Rect
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			s.pixel(m, x, y, from, lk, n)
		}
	}
}

// at returns the colour at a point of a code, false where nothing is painted.
func (lk *look) at(m Matrix, p point) (c color.RGBA, ok bool) {
	mx, my := math.Floor(p.x), math.Floor(p.y)
	x, y := p.x-mx-0.5, p.y-my-0.5
	eye := corner7(m, int(mx), int(my))
	inside := mx >= 0 && my >= 0 && int(mx) < m.Size && int(my) < m.Size
	if lk.core > 0 && inside && !eye && max(math.Abs(x), math.Abs(y)) > lk.core {
		return c, false
	}
	dark := m.Dark(int(mx), int(my))
	switch {
	case eye && lk.round > 0:
		dark = lk.eye(m, p)
	case dark && lk.shape != nil && !(lk.solid && eye):
		dark = lk.shape(x, y)
	}
	switch {
	case !dark:
		return lk.light, true
	case lk.paint != nil:
		return lk.paint(p.x/float64(m.Size), p.y/float64(m.Size)), true
	}
	return lk.dark, true
}

// eye reports whether a point of a finder pattern with round corners is dark.
func (lk *look) eye(m Matrix, p point) bool {
	if p.x > 7 {
		p.x = float64(m.Size) - p.x
	}
	if p.y > 7 {
		p.y = float64(m.Size) - p.y
	}
	in := func(half float64) bool {
		r := lk.round * half / 3.5
		dx, dy := max(math.Abs(p.x-3.5)-half+r, 0), max(math.Abs(p.y-3.5)-half+r, 0)
		return math.Hypot(dx, dy) < r
	}
	return in(1.5) || in(3.5) && !in(2.5)
}

func (s *scene) pixel(m Matrix, x, y int, from func(x, y float64) point, lk look, n int) {
	var sum [3]float64
	hits := 0
	for j := range n {
		for i := range n {
			p := from(float64(x)+(float64(i)+0.5)/float64(n), float64(y)+(float64(j)+0.5)/float64(n))
			if p.x < -lk.quiet || p.y < -lk.quiet || p.x >= float64(m.Size)+lk.quiet || p.y >= float64(m.Size)+lk.quiet {
				continue
			}
			c, ok := lk.at(m, p)
			if !ok {
				continue
			}
			hits++
			sum[0] += float64(c.R)
			sum[1] += float64(c.G)
			sum[2] += float64(c.B)
		}
	}
	if hits == 0 {
		return
	}
	old := s.img.RGBAAt(x, y)
	share := float64(hits) / float64(n*n)
	mix := func(v float64, o uint8) uint8 { return uint8(v/float64(n*n) + float64(o)*(1-share) + 0.5) }
	s.img.SetRGBA(x, y, color.RGBA{mix(sum[0], old.R), mix(sum[1], old.G), mix(sum[2], old.B), 255})
}

// flat returns the map of a code that lies flat with its middle at (cx, cy),
// turned by angle, with modules of the given size.
func flat(m Matrix, cx, cy, module, angle float64) func(x, y float64) point {
	sin, cos := math.Sincos(angle)
	mid := float64(m.Size) / 2
	return func(x, y float64) point {
		x, y = (x-cx)/module, (y-cy)/module
		return point{cos*x + sin*y + mid, -sin*x + cos*y + mid}
	}
}

// tilted returns the map of a code that is turned out of the picture around
// an upright axis by tilt; the viewer is far away as many sides of the code.
func tilted(m Matrix, cx, cy, module, angle, tilt, far float64) func(x, y float64) point {
	sin, cos := math.Sincos(angle)
	st, ct := math.Sincos(tilt)
	mid := float64(m.Size) / 2
	d := far * float64(m.Size)
	return func(x, y float64) point {
		x, y = (x-cx)/module, (y-cy)/module
		// The ray through the picture plane meets the tilted plane at (u, v).
		u := x * d / (d*ct - x*st)
		v := y * (d + u*st) / d
		return point{cos*u + sin*v + mid, -sin*u + cos*v + mid}
	}
}

func mirrored(m Matrix, from func(x, y float64) point) func(x, y float64) point {
	return func(x, y float64) point {
		p := from(x, y)
		return point{float64(m.Size) - p.x, p.y}
	}
}

// blur smoothes the picture by a Gauss function of sigma pixels.
func (s *scene) blur(sigma float64) {
	if sigma <= 0 {
		return
	}
	r := int(3*sigma) + 1
	k := make([]float64, 2*r+1)
	var sum float64
	for i := range k {
		k[i] = math.Exp(-float64((i-r)*(i-r)) / (2 * sigma * sigma))
		sum += k[i]
	}
	b := s.img.Rect
	for _, d := range [2]int{4, s.img.Stride} {
		src := bytes.Clone(s.img.Pix)
		n := b.Dx()
		if d != 4 {
			n = b.Dy()
		}
		for o := 0; o < len(src); o++ {
			at := o % s.img.Stride / 4
			if d != 4 {
				at = o / s.img.Stride
			}
			var v float64
			for i, w := range k {
				j := min(max(at+i-r, 0), n-1)
				v += w * float64(src[o+(j-at)*d])
			}
			s.img.Pix[o] = uint8(v/sum + 0.5)
		}
	}
}

// noise adds grain, and light adds a shadow that falls from left to right.
func (s *scene) noise(grain, shadow float64) {
	b := s.img.Rect
	for y := range b.Dy() {
		for x := range b.Dx() {
			k := 1 - shadow*float64(x)/float64(b.Dx())
			n := grain * s.rnd.NormFloat64()
			p := s.img.Pix[y*s.img.Stride+4*x:]
			for c := range 3 {
				p[c] = uint8(min(max(float64(p[c])*k+n, 0), 255))
			}
		}
	}
}

// jpeg returns the picture as it comes back from a JPEG file.
func (s *scene) jpeg(t testing.TB, quality int) image.Image {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, s.img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	img, err := Decode(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return img
}
