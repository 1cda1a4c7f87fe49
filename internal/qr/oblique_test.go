package qr

import (
	"image"
	"math"
	"strings"
	"testing"
)

// Codes seen from 60 degrees to the side and more are read, at any turn and in
// both polarities, and their corners are where they were drawn.
func TestReadFromFarToTheSide(t *testing.T) {
	m := mustEncode(t, sampleURI, M)
	for i := range 8 {
		angle := float64(i) * math.Pi / 4
		lk := plainLook()
		if i%2 == 1 {
			lk.dark, lk.light = lk.light, lk.dark
		}
		s := newScene(560, 600, uint64(i))
		s.clutter(2)
		s.place(m, tilted(m, 280, 300, 8, angle+0.3, 63*math.Pi/180, 2), lk, 3)
		s.blur(0.5)
		wantTexts(t, s.img, sampleURI)
	}
}

// The stage itself finds what the usual pass does not.
func TestOblique(t *testing.T) {
	m := mustEncode(t, sampleURI, M)
	s := newScene(560, 600, 3)
	from := tilted(m, 280, 300, 8, 0.7, 66*math.Pi/180, 2)
	s.place(m, from, plainLook(), 3)
	r := newReader(t.Context(), s.img)
	r.oblique()
	if len(r.codes) != 1 || r.codes[0].code.Text != sampleURI {
		t.Fatalf("found %v", r.codes)
	}
	n := float64(m.Size)
	for i, want := range [4]point{{0, 0}, {n, 0}, {n, n}, {0, n}} {
		p := r.codes[0].quad[i]
		if d := from(p.x, p.y).distance(want); d > 1 {
			t.Errorf("corner %d is %.2f modules off", i, d)
		}
	}
}

// Where the inner rings are but a grey beside a wide border, other thresholds
// find them, in both polarities.
func TestObliqueShades(t *testing.T) {
	for _, i := range []int{27, 50, 58} {
		for _, light := range []bool{false, true} {
			s := newScene(720, 640, uint64(70000+i))
			s.clutter(3)
			text := sampleURI + strings.Repeat("y", i*13%60)
			m := mustEncode(t, text, Level(i%4))
			angle := (60 + float64(i)/6) * math.Pi / 180
			s.place(m, tilted(m, 360, 320, min(7, 340/float64(m.Size)), s.rnd.Float64()*7, angle, 2), plainLook(), 3)
			s.blur(0.5)
			if light {
				s.each(func(_, _ int, v float64) float64 { return 255 - v })
			}
			r := newReader(t.Context(), s.img)
			r.oblique()
			if len(r.codes) > 0 {
				t.Errorf("%d, light %v: read without", i, light)
			}
			r.obliqueShades()
			if len(r.codes) != 1 || r.codes[0].code.Text != text {
				t.Errorf("%d, light %v: found %v", i, light, r.codes)
			}
		}
	}
}

// A wall of patterns that belong together in no way costs a bounded amount.
func TestObliqueIsBounded(t *testing.T) {
	s := newScene(1200, 1000, 1)
	m := mustEncode(t, "x", L)
	for y := 40.0; y < 960; y += 70 {
		for x := 40.0; x < 1160; x += 70 {
			s.patch(image.Rect(int(x)-32, int(y)-32, int(x)+32, int(y)+32), m, tilted(m, x, y, 5, x+y, 1, 2))
		}
	}
	r := newReader(t.Context(), s.img)
	r.oblique()
	if r.work > r.limit*2/3 {
		t.Errorf("work %d of %d", r.work, r.limit)
	}
	if len(r.codes) > 0 {
		t.Errorf("read %v", r.codes)
	}
}

// patch draws the part of a code that lies in a part of the picture.
func (s *scene) patch(r image.Rectangle, m Matrix, from func(x, y float64) point) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if p := from(float64(x), float64(y)); p.x < 8 && p.y < 8 {
				s.pixel(m, x, y, from, plainLook(), 2)
			}
		}
	}
}
