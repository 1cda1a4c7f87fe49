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

// middle returns the luminance between core and inner ring of a pattern.
func (g *gray) middle(p point, module float64) float64 {
	var core, ring float64
	for _, d := range [4]point{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
		core += g.at(p.x+d.x*0.7*module, p.y+d.y*0.7*module)
		ring += g.at(p.x+d.x*2*module, p.y+d.y*2*module)
	}
	return (core + ring) / 8
}

// center moves p to the middle of the pattern and returns that and the mean
// width of a module, both measured between pixels. The inner edge of the outer
// ring and the edge of the core shift against each other where ink or light
// bleeds, so that their sum, four modules, is exact.
func (g *gray) center(p point, module float64, light bool) (point, float64, bool) {
	var size float64
	for range 2 {
		size = 0
		for _, d := range [2]point{{1, 0}, {0, 1}} {
			mid := g.middle(p, module)
			c1, r1, ok1 := g.ray(p, d, mid, light, 4.5*module+1)
			c2, r2, ok2 := g.ray(p, d.mul(-1), mid, light, 4.5*module+1)
			if !ok1 || !ok2 {
				return p, module, false
			}
			p = p.add(d.mul((c1 - c2 + r1 - r2) / 4))
			size += (c1 + c2 + r1 + r2) / 16
		}
	}
	if math.Abs(size-module) > 0.5*module {
		return p, module, false
	}
	return p, size, true
}

// width measures the module along dir, a unit vector.
func (g *gray) width(p, dir point, module float64, light bool) (float64, bool) {
	mid := g.middle(p, module)
	limit := 5*module + 1
	c1, r1, ok1 := g.ray(p, dir, mid, light, limit)
	c2, r2, ok2 := g.ray(p, dir.mul(-1), mid, light, limit)
	if !ok1 || !ok2 {
		return 0, false
	}
	return (c1 + c2 + r1 + r2) / 8, true
}
