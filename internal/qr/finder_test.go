package qr

import (
	"fmt"
	"image/color"
	"math"
	"testing"
)

// onePattern draws a single finder pattern with its middle at (x, y).
func onePattern(x, y, module, angle, tilt float64, inverted bool) gray {
	s := newScene(160, 160, 1)
	m := Matrix{Size: 7, dark: make([]bool, 49)}
	for i := range m.dark {
		m.dark[i] = finderDark(i%7, i/7)
	}
	lk := plainLook()
	s.fill(s.img.Rect, lk.light)
	if inverted {
		lk.dark, lk.light = lk.light, lk.dark
		s.fill(s.img.Rect, color.RGBA{0, 0, 0, 255})
	}
	s.place(m, tilted(m, x, y, module, angle, tilt, 30), lk, 4)
	return luminance(s.img, 255)
}

func TestScanFindsPatterns(t *testing.T) {
	tests := []struct {
		module, angle, tilt float64
		inverted            bool
	}{
		{module: 1.5}, {module: 2}, {module: 3.3}, {module: 8}, {module: 14},
		{module: 5, angle: 0.3}, {module: 5, angle: math.Pi / 4}, {module: 5, angle: 1.2},
		{module: 6, tilt: 0.9}, {module: 6, angle: 0.5, tilt: 0.8},
		{module: 5, inverted: true}, {module: 2.4, angle: 0.2, inverted: true},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt), func(t *testing.T) {
			g := onePattern(80.3, 79.6, tt.module, tt.angle, tt.tilt, tt.inverted)
			b := binarize(&g, 2, 5)
			fs := best(scan(&b, false, 1, 0.5), tt.inverted)
			if len(fs) != 1 {
				t.Fatalf("found %d patterns, want 1", len(fs))
			}
			f := fs[0]
			if !g.center(&f) {
				t.Fatal("the middle cannot be measured")
			}
			if d := math.Hypot(f.x-80.3, f.y-79.6); d > 0.15*tt.module+0.1 {
				t.Errorf("middle at %.2f, %.2f, want 80.3, 79.6", f.x, f.y)
			}
			if want := tt.module * 1; f.high < want*0.9 || f.high > want*1.5 {
				t.Errorf("module = %.2f, want about %.2f", f.high, want)
			}
			if !g.ringed(&f, false) {
				t.Error("its rings do not show")
			}
		})
	}
}

// An outer ring that is merged with its surroundings hides a pattern from the
// strict scan and not from the open one.
func TestOpenScanNeedsNoOuterRing(t *testing.T) {
	g := onePattern(80, 80, 6, 0, 0, false)
	for y := range g.h {
		for x := range g.w {
			if max(math.Abs(float64(x)-79.5), math.Abs(float64(y)-79.5)) > 18 {
				g.pix[y*g.w+x] = 0
			}
		}
	}
	b := binarize(&g, 2, 5)
	if n := len(best(scan(&b, false, 2, 0.5), false)); n != 0 {
		t.Errorf("the strict scan found %d", n)
	}
	if n := len(best(scan(&b, true, 2, 0.5), false)); n != 1 {
		t.Errorf("the open scan found %d, want 1", n)
	}
}

func TestFitsWidths(t *testing.T) {
	tests := []struct {
		runs [5]float64
		open bool
		ok   bool
	}{
		{[5]float64{4, 4, 12, 4, 4}, false, true},
		{[5]float64{3, 5, 11, 5, 3}, false, true},
		{[5]float64{4, 4, 4, 4, 4}, false, false},
		{[5]float64{40, 4, 12, 4, 40}, false, false},
		{[5]float64{40, 4, 12, 4, 40}, true, true},
		{[5]float64{0, 4, 12, 4, 40}, true, false},
		{[5]float64{1, 1, 3, 1, 1}, false, true},
		{[5]float64{0.5, 0.5, 2, 0.5, 0.5}, false, false},
	}
	for _, tt := range tests {
		s := scanner{open: tt.open, slack: 0.5}
		if got := s.fits(tt.runs) > 0; got != tt.ok {
			t.Errorf("fits(%v), open %v = %v, want %v", tt.runs, tt.open, got, tt.ok)
		}
	}
}

func TestScanBoundsItsCandidates(t *testing.T) {
	g := luminance(finderField(1920, 1080, 1, 1), 255)
	b := binarize(&g, 2, 5)
	if n := len(scan(&b, true, 1, 0.7)); n > maxFinders {
		t.Errorf("found %d candidates, want at most %d", n, maxFinders)
	}
}

func TestTriplesPutTheRightOnesFirst(t *testing.T) {
	at := func(x, y, m float64) finder { return finder{x: x, y: y, module: m, wide: m, high: m, votes: 3} }
	// Two codes of 25 modules, 4 and 6 pixels wide, and something far away.
	fs := []finder{
		at(100, 100, 4), at(172, 100, 4), at(100, 172, 4),
		at(300, 300, 6), at(300, 192, 6), at(408, 300, 6),
		at(900, 40, 30),
	}
	got := triples(fs, 10)
	if len(got) < 2 {
		t.Fatalf("%d triples", len(got))
	}
	// Clockwise: b is reached from a by the top side of the code.
	want := map[[3]int]bool{{0, 1, 2}: true, {3, 4, 5}: true}
	for _, tr := range got[:2] {
		if !want[[3]int{tr.a, tr.b, tr.c}] {
			t.Errorf("triple %d %d %d comes first", tr.a, tr.b, tr.c)
		}
	}
}
