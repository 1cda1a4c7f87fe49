package qr

import (
	"math"
	"slices"
	"testing"
)

// Codes that are all dots are read, in their finder patterns too.
func TestReadDotsInFinders(t *testing.T) {
	for i, radius := range []float64{0.5, 0.45, 0.4, 0.35, 0.3} {
		for k, module := range []float64{4.3, 6, 8.5} {
			m := mustEncode(t, sampleURI, M)
			lk := plainLook()
			lk.shape = func(x, y float64) bool { return math.Hypot(x, y) < radius }
			if (i+k)%2 == 0 {
				lk.dark, lk.light = lk.light, lk.dark
			}
			side := int(module * float64(m.Size+8) * 1.42)
			s := newScene(side, side, uint64(i))
			s.place(m, flat(m, float64(side)/2, float64(side)/2, module, 0.2*float64(i)), lk, 3)
			if got := readTexts(t, s.img); !slices.Equal(got, []string{sampleURI}) {
				t.Errorf("dots of %v, %v pixels a module: Read = %q", radius, module, got)
			}
		}
	}
}

func TestMean(t *testing.T) {
	for _, width := range dotWidths {
		g := newGray(20, 16)
		for i := range g.pix {
			g.pix[i] = 77
		}
		d := g.mean(width)
		for i, v := range d.pix {
			if v != 77 {
				t.Fatalf("width %v: pixel %d of an even picture became %d", width, i, v)
			}
		}
		// One light pixel is spread over the square.
		clear(g.pix)
		g.pix[8*20+10] = 225
		d = g.mean(width)
		if got, want := float64(d.pix[8*20+10]), 225/(width*width); math.Abs(got-want) > 0.5 {
			t.Errorf("width %v: the middle is %v, want %v", width, got, want)
		}
		sum := 0
		for _, v := range d.pix {
			sum += int(v)
		}
		if sum < 200 || sum > 250 {
			t.Errorf("width %v: the sum is %d", width, sum)
		}
	}
}
