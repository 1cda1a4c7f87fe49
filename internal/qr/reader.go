package qr

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"
)

// level is the picture at one size.
type level struct {
	gray  gray
	scale float64
}

// found is a code that was read, with its outline in the picture.
type found struct {
	code Code
	quad [4]point
}

// suspect is a place that looks like a code and was not read.
type suspect struct {
	quad  [4]point
	score float64
	s     *sampler
	lat   lattice
	legs  legs
	tried bool
}

// reader reads one picture. It is used once.
type reader struct {
	ctx    context.Context
	img    image.Image
	levels []level
	codes  []found
	seen   []suspect
	work   int // samples taken so far, and other work in the same unit
	limit  int
	// coarser is by how many levels the modules are sampled coarser than is
	// usual, against texture within them.
	coarser int
}

// maxWork is how much work is done for a picture: about a second on a slow
// computer. It is counted and not timed, so that the answer is the same on a
// fast one.
const maxWork = 100_000_000

// Pyramid levels are made down to this many pixels on the shorter side; half
// the size always, for a picture larger than the second.
const (
	smallLevel = 240
	leastHalf  = 120
)

func newReader(ctx context.Context, img image.Image) *reader {
	return &reader{ctx: ctx, img: img, levels: pyramid(luminance(img, 255)), limit: maxWork}
}

// pyramid returns the picture at all sizes.
func pyramid(g gray) []level {
	levels := []level{{gray: g, scale: 1}}
	for {
		l := &levels[len(levels)-1]
		side := min(l.gray.w, l.gray.h) / 2
		if side < smallLevel && (len(levels) > 1 || side < leastHalf/2) {
			return levels
		}
		levels = append(levels, level{gray: l.gray.half(), scale: l.scale * 2})
	}
}

// stopped reports whether the time or the work allowed is used up.
func (r *reader) stopped() bool {
	return r.work > r.limit || r.ctx.Err() != nil
}

// sampler returns the level at which a module is a few pixels wide: enough to
// tell modules apart, few enough that noise is averaged away.
func (r *reader) sampler(module float64) *sampler {
	i := 0
	for i+1 < len(r.levels) && module >= 2*minModule*r.levels[i].scale {
		i++
	}
	i = min(i+r.coarser, len(r.levels)-1)
	return &sampler{g: &r.levels[i].gray, scale: r.levels[i].scale, work: &r.work}
}

// minModule is the least width of a module, in pixels of the level it is
// sampled from, as long as there is a finer level.
const minModule = 3.0

// effort says how hard one pass over a picture looks for finder patterns.
type effort struct {
	open   bool    // also patterns whose outer ring is merged with the surroundings
	slack  float64 // how far a run may be off, in modules
	step   int     // every how many rows
	from   int     // the first level
	faint  bool    // also patterns whose rings are mere shades
	blocks []threshold
}

// threshold says how light and dark pixels are told apart, see [binarize].
type threshold struct {
	reach, offset int
}

// pass finds finder patterns at all levels and reads what they lead to.
func (r *reader) pass(e effort) {
	var pool []finder
	for i := e.from; i < len(r.levels); i++ {
		l := &r.levels[i]
		for _, t := range e.blocks {
			b := binarize(&l.gray, t.reach, t.offset)
			pool = merge(pool, scan(&b, e.open, e.step, e.slack), l.scale)
			r.work += l.gray.w * l.gray.h / (2 + e.step)
			if r.stopped() {
				return
			}
		}
	}
	r.try(pool, e.faint)
}

// merge adds the candidates of a level to those of finer ones. One that is
// known already adds its votes.
func merge(pool, more []finder, scale float64) []finder {
	n := len(pool)
next:
	for _, f := range more {
		f = f.scaled(scale)
		for i := range pool[:n] {
			p := &pool[i]
			if p.light == f.light && off(p.x, f.x) < p.module && off(p.y, f.y) < p.module && off(p.module, f.module) < 0.4*p.module {
				p.votes += f.votes
				continue next
			}
		}
		pool = append(pool, f)
	}
	return pool
}

// Limits of the candidates of one polarity that are looked at and put together,
// and of the triples of them that are measured and tried.
const (
	maxRefined  = 500
	maxPool     = 80
	maxMeasured = 400
	maxTriples  = 60
)

// try reads what the candidates lead to, in both polarities; see [effort] for
// faint.
func (r *reader) try(pool []finder, faint bool) {
	for _, light := range [2]bool{false, true} {
		fs := slices.DeleteFunc(best(pool, light), func(f finder) bool { return r.covered(point{f.x, f.y}) })
		n := 0
		for _, f := range fs[:min(len(fs), maxRefined)] {
			if n < maxPool && r.refine(&f, faint) {
				fs[n] = f
				n++
			}
		}
		fs = fs[:n]
		tried := 0
		for _, t := range triples(fs, maxMeasured) {
			if r.stopped() || tried >= maxTriples {
				return
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
		if r.read(s, lat, l) {
			break
		}
		r.seen = append(r.seen, suspect{quad: outline(&lat.h, p.size), score: agreed * p.score, s: s, lat: lat, legs: l})
	}
	return true
}

// read samples the modules of a lattice and decodes them.
func (r *reader) read(s *sampler, lat lattice, l legs) bool {
	val := r.modules(s, &lat, l)
	return r.decode(val, &lat, l.light, 0.6)
}

func (r *reader) modules(s *sampler, lat *lattice, l legs) []float64 {
	n, spread := 1, 0.0
	if m := l.module / s.scale; m >= 2 {
		n, spread = 3, 0.5
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

// keep notes a code that was read.
func (r *reader) keep(d decoded, lat *lattice) {
	q := outline(&lat.h, lat.size)
	c := Code{Text: d.text, Version: (lat.size - 17) / 4}
	c.Corners = rounded(q)
	if d.mirrored {
		c.Corners[1], c.Corners[3] = c.Corners[3], c.Corners[1]
	}
	r.codes = append(r.codes, found{code: c, quad: q})
}

// outline returns the corners of a code in the picture.
func outline(h *homography, size int) [4]point {
	s := float64(size)
	return [4]point{h.at(0, 0), h.at(s, 0), h.at(s, s), h.at(0, s)}
}

// align corrects a pose by the alignment patterns that are found.
func (s *sampler) align(p pose, l legs) lattice {
	lat := lattice{size: p.size, h: p.h}
	version := (p.size - 17) / 4
	if version < 2 {
		return lat
	}
	end := float64(p.size) - 6.5
	at, fits := s.seek(&lat, point{end, end}, l.light, 2+float64(p.size)/30, 0.5)
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

// result puts what was found in order.
func (r *reader) result() Result {
	var res Result
	slices.SortStableFunc(r.codes, func(a, b found) int { return before(a.quad, b.quad) })
	for _, f := range r.codes {
		res.Codes = append(res.Codes, f.code)
	}
	res.Seen = r.unread()
	return res
}

// sureSeen is how well the patterns of a code must fit, out of 1, to say that
// there is one although it could not be read.
const sureSeen = 0.7

// unread returns the places that look like codes which were not read, each
// place once.
func (r *reader) unread() []Region {
	var quads [][4]point
	slices.SortStableFunc(r.seen, func(a, b suspect) int { return cmp.Compare(b.score, a.score) })
	for i := range r.seen {
		q := &r.seen[i]
		known := q.score < sureSeen || r.covered(q.middle())
		for _, o := range quads {
			known = known || inside(o, q.middle())
		}
		if !known {
			quads = append(quads, q.quad)
		}
	}
	slices.SortStableFunc(quads, before)
	var out []Region
	for _, q := range quads {
		out = append(out, Region{Corners: rounded(q)})
	}
	return out
}

func rounded(q [4]point) (c [4]image.Point) {
	for i, p := range q {
		c[i] = image.Pt(int(math.Round(p.x)), int(math.Round(p.y)))
	}
	return c
}

// before orders outlines from top to bottom, then from left to right.
func before(a, b [4]point) int {
	ma, mb := a[0].add(a[2]), b[0].add(b[2])
	if c := cmp.Compare(ma.y, mb.y); c != 0 {
		return c
	}
	return cmp.Compare(ma.x, mb.x)
}
