package qr

import (
	"math"
	"slices"
)

// Limits of the candidates of one polarity that are looked at and put together,
// and of the triples of them that are measured and tried.
const (
	maxRefined  = 500
	maxPool     = 80
	maxMeasured = 400
	maxTriples  = 60
)

// try reads what the candidates lead to, in both polarities; see [effort] for
// faint. It reports whether a limit kept it from trying them all.
func (r *reader) try(pool []finder, faint bool) (more bool) {
	for i, light := range [2]bool{false, true} {
		fs := slices.DeleteFunc(best(pool, light), func(f finder) bool { return r.covered(point{f.x, f.y}) })
		n := 0
		for _, f := range fs[:min(len(fs), maxRefined)] {
			if n < maxPool && r.refine(&f, faint) {
				fs[n] = f
				n++
			}
		}
		fs = fs[:n]
		more = more || n == maxPool
		if !faint {
			r.pool[i] = fs
		}
		tried := 0
		for _, t := range triples(fs, maxMeasured) {
			if r.stopped() {
				return false
			}
			if tried >= maxTriples {
				more = true
				break
			}
			a, b, c := fs[t.a], fs[t.b], fs[t.c]
			if r.covered(point{a.x, a.y}) || r.covered(point{b.x, b.y}) || r.covered(point{c.x, c.y}) {
				continue
			}
			if r.triple(a, b, c) {
				tried++
			}
		}
	}
	return more
}

// refine measures where a pattern is between the pixels. It reports false if
// its rings do not show all around; see [gray.ringed] for faint.
func (r *reader) refine(f *finder, faint bool) bool {
	s := r.sampler(f.module)
	near := f.scaled(1 / s.scale)
	r.work += 250
	ok := s.g.center(&near)
	if !s.g.ringed(&near, faint) {
		return false
	}
	if ok {
		*f = near.scaled(s.scale)
	}
	return true
}

// covered reports whether a point lies in a code that was read.
func (r *reader) covered(p point) bool {
	for i := range r.codes {
		if inside(r.codes[i].quad, p) {
			return true
		}
	}
	return false
}

// inside reports whether p lies in the convex area q, which goes clockwise.
func inside(q [4]point, p point) bool {
	for i := range q {
		a, b := q[i], q[(i+1)%4]
		if b.sub(a).cross(p.sub(a)) < 0 {
			return false
		}
	}
	return true
}

// triple tries to read the code that three patterns belong to. It reports
// whether they looked like patterns of one code.
func (r *reader) triple(a, b, c finder) bool {
	module := math.Cbrt(a.module * b.module * c.module)
	s := r.sampler(module)
	l, ok := measure(s, a, b, c)
	if !ok {
		return false
	}
	for _, p := range poses(s, l) {
		if r.stopped() {
			break
		}
		agreed := s.agreement(&p.h, p.size, l.light)
		if agreed < 0.75 {
			continue
		}
		lat := s.align(p, l)
		if r.read(s, &lat, l) {
			break
		}
		r.seen = append(r.seen, suspect{quad: outline(&lat.h, p.size), score: agreed * p.score, s: s, lat: lat, legs: l, steep: a.steep() || b.steep() || c.steep()})
	}
	return true
}

// read samples the modules of a lattice and decodes them. If the code turns out
// to be of Model 1, the lattice is set back to what it was before the alignment
// patterns, which it does not have.
func (r *reader) read(s *sampler, lat *lattice, l legs) bool {
	val := r.modules(s, lat, l)
	if r.decode(val, lat, l.light, 0.6) {
		return true
	}
	if lat.posed == lat.h || !sampledModel1(val, lat.size, l.light) {
		return false
	}
	*lat = lattice{size: lat.size, h: lat.posed, posed: lat.posed}
	return r.decode(r.modules(s, lat, l), lat, l.light, 0.6)
}

func (r *reader) modules(s *sampler, lat *lattice, l legs) []float64 {
	n, spread := 1, 0.0
	if m := l.module / s.scale; m >= 2 {
		n, spread = 2, 0.4
	}
	return s.modules(lat, n, spread)
}

// decode splits modules into dark and light in several ways, as they are and
// sharpened, until one passes the error correction.
func (r *reader) decode(val []float64, lat *lattice, light bool, sharp ...float64) bool {
	if light {
		val = slices.Clone(val)
		for i := range val {
			val[i] = -val[i]
		}
	}
	if r.split(val, lat) {
		return true
	}
	for _, k := range sharp {
		if r.split(sharpen(val, lat.size, k), lat) {
			return true
		}
	}
	return false
}

// split decodes modules split by one luminance, then by that around each.
func (r *reader) split(val []float64, lat *lattice) bool {
	r.work += 40 * len(val)
	d, ok := decodeModules(global(val), lat.size)
	if !ok {
		d, ok = decodeModules(local(val, lat.size, 4), lat.size)
	}
	if ok {
		r.keep(d, lat)
	}
	return ok
}
