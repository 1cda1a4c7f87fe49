package qr

import (
	"math"
	"slices"
)

// Seen from far to the side a finder pattern is no square of any width: its
// sides slant and its far end is smaller. Its outline says both, and with
// that how the whole code lies.

// tetragon is a finder pattern with the corners of its core and of its inner
// ring, in the picture, both clockwise from the same one.
type tetragon struct {
	mid        point
	core, ring [4]point
	module     float64 // mean width of a module, pixels
	light      bool
}

// rays is in how many directions the edges of a pattern are looked for.
const rays = 48

// outlined measures the outline of a finder pattern. It reports false if it
// has none with four straight sides.
func (g *gray) outlined(f *finder) (t tetragon, ok bool) {
	p := point{f.x, f.y}
	mid, ok := g.between(p, f)
	if !ok {
		return t, false
	}
	reach := 7 * max(f.wide, f.high)
	// The second time the directions are as even over the sides as those of a
	// square are.
	frame := [2]point{{1, 0}, {0, 1}}
	var core, ring []point
	for range 2 {
		core, ring = core[:0], ring[:0]
		for i := range rays {
			sin, cos := math.Sincos((float64(i) + 0.5) * 2 * math.Pi / rays)
			dir := frame[0].mul(cos).add(frame[1].mul(sin))
			dir = dir.mul(1 / dir.len())
			if c, r, ok := g.ray(p, dir, mid, f.light, reach); ok {
				core = append(core, p.add(dir.mul(c)))
				ring = append(ring, p.add(dir.mul(r)))
			}
		}
		if len(ring) < rays*3/4 {
			return t, false
		}
		p = balance(core)
		frame = axes(core, p)
	}
	var okc, okr bool
	t.core, okc = sides(core)
	t.ring, okr = sides(ring)
	if !okc || !okr {
		return t, false
	}
	turn := nearest(t.ring, t.core[0], p)
	t.ring = [4]point{t.ring[turn], t.ring[(turn+1)%4], t.ring[(turn+2)%4], t.ring[(turn+3)%4]}
	inner, outer := math.Sqrt(area(t.core)), math.Sqrt(area(t.ring))
	if outer < 1.3*inner || outer > 2.4*inner {
		return t, false
	}
	t.mid = crossing(t.ring[0], t.ring[2], t.ring[1], t.ring[3])
	t.module = (inner + outer) / 8
	t.light = f.light
	return t, true
}

// between returns the luminance between the core of a pattern and its inner
// ring, from the extremes there.
func (g *gray) between(p point, f *finder) (mid float64, ok bool) {
	sign := 1.0
	if f.light {
		sign = -1
	}
	core := g.at(p.x, p.y)
	var rings []float64
	for i := range 16 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 8)
		peak := math.Inf(-1)
		for k := 1.5; k <= 3; k += 0.25 {
			peak = max(peak, sign*g.at(p.x+k*cos*f.wide, p.y+k*sin*f.high))
		}
		rings = append(rings, peak)
	}
	slices.Sort(rings)
	ring := sign * rings[len(rings)/3]
	return (core + ring) / 2, sign*(ring-core) > 6
}

func balance(ps []point) (mid point) {
	for _, p := range ps {
		mid = mid.add(p)
	}
	return mid.mul(1 / float64(len(ps)))
}

// axes returns two directions in which points around mid spread alike.
func axes(ps []point, mid point) [2]point {
	var xx, xy, yy float64
	for _, p := range ps {
		d := p.sub(mid)
		xx, xy, yy = xx+d.x*d.x, xy+d.x*d.y, yy+d.y*d.y
	}
	// The Cholesky factor of the covariance maps a circle to its ellipse.
	a := math.Sqrt(max(xx, 1e-9))
	b := xy / a
	return [2]point{{a, b}, {0, math.Sqrt(max(yy-b*b, 1e-9))}}
}

// sides fits four straight sides to points that lie around an area, in order,
// and returns the corners, clockwise as a picture shows them.
func sides(ps []point) (q [4]point, ok bool) {
	corners, ok := extremePoints(ps)
	if !ok {
		return q, false
	}
	var lines [4][2]point
	for i := range 4 {
		from, to := corners[i], corners[(i+1)%4]
		n := (to - from + len(ps)) % len(ps)
		// Near the corners the points are rounded off.
		cut := max(n/6, 1)
		var side []point
		for k := cut; k <= n-cut; k++ {
			side = append(side, ps[(from+k)%len(ps)])
		}
		if len(side) < 2 {
			return q, false
		}
		lines[i] = straight(side)
	}
	for i := range 4 {
		a, b := lines[(i+3)%4], lines[i]
		q[i] = crossing(a[0], a[0].add(a[1]), b[0], b[0].add(b[1]))
	}
	return q, convex(q) && fitsSides(ps, q)
}

// fitsSides reports whether the points lie near the sides of q.
func fitsSides(ps []point, q [4]point) bool {
	var sum float64
	for _, p := range ps {
		near := math.Inf(1)
		for i := range q {
			a, d := q[i], q[(i+1)%4].sub(q[i])
			near = min(near, math.Abs(d.cross(p.sub(a)))/d.len())
		}
		sum += near * near
	}
	return sum/float64(len(ps)) < 0.01*area(q)
}

// extremePoints returns which four of the points are corners, in order.
func extremePoints(ps []point) (at [4]int, ok bool) {
	mid := balance(ps)
	far := func(of func(p point) float64) int {
		best := 0
		for i := range ps {
			if of(ps[i]) > of(ps[best]) {
				best = i
			}
		}
		return best
	}
	// In directions that are even over the sides the furthest is a corner.
	frame := axes(ps, mid)
	even := func(p point) point {
		d := p.sub(mid)
		x := d.x / frame[0].x
		return point{x, (d.y - x*frame[0].y) / frame[1].y}
	}
	at[0] = far(func(p point) float64 { return even(p).len() })
	first := even(ps[at[0]])
	at[2] = far(func(p point) float64 { return even(p).distance(first) })
	line := even(ps[at[2]]).sub(first)
	at[1] = far(func(p point) float64 { return line.cross(even(p).sub(first)) })
	at[3] = far(func(p point) float64 { return -line.cross(even(p).sub(first)) })
	slices.Sort(at[:])
	for i := range at {
		n := (at[(i+1)%4] - at[i] + len(ps)) % len(ps)
		if n < 4 || n > len(ps)/2 {
			return at, false
		}
	}
	return at, true
}

// straight returns the line through points: one on it, and its direction.
func straight(ps []point) [2]point {
	mid := balance(ps)
	var xx, xy, yy float64
	for _, p := range ps {
		d := p.sub(mid)
		xx, xy, yy = xx+d.x*d.x, xy+d.x*d.y, yy+d.y*d.y
	}
	sin, cos := math.Sincos(math.Atan2(2*xy, xx-yy) / 2)
	return [2]point{mid, {cos, sin}}
}

// crossing returns where the line through a and b meets that through c and d.
func crossing(a, b, c, d point) point {
	u, v := b.sub(a), d.sub(c)
	return a.add(u.mul(c.sub(a).cross(v) / u.cross(v)))
}

func area(q [4]point) float64 {
	return math.Abs(q[2].sub(q[0]).cross(q[3].sub(q[1]))) / 2
}

// nearest returns which corner of q lies most in the direction of p from mid.
func nearest(q [4]point, p, mid point) int {
	best, cos := 0, -2.0
	d := p.sub(mid)
	for i := range q {
		e := q[i].sub(mid)
		if c := d.dot(e) / (d.len() * e.len()); c > cos {
			best, cos = i, c
		}
	}
	return best
}
