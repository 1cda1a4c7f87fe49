package qr

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// What a picture goes through after it was drawn.

func clone(m *image.RGBA) *image.RGBA {
	d := image.NewRGBA(m.Rect)
	copy(d.Pix, m.Pix)
	return d
}

// take makes another picture the scene.
func (s *scene) take(img image.Image) {
	b := img.Bounds()
	s.img = image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(s.img, s.img.Rect, img, b.Min, draw.Src)
}

// each changes every colour value at its place.
func (s *scene) each(f func(x, y int, v float64) float64) {
	b := s.img.Rect
	for y := range b.Dy() {
		for x := range b.Dx() {
			p := s.img.Pix[y*s.img.Stride+4*x:]
			for c := range 3 {
				p[c] = uint8(min(max(f(x, y, float64(p[c])), 0), 255))
			}
		}
	}
}

// mix lays another picture over the scene, share of it.
func (s *scene) mix(o *image.RGBA, share float64) {
	for i := range s.img.Pix {
		s.img.Pix[i] = uint8(float64(s.img.Pix[i])*(1-share) + float64(o.Pix[i])*share)
	}
}

func (s *scene) disc(cx, cy, r float64, c color.RGBA) {
	for y := int(cy - r); y <= int(cy+r); y++ {
		for x := int(cx - r); x <= int(cx+r); x++ {
			if math.Hypot(float64(x)-cx, float64(y)-cy) < r && image.Pt(x, y).In(s.img.Rect) {
				s.img.SetRGBA(x, y, c)
			}
		}
	}
}

// light adds a lamp's reflection.
func (s *scene) light(cx, cy, r, strength float64) {
	s.each(func(x, y int, v float64) float64 {
		d := math.Hypot(float64(x)-cx, float64(y)-cy) / r
		return v + strength*math.Exp(-d*d)
	})
}

// shade darkens what lies beyond a slanting line.
func (s *scene) shade(slope, k float64) {
	s.each(func(x, y int, v float64) float64 {
		if float64(y-320) > slope*float64(x-360) {
			return v * k
		}
		return v
	})
}

func (s *scene) scaleLight(k float64) {
	s.each(func(_, _ int, v float64) float64 { return v * k })
}

// lift makes everything lighter, towards white.
func (s *scene) lift(by float64) {
	s.each(func(_, _ int, v float64) float64 { return v*(255-by)/255 + by })
}

// pepper makes a share of the pixels black or white.
func (s *scene) pepper(share float64) {
	b := s.img.Rect
	for y := range b.Dy() {
		for x := range b.Dx() {
			if s.rnd.Float64() < share {
				v := uint8(255 * s.rnd.IntN(2))
				s.img.SetRGBA(x, y, color.RGBA{v, v, v, 255})
			}
		}
	}
}

// moire lays the stripes of a screen's pixels under a camera's over the scene.
func (s *scene) moire(k, pitch float64) {
	s.each(func(x, y int, v float64) float64 {
		a := math.Sin(float64(x)*pitch + float64(y)*0.21)
		b := math.Sin(float64(y)*pitch*0.83 - float64(x)*0.11)
		return v * (1 - k*(0.5+0.25*a+0.25*b))
	})
}

// shake smears the scene over n pixels: 0 across, 1 down, 2 aslant.
func (s *scene) shake(n, way int) {
	old, b := clone(s.img), s.img.Rect
	step := [3]image.Point{{1, 0}, {0, 1}, {1, 1}}[way]
	for y := range b.Dy() {
		for x := range b.Dx() {
			var sum [3]int
			for i := range n {
				c := old.RGBAAt(min(x+i*step.X, b.Dx()-1), min(y+i*step.Y, b.Dy()-1))
				sum[0], sum[1], sum[2] = sum[0]+int(c.R), sum[1]+int(c.G), sum[2]+int(c.B)
			}
			s.img.SetRGBA(x, y, color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 255})
		}
	}
}

// scaled returns the scene k times the size, by linear interpolation as a
// browser or a remote desktop does.
func (s *scene) scaled(k float64) *image.RGBA {
	b := s.img.Rect
	d := image.NewRGBA(image.Rect(0, 0, int(float64(b.Dx())*k), int(float64(b.Dy())*k)))
	for y := range d.Rect.Dy() {
		for x := range d.Rect.Dx() {
			fx, fy := max((float64(x)+0.5)/k-0.5, 0), max((float64(y)+0.5)/k-0.5, 0)
			i, j := int(fx), int(fy)
			u, v := fx-float64(i), fy-float64(j)
			i1, j1 := min(i+1, b.Dx()-1), min(j+1, b.Dy()-1)
			for c := range 4 {
				at := func(x, y int) float64 { return float64(s.img.Pix[y*s.img.Stride+4*x+c]) }
				top := at(i, j)*(1-u) + at(i1, j)*u
				low := at(i, j1)*(1-u) + at(i1, j1)*u
				d.Pix[y*d.Stride+4*x+c] = uint8(top*(1-v) + low*v + 0.5)
			}
		}
	}
	return d
}

// dithered returns the scene in black and white as a fax shows it.
func (s *scene) dithered() image.Image {
	d := image.NewPaletted(s.img.Rect, color.Palette{color.Black, color.White})
	draw.FloydSteinberg.Draw(d, d.Rect, s.img, s.img.Rect.Min)
	return d
}
