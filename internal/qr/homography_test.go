package qr

import (
	"testing"

	"pgregory.net/rapid"
)

// drawHomography draws a sane perspective of a code of size modules.
func drawHomography(t *rapid.T, size int) homography {
	f := func(lo, hi float64, name string) float64 { return rapid.Float64Range(lo, hi).Draw(t, name) }
	a := point{f(0, 500, "x"), f(0, 500, "y")}
	u := point{f(100, 400, "ux"), f(-60, 60, "uy")}
	v := point{f(-60, 60, "vx"), f(100, 400, "vy")}
	return fromCorners(corner{a, 1}, corner{a.add(u), f(0.8, 1.25, "b")}, corner{a.add(v), f(0.8, 1.25, "c")}, float64(size))
}

func TestFromCornersMeetsTheCorners(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := 17 + 4*rapid.IntRange(1, 40).Draw(t, "version")
		h := drawHomography(t, size)
		far := float64(size) - 3.5
		a, b, c := h.at(3.5, 3.5), h.at(far, 3.5), h.at(3.5, far)
		h2 := fromCorners(corner{a, 1}, corner{b, 1}, corner{c, 1}, float64(size))
		for _, p := range [3]point{{3.5, 3.5}, {far, 3.5}, {3.5, far}} {
			if d := h.at(p.x, p.y).distance(h2.at(p.x, p.y)); d > 1e-6 {
				t.Fatalf("corner %v is off by %v", p, d)
			}
		}
	})
}

func TestFitFindsTheHomographyAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := 17 + 4*rapid.IntRange(1, 40).Draw(t, "version")
		h := drawHomography(t, size)
		if !h.sane(size) {
			t.Skip("folded")
		}
		s := float64(size)
		var pairs []pair
		for _, p := range []point{{3.5, 3.5}, {s - 3.5, 3.5}, {3.5, s - 3.5}, {s - 6.5, s - 6.5}, {s / 2, 6.5}} {
			pairs = append(pairs, pair{code: p, seen: h.at(p.x, p.y), weight: 1})
		}
		got, ok := fit(pairs)
		if !ok {
			t.Fatal("no fit")
		}
		for _, p := range []point{{0, 0}, {s, s}, {s / 3, s / 2}} {
			if d := got.at(p.x, p.y).distance(h.at(p.x, p.y)); d > 1e-3 {
				t.Fatalf("point %v is off by %v", p, d)
			}
		}
	})
}

func TestFitRefusesWhatHasNoSolution(t *testing.T) {
	line := []pair{{point{0, 0}, point{0, 0}, 1}, {point{1, 0}, point{1, 0}, 1}, {point{2, 0}, point{2, 0}, 1}, {point{3, 0}, point{3, 0}, 1}}
	if _, ok := fit(line); ok {
		t.Error("fit of four points on a line succeeded")
	}
	if _, ok := fit(line[:3]); ok {
		t.Error("fit of three points succeeded")
	}
}

func TestSaneRefusesFoldedCodes(t *testing.T) {
	flat := homography{2, 0, 0, 0, 2, 0, 0, 0, 1}
	if !flat.sane(21) {
		t.Error("a flat code is not sane")
	}
	for name, h := range map[string]homography{
		"mirrored": {-2, 0, 100, 0, 2, 0, 0, 0, 1},
		"behind":   {2, 0, 0, 0, 2, 0, -0.1, 0, 1},
		"nothing":  {},
	} {
		if h.sane(21) {
			t.Errorf("%s: sane", name)
		}
	}
}
