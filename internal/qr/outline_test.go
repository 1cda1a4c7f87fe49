package qr

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// seenAt returns where from, which maps the picture to the code, takes p from.
func seenAt(from func(x, y float64) point, p, near point) point {
	// Newton's method with differences for derivatives.
	for range 40 {
		const d = 0.01
		o := from(near.x, near.y)
		dx, dy := from(near.x+d, near.y).sub(o).mul(1/d), from(near.x, near.y+d).sub(o).mul(1/d)
		e := p.sub(o)
		k := dx.cross(dy)
		near = near.add(point{e.cross(dy) / k, dx.cross(e) / k})
	}
	return near
}

// The outline of a finder pattern is where it was drawn, however it lies.
func TestOutlined(t *testing.T) {
	m := mustEncode(t, "outline", L)
	rapid.Check(t, func(rt *rapid.T) {
		angle := rapid.Float64Range(0, 2*math.Pi).Draw(rt, "angle")
		tilt := rapid.Float64Range(0, 1.1).Draw(rt, "tilt")
		lk := plainLook()
		light := rapid.Bool().Draw(rt, "light")
		if light {
			lk.dark, lk.light = lk.light, lk.dark
		}
		s := newScene(300, 300, 1)
		from := tilted(m, 150, 150, 9, angle, tilt, 3)
		s.place(m, from, lk, 4)
		g := luminance(s.img, 255)
		mid := seenAt(from, point{3.5, 3.5}, point{150, 150})
		module := seenAt(from, point{4, 3.5}, mid).distance(seenAt(from, point{3, 3.5}, mid))
		got, ok := g.outlined(&finder{x: mid.x, y: mid.y, wide: module, high: module, light: light})
		if !ok {
			rt.Fatal("no outline")
		}
		// Blur shifts the edges of the core and of the ring against each other;
		// half way between them is two modules from the middle.
		for i := range got.core {
			c, r := from(got.core[i].x, got.core[i].y), from(got.ring[i].x, got.ring[i].y)
			p := c.add(r).mul(0.5).sub(point{3.5, 3.5})
			if off(math.Abs(p.x), 2) > 0.3 || off(math.Abs(p.y), 2) > 0.3 {
				rt.Errorf("corner %d lies %v modules from the middle, want 2 both ways", i, p)
			}
		}
		if d := got.mid.distance(mid); d > 1 {
			rt.Errorf("the middle is %v pixels off", d)
		}
	})
}

func TestOutlinedRefusesPaper(t *testing.T) {
	s := newScene(200, 200, 1)
	g := luminance(s.img, 255)
	if q, ok := g.outlined(&finder{x: 100, y: 100, wide: 20, high: 20}); ok {
		t.Errorf("paper has an outline: %+v", q)
	}
}

func TestSides(t *testing.T) {
	want := [4]point{{10, 10}, {60, 20}, {50, 70}, {5, 40}}
	var ps []point
	for i := range want {
		a, b := want[i], want[(i+1)%4]
		for k := range 12 {
			ps = append(ps, a.add(b.sub(a).mul((float64(k)+0.5)/12)))
		}
	}
	got, ok := sides(ps)
	if !ok {
		t.Fatal("no sides")
	}
	for _, p := range want {
		if d := got[nearest(got, p, balance(ps))].distance(p); d > 0.01 {
			t.Errorf("no corner at %v: %v", p, got)
		}
	}
}
