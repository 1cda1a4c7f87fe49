package qr

import "math"

// maxCouples is how many finder patterns of one polarity are put together by
// twos.
const maxCouples = 24

// coupleFit is how well both patterns of a couple must correlate with a finder
// pattern, since there is no third to speak for them.
const coupleFit = 0.7

// couples looks for codes of which two finder patterns were found. The third
// is damaged, or lies outside the picture: then the code is noted as cut off.
func (r *reader) couples() {
	for _, fs := range r.pool {
		fs = fs[:min(maxCouples, len(fs))]
		for i, f := range fs {
			for j, g := range fs {
				if r.stopped() {
					return
				}
				if i != j && mates(f, g) && !r.covered(point{f.x, f.y}) && !r.covered(point{g.x, g.y}) {
					r.couple(f, g)
				}
			}
		}
	}
}

// couple tries f and g as two of the three patterns of a code that lies on the
// right hand side of the way from f to g.
func (r *reader) couple(f, g finder) {
	s := r.sampler(math.Sqrt(f.module * g.module))
	p, q := point{f.x, f.y}, point{g.x, g.y}
	line := q.sub(p)
	u := line.mul(1 / line.len())
	v := point{-u.y, u.x}
	m := math.Sqrt(s.width(f, u) * s.width(g, u))
	k := math.Sqrt(s.width(f, v) * s.width(g, v))
	size := line.len()/m + 7
	if size < 19 || size > 180 {
		return
	}
	down := v.mul(k * (size - 7))
	side := legs{light: f.light, rb: 1, rc: 1, size: size, module: math.Sqrt(m * k)}
	h := fromCorners(corner{p, 1}, corner{q, 1}, corner{p.add(down), 1}, size)
	if s.finderFit(&h, point{3.5, 3.5}, f.light) > coupleFit && s.finderFit(&h, point{size - 3.5, 3.5}, f.light) > coupleFit {
		top, left := side, side
		top.a, top.b, top.c = p, q, p.add(down)
		left.a, left.b, left.c = q, q.add(down), p
		a, b := r.third(s, top), r.third(s, left)
		if !a && !b {
			r.cutOff(s, top)
		}
		return
	}
	// The two may stand across: then the third is in the corner to the left.
	w := u.add(v).mul(math.Sqrt2 / 2)
	x := u.sub(v).mul(math.Sqrt2 / 2)
	across := side
	across.a = p.add(q).mul(0.5).add(v.mul(-line.len() / 2))
	across.b, across.c = q, p
	across.module = math.Sqrt(s.width(f, w) * s.width(g, x))
	across.size = line.len()/math.Sqrt2/across.module + 7
	if across.size > 19 && across.size < 180 {
		h = across.homography(int(math.Round(across.size)), 1, 1)
		far := math.Round(across.size) - 3.5
		if s.finderFit(&h, point{far, 3.5}, f.light) > coupleFit && s.finderFit(&h, point{3.5, far}, f.light) > coupleFit {
			r.third(s, across)
		}
	}
}

// third tries to read a code whose third pattern is only presumed. It reports
// whether both timing patterns are where they should be.
func (r *reader) third(s *sampler, l legs) bool {
	ps := poses(s, l)
	for _, p := range ps {
		lat := s.align(p, l)
		if r.read(s, &lat, l) {
			return true
		}
		score := p.score * s.agreement(&p.h, p.size, l.light)
		r.seen = append(r.seen, suspect{quad: outline(&lat.h, p.size), score: score, s: s, lat: lat, legs: l})
	}
	return len(ps) > 0
}

// cutOff notes a code of which the pattern c lies outside the picture, if the
// timing pattern between the other two is there.
func (r *reader) cutOff(s *sampler, l legs) {
	for v := -1; v <= 1; v++ {
		size := 17 + 4*int(math.Round((l.size-17)/4)+float64(v))
		if size < 21 || size > 177 {
			continue
		}
		depth, score := l.crowd(s, size, true)
		h := l.homography(size, depth, 1)
		if q := outline(&h, size); score > 0.85 && r.outside(q) {
			r.cut = append(r.cut, q)
			return
		}
	}
}

// outside reports whether a tenth of a side of q or more lies outside the
// picture.
func (r *reader) outside(q [4]point) bool {
	g := &r.levels[0].gray
	slack := q[0].distance(q[2]) / 14
	for _, p := range q {
		if p.x < -slack || p.y < -slack || p.x > float64(g.w)+slack || p.y > float64(g.h)+slack {
			return true
		}
	}
	return false
}
