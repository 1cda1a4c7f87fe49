package qr

import "math"

// alignments returns the centres of the alignment patterns of a version, in
// modules from the corner; the three that finder patterns cover are left out
// (ISO/IEC 18004, annex E).
func alignments(version int) []point {
	at := alignmentLines(version)
	var out []point
	last := len(at) - 1
	for j, y := range at {
		for i, x := range at {
			if i == 0 && j == 0 || i == 0 && j == last || i == last && j == 0 {
				continue
			}
			out = append(out, point{float64(x) + 0.5, float64(y) + 0.5})
		}
	}
	return out
}

// alignmentLines returns the rows, and columns, of the centres: the first is
// 6, the last lies 6 before the end, and between them the distance is the same
// even number, with the first gap taking up the rest.
func alignmentLines(version int) []int {
	if version < 2 {
		return nil
	}
	n := version/7 + 2
	last := 17 + 4*version - 7
	step := 0
	if n > 2 {
		step = (last - 6 + (n-1)*2 - 1) / ((n - 1) * 2) * 2
	}
	if version == 32 { // the one that the rule does not give
		step = 26
	}
	at := make([]int, n)
	at[0] = 6
	for i := n - 1; i > 0; i-- {
		at[i] = last - (n-1-i)*step
	}
	return at
}

// sureFit is how well an alignment pattern fits that needs no wider search.
const sureFit = 0.8

// exactFit is how well an alignment pattern fits, by samples near the edges of
// its modules, that is less than a tenth of a module away.
const exactFit = 0.95

// align corrects a pose by the alignment patterns that are found.
func (s *sampler) align(p pose, l legs) lattice {
	lat := lattice{size: p.size, h: p.h, posed: p.h}
	version := (p.size - 17) / 4
	if version < 2 {
		return lat
	}
	end := float64(p.size) - 6.5
	at, fits := s.seek(&lat, point{end, end}, l.light, 1, 0.5)
	if fits < sureFit {
		at, fits = s.seek(&lat, point{end, end}, l.light, 2+float64(p.size)/30, 0.5)
	}
	far := float64(p.size) - 3.5
	pairs := []pair{
		{point{3.5, 3.5}, l.a, 4}, {point{far, 3.5}, l.b, 4}, {point{3.5, far}, l.c, 4},
	}
	if fits < 0.5 {
		return lat
	}
	pairs = append(pairs, pair{point{end, end}, at, 2})
	h, ok := fit(pairs)
	if !ok || !h.sane(p.size) {
		return lat
	}
	lat.h = h
	if version < 7 {
		return lat
	}
	for _, a := range alignments(version) {
		if a.x == end && a.y == end {
			continue
		}
		if at, fits := s.seek(&lat, a, l.light, 1.25, 0.25); fits > 0.55 {
			pairs = append(pairs, pair{a, at, 1})
		}
	}
	h, ok = fit(pairs)
	if !ok || !h.sane(p.size) {
		return lat
	}
	lat.h = h
	for _, p := range pairs {
		lat.shifts = append(lat.shifts, shift{at: p.code, by: p.seen.sub(h.at(p.code.x, p.code.y))})
	}
	return lat
}

// seek looks for an alignment pattern around its expected place, by
// correlation of the luminance with the pattern, within reach modules. It
// returns where it is in the picture and how well it fits, at most 1.
func (s *sampler) seek(l *lattice, at point, light bool, reach, step float64) (point, float64) {
	p := l.at(at.x, at.y)
	k := seeker{s: s, p: p, du: l.at(at.x+1, at.y).sub(p), dv: l.at(at.x, at.y+1).sub(p), light: light}
	// Where the pattern is just where it is expected, as on most screens, there
	// is nothing to search for.
	if v := k.correlate(point{}, 0.4); v > exactFit {
		return p, v
	}
	var best point
	fits := -2.0
	try := func(c point, spread float64) {
		// Of two places that fit alike the nearer one counts.
		if v := k.correlate(c, spread) - 0.06*c.dot(c)/(reach*reach); v > fits {
			best, fits = c, v
		}
	}
	n := int(math.Ceil(reach / step))
	for j := -n; j <= n; j++ {
		for i := -n; i <= n; i++ {
			try(point{float64(i) * step, float64(j) * step}, 0)
		}
	}
	// In a sharp picture the middles of the modules fit for half a module to
	// all sides. Samples near their edges tell where the middle is.
	fits = -2
	try(best, 0.4)
	for d := step / 2; d > 0.05; d /= 2 {
		c := best
		try(point{c.x - d, c.y}, 0.4)
		try(point{c.x + d, c.y}, 0.4)
		c = best
		try(point{c.x, c.y - d}, 0.4)
		try(point{c.x, c.y + d}, 0.4)
	}
	return k.place(best), k.correlate(best, 0)
}

// seeker compares places around p with an alignment pattern; du and dv are a
// module to the right and down in the code.
type seeker struct {
	s         *sampler
	p, du, dv point
	light     bool
}

func (k *seeker) place(c point) point {
	return point{k.p.x + c.x*k.du.x + c.y*k.dv.x, k.p.y + c.x*k.du.y + c.y*k.dv.y}
}

// correlate compares the luminance around c, in modules from p, with an
// alignment pattern: a dark module, a light ring and a dark ring. 1 is the
// pattern, 0 chance. With spread, four samples are taken a module, so far from
// its middle.
func (k *seeker) correlate(c point, spread float64) float64 {
	var sum, square, dark float64
	for j := -2; j <= 2; j++ {
		for i := -2; i <= 2; i++ {
			v := k.module(point{c.x + float64(i), c.y + float64(j)}, spread)
			sum += v
			square += v * v
			if max(abs(i), abs(j)) != 1 {
				dark += v
			}
		}
	}
	// Of the 25 modules 17 are dark.
	all := square - sum*sum/25
	if all < 25 {
		return 0
	}
	cov := 17*sum/25 - dark
	if k.light {
		cov = -cov
	}
	return cov / math.Sqrt(all*17*8/25)
}

func (k *seeker) module(c point, spread float64) float64 {
	if spread == 0 {
		return k.s.at(k.place(c))
	}
	var sum float64
	for _, d := range [4]point{{-spread, -spread}, {spread, -spread}, {-spread, spread}, {spread, spread}} {
		sum += k.s.at(k.place(c.add(d)))
	}
	return sum / 4
}
