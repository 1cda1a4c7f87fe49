package qr

import (
	"cmp"
	"math"
	"slices"
)

// Limits of the search for codes that are seen from far to the side.
const (
	maxTetragons = 60
	maxOblique   = 12
	maxAssembled = 3000 // threes that are measured
)

// oblique looks for codes that are seen from far to the side, by the outlines
// of their finder patterns.
func (r *reader) oblique() {
	r.obliqueAt(4)
}

// obliqueShades is the same for patterns whose inner rings are a pixel or two
// wide and a mere grey. Near a wide border the mean lies beyond that grey: for
// dark codes above it, for light ones below.
func (r *reader) obliqueShades() {
	r.obliqueAt(30)
	r.obliqueAt(-30)
}

// obliqueAt does it with one threshold, see [binarize].
func (r *reader) obliqueAt(offset int) {
	for i := range min(2, len(r.levels)) {
		l := r.level(i)
		cost := l.gray.w * l.gray.h / 2
		if r.work+cost > r.limit {
			return
		}
		r.work += cost
		b := binarize(&l.gray, 2, offset)
		ts := r.tetragons(l, scanSteep(&b))
		for _, o := range r.obliques(ts) {
			if r.stopped() || len(r.codes) > 0 {
				return
			}
			r.slanted(o)
		}
	}
}

// tetragons returns the outlines of candidates, each pattern once.
func (r *reader) tetragons(l *level, fs []finder) (out []tetragon) {
	slices.SortStableFunc(fs, func(a, b finder) int { return cmp.Compare(b.votes, a.votes) })
	for _, f := range fs {
		if len(out) >= maxTetragons || r.stopped() {
			break
		}
		if slices.ContainsFunc(out, func(t tetragon) bool { return inside(t.ring, point{f.x, f.y}.mul(l.scale)) }) {
			continue
		}
		r.work += 50 * rays
		if t, ok := l.gray.outlined(&f); ok {
			out = append(out, t.scaled(l.scale))
		}
	}
	return out
}

func (t tetragon) scaled(k float64) tetragon {
	t.mid, t.module = t.mid.mul(k), t.module*k
	for i := range t.core {
		t.core[i], t.ring[i] = t.core[i].mul(k), t.ring[i].mul(k)
	}
	return t
}

// slant is three outlines that may belong to one code.
type slant struct {
	legs legs
	gap  float64 // by how many modules the outlines are off, root mean square
	fine float64 // the least width of a module, pixels
}

// obliques puts outlines together by threes, the most fitting first.
func (r *reader) obliques(ts []tetragon) (out []slant) {
	n := 0
	for i := range ts {
		near := neighbours(ts, i)
		for _, b := range near {
			for _, c := range near {
				// b is to come clockwise before c, seen from the corner, and as
				// many modules away.
				if (b.turn+1)%4 != c.turn || b.size > maxUneven*c.size || c.size > maxUneven*b.size || r.stopped() {
					continue
				}
				if n++; n > maxAssembled {
					break
				}
				if s, ok := r.assemble(ts[i], b, c); ok {
					out = append(out, s)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b slant) int { return cmp.Compare(a.gap, b.gap) })
	return out[:min(len(out), maxOblique)]
}

// maxUneven is by how much the two legs of a code may seem to differ, counted
// in modules.
const maxUneven = 1.25

// neighbour is an outline that another one is on a leg with.
type neighbour struct {
	tetragon
	turn   int     // the side of the other that it lies ahead of, see [ahead]
	facing int     // by how many quarters it is turned itself
	size   float64 // modules a side of the code, an estimate
}

// neighbours returns the outlines that may be on a leg with number i.
func neighbours(ts []tetragon, i int) (out []neighbour) {
	t := &ts[i]
	for j := range ts {
		o := &ts[j]
		if i == j || t.light != o.light || t.module > 4*o.module || o.module > 4*t.module {
			continue
		}
		turn, here, ok := t.toward(o.mid)
		if !ok {
			continue
		}
		back, there, ok := o.toward(t.mid)
		if !ok {
			continue
		}
		// Along a line in perspective the module shrinks with the square of the
		// depth, and the geometric mean of its ends is the length divided evenly.
		if size := math.Sqrt(here*there) + 7; size > 18 && size < 200 {
			out = append(out, neighbour{tetragon: *o, turn: turn, facing: back + 2, size: size})
		}
	}
	return out
}

// toward returns which side of a pattern p lies ahead of, and how many modules
// away if they all were as wide as at the pattern.
func (t *tetragon) toward(p point) (side int, distance float64, ok bool) {
	// The diagonals of the ring are five modules along both axes.
	c := &t.ring
	u := c[1].add(c[2]).sub(c[0]).sub(c[3]).mul(0.1)
	v := c[2].add(c[3]).sub(c[0]).sub(c[1]).mul(0.1)
	d := p.sub(t.mid)
	k := u.cross(v)
	x, y := d.cross(v)/k, u.cross(d)/k
	for side := range 4 {
		if ahead(point{x, y}, side) {
			return side, math.Hypot(x, y), true
		}
	}
	return 0, 0, false
}

// square are the corners of a square around the origin, clockwise.
var square = [4]point{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}

// ahead reports whether p lies within about 35 degrees of the first side of a
// square, or that after turn quarters.
func ahead(p point, turn int) bool {
	switch turn % 4 {
	case 0:
		return p.x > 0 && math.Abs(p.y) < 0.7*p.x
	case 1:
		return p.y > 0 && math.Abs(p.x) < 0.7*p.y
	case 2:
		return p.x < 0 && math.Abs(p.y) < -0.7*p.x
	}
	return p.y < 0 && math.Abs(p.x) < -0.7*p.y
}

// assemble finds the size of the code whose top left pattern is a, and how it
// lies: where the outlines of the three fit one perspective best.
func (r *reader) assemble(a tetragon, b, c neighbour) (slant, bool) {
	best := slant{gap: math.Inf(1)}
	var lies homography
	var size int
	mean := (b.size + c.size) / 2
	ts := [3]tetragon{a, b.tetragon, c.tetragon}
	turns := [3]int{b.turn, b.facing, c.facing + 3}
	for v := max(int((0.85*mean-17)/4), 1); v <= min(int((1.15*mean-17)/4)+1, 40); v++ {
		n := 17 + 4*v
		r.work += 500
		pairs := outlinePairs(&ts, turns, n)
		h, ok := fit(pairs)
		if !ok || !h.sane(n) {
			continue
		}
		var sum float64
		for _, p := range pairs {
			d := h.at(p.code.x, p.code.y).sub(p.seen)
			sum += d.dot(d) * p.weight
		}
		if gap := math.Sqrt(sum / float64(len(pairs))); gap < best.gap {
			best.gap, lies, size = gap, h, n
		}
	}
	if best.gap > maxGap {
		return best, false
	}
	best.legs, best.fine = slantedLegs(&lies, size, &ts)
	return best, true
}

// outlinePairs says which corners of the outlines are which of a code of n
// modules a side.
func outlinePairs(ts *[3]tetragon, turns [3]int, n int) (pairs []pair) {
	far := float64(n) - 3.5
	for i, at := range [3]point{{3.5, 3.5}, {far, 3.5}, {3.5, far}} {
		t := &ts[i]
		weight := 1 / (t.module * t.module)
		for k, s := range square {
			o := (k + turns[i]) % 4
			pairs = append(pairs, pair{at.add(s.mul(1.5)), t.core[o], weight}, pair{at.add(s.mul(2.5)), t.ring[o], weight})
		}
	}
	return pairs
}

// maxGap is how far the outlines of a code may be off the best perspective.
const maxGap = 0.6

// slantedLegs returns what a perspective says of the three patterns.
func slantedLegs(h *homography, size int, ts *[3]tetragon) (l legs, fine float64) {
	far := float64(size) - 3.5
	depth := func(u, v float64) float64 { return h[6]*u + h[7]*v + h[8] }
	l.light, l.size = ts[0].light, float64(size)
	l.a, l.b, l.c = h.at(3.5, 3.5), h.at(far, 3.5), h.at(3.5, far)
	l.rb, l.rc = depth(far, 3.5)/depth(3.5, 3.5), depth(3.5, far)/depth(3.5, 3.5)
	l.module = math.Cbrt(ts[0].module * ts[1].module * ts[2].module)
	fine = math.Inf(1)
	for _, at := range [3]point{{3.5, 3.5}, {far, 3.5}, {3.5, far}} {
		p := h.at(at.x, at.y)
		du, dv := h.at(at.x+1, at.y).sub(p), h.at(at.x, at.y+1).sub(p)
		// The least distance between the sides of a module.
		fine = min(fine, math.Abs(du.cross(dv))/max(du.len(), dv.len()))
	}
	return l, fine
}

// slanted tries to read one code.
func (r *reader) slanted(o slant) {
	s := r.sampler(o.fine)
	for _, p := range poses(s, o.legs) {
		agreed := s.agreement(&p.h, p.size, o.legs.light)
		if agreed < 0.75 {
			continue
		}
		lat := s.align(p, o.legs)
		if r.read(s, &lat, o.legs) {
			return
		}
		r.seen = append(r.seen, suspect{quad: outline(&lat.h, p.size), score: agreed * p.score, s: s, lat: lat, legs: o.legs, steep: true})
	}
}
