package qr

import "math"

// ray measures along a line from inside a finder pattern how far away the core
// and the inner ring end, in pixels of g; to one place after the point, where
// the luminance crosses mid. limit is how far it looks.
func (g *gray) ray(from, dir point, mid float64, light bool, limit float64) (core, ring float64, ok bool) {
	const step = 0.5
	sign := 1.0
	if light {
		sign = -1
	}
	last := sign * (g.at(from.x, from.y) - mid)
	if last >= 0 {
		return 0, 0, false
	}
	for t := step; t <= limit; t += step {
		x, y := from.x+t*dir.x, from.y+t*dir.y
		if !g.contains(x, y) {
			return 0, 0, false
		}
		v := sign * (g.at(x, y) - mid)
		if (v >= 0) == (last >= 0) {
			last = v
			continue
		}
		at := t - step + step*last/(last-v)
		if core > 0 {
			return core, at, true
		}
		core, last = at, v
	}
	return 0, 0, false
}

// middle returns the luminance between core and inner ring of a pattern, on
// the line through its middle of which step is one module.
func (g *gray) middle(p, step point) float64 {
	var sum float64
	for _, k := range [4]float64{-2, -0.7, 0.7, 2} {
		sum += g.at(p.x+k*step.x, p.y+k*step.y)
	}
	return sum / 4
}

// across measures a pattern along the line through p of which step is about
// one module. It returns how far p is from the middle, and how much longer a
// module is than step, both in steps. The inner edge of the outer ring and the
// edge of the core shift against each other where ink or light bleeds, so that
// their sum, four modules, is exact.
func (g *gray) across(p, step point, light bool) (shift, stretch float64, ok bool) {
	n := step.len()
	dir := step.mul(1 / n)
	mid := g.middle(p, step)
	c1, r1, ok1 := g.ray(p, dir, mid, light, 4.5*n+1)
	c2, r2, ok2 := g.ray(p, dir.mul(-1), mid, light, 4.5*n+1)
	if !ok1 || !ok2 {
		return 0, 0, false
	}
	return (c1 - c2 + r1 - r2) / 4 / n, (c1 + c2 + r1 + r2) / 8 / n, true
}

// center measures where the middle of a pattern is, and its module along the
// axes. It reports false, and leaves f alone, if that does not work out.
func (g *gray) center(f *finder) bool {
	p := point{f.x, f.y}
	steps := [2]point{{f.wide, 0}, {0, f.high}}
	var stretch [2]float64
	for range 2 {
		for i, step := range steps {
			shift, k, ok := g.across(p, step, f.light)
			if !ok || k < 0.5 || k > 2 {
				return false
			}
			p = p.add(step.mul(shift))
			stretch[i] = k
		}
	}
	f.x, f.y = p.x, p.y
	f.wide, f.high = f.wide*stretch[0], f.high*stretch[1]
	f.module = math.Sqrt(f.wide * f.high)
	return true
}

// leastRinged is in how many of eight directions the rings of a pattern must
// show.
const leastRinged = 6

// ringed reports whether a pattern shows its core, then its inner ring, then
// something of the colour of the core again, all around. Letters and icons
// that pass for a pattern along the axes rarely do.
//
// With faint set, the inner ring need not be as light as that, only lighter than what is on both
// sides of it: in a blurred picture the outer ring is a mere shade.
func (g *gray) ringed(f *finder, faint bool) bool {
	p := point{f.x, f.y}
	mid := (g.middle(p, point{f.wide, 0}) + g.middle(p, point{0, f.high})) / 2
	count := 0
	for i := range 8 {
		// A little off the axes and diagonals, where a neighbour may touch.
		sin, cos := math.Sincos((float64(i) + 0.3) * math.Pi / 4)
		step := point{cos * f.wide, sin * f.high}
		if g.crossed(p, step, mid, f.light) || faint && g.shaded(p, step, f.light) {
			count++
		}
	}
	return count >= leastRinged
}

// crossed reports whether the luminance crosses mid at the edge of the core and
// at the outer edge of the inner ring, from p on; step is about a module.
func (g *gray) crossed(p, step point, mid float64, light bool) bool {
	n := step.len()
	core, ring, ok := g.ray(p, step.mul(1/n), mid, light, 5.5*n+1)
	return ok && core > 0.6*n && core < 3*n && ring-core > 0.3*n
}

// shaded reports whether there is something lighter around the core, and then
// something darker.
func (g *gray) shaded(p, step point, light bool) bool {
	const (
		part  = 0.35 // of a module
		first = 4    // parts to where the inner ring may be lightest
		last  = 14   // and to where it must have been left
	)
	sign := 1.0
	if light {
		sign = -1
	}
	step = step.mul(part)
	core := sign * (g.at(p.x, p.y) + g.at(p.x+2*step.x, p.y+2*step.y)) / 2
	peak, drop := core, 0.0
	for k := first; k <= last; k++ {
		v := sign * g.at(p.x+float64(k)*step.x, p.y+float64(k)*step.y)
		if v > peak && k < last-3 && drop <= 0.2*(peak-core) {
			peak, drop = v, 0
		}
		drop = max(drop, peak-v)
	}
	return peak-core > 1 && drop > 0.2*(peak-core)
}
