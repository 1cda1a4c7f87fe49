package qr

import (
	"cmp"
	"slices"
)

// Limits of the slow path.
const (
	maxSuspects = 8       // that are taken pains with after a pass
	maxDouble   = 9 << 20 // pixels of a picture that is looked at in twice its size
	leastBent   = 0.55    // how sure a code must be before it is taken to be bent
)

// usual is the first pass: what reads nearly all codes.
func usual() effort {
	return effort{slack: 0.5, step: 2, blocks: []threshold{{2, 5}}}
}

// all does everything there is to read the picture.
func (r *reader) all() {
	r.pass(usual())
	r.slow()
}

// slow goes on after a first pass over the picture. Codes that were seen and
// not read get a closer look; if nothing was read, the picture is searched
// again in ways that cost more or find more that is no code. It stops at the
// first success.
func (r *reader) slow() {
	r.closer()
	for _, stage := range []func(){
		r.oblique,
		r.couples,
		func() { r.pass(effort{open: true, slack: 0.5, step: 2, blocks: []threshold{{2, 5}}}) },
		func() { r.pass(effort{slack: 0.7, step: 1, faint: true, blocks: []threshold{{2, 2}, {1, 3}}}) },
		r.smoothed,
		r.magnified,
		r.coarse,
		r.colours,
		r.dotted,
		r.onBlack,
		r.obliqueShades,
	} {
		if len(r.codes) > 0 || r.stopped() {
			return
		}
		stage()
		r.closer()
	}
}

// smoothed looks at the picture with its grain taken off.
func (r *reader) smoothed() {
	levels := r.levels
	g := &levels[0].gray
	r.work += g.w * g.h / 2
	r.levels = pyramid(g.smooth())
	r.pass(effort{slack: 0.6, step: 2, faint: true, blocks: []threshold{{2, 3}}})
	r.closer()
	r.levels = levels
}

// magnified looks at the picture in twice its size.
func (r *reader) magnified() {
	g := &r.levels[0].gray
	if g.w*g.h > maxDouble {
		return
	}
	r.levels = append([]level{{gray: g.double(), scale: 0.5}}, r.levels...)
	r.work += g.w * g.h
	r.pass(effort{slack: 0.7, step: 2, faint: true, blocks: []threshold{{2, 3}, {1, 2}}})
	r.closer()
	if len(r.codes) == 0 && !r.stopped() {
		r.pass(effort{open: true, slack: 0.6, step: 2, blocks: []threshold{{2, 3}}})
		r.closer()
	}
	r.levels = r.levels[1:]
}

// coarse samples modules from a coarser level, which smoothes texture.
func (r *reader) coarse() {
	r.coarser = 1
	r.pass(effort{slack: 0.7, step: 1, faint: true, blocks: []threshold{{2, 5}}, from: min(1, len(r.levels)-1)})
	r.coarser = 0
}

// colours looks at single colours, for modules that differ in nothing but
// their hue.
func (r *reader) colours() {
	levels := r.levels
	for c := range 3 {
		g, ok := channel(r.img, c)
		if !ok || r.stopped() {
			break
		}
		r.work += g.w * g.h / 2
		r.levels = pyramid(g)
		r.pass(usual())
		r.closer()
		if len(r.codes) > 0 {
			break
		}
	}
	r.levels = levels
}

// closer takes pains with the most plausible codes that were seen and not
// read.
func (r *reader) closer() {
	slices.SortStableFunc(r.seen, func(a, b suspect) int { return cmp.Compare(b.score, a.score) })
	n := 0
	for i := range r.seen {
		q := &r.seen[i]
		if q.tried || r.covered(middle(q.quad)) {
			continue
		}
		if n++; n > maxSuspects || r.stopped() {
			break
		}
		q.tried = true
		r.strive(q)
	}
	r.seen = slices.DeleteFunc(r.seen, func(q suspect) bool { return r.covered(middle(q.quad)) })
}

// strive tries to read one code in every way there is.
func (r *reader) strive(q *suspect) bool {
	val := r.modules(q.s, &q.lat, q.legs)
	if r.decode(val, &q.lat, q.legs.light, 0.3, 1, 2) {
		return true
	}
	if r.dazzled(val, q) {
		return true
	}
	for _, sigma := range [...]float64{0.45, 0.6, 0.8} {
		if r.stopped() {
			return false
		}
		if r.deblurred(val, q, sigma) {
			return true
		}
	}
	// One luminance a module from its very middle, and one from nearly all of it.
	if r.decode(q.s.modules(&q.lat, 1, 0), &q.lat, q.legs.light, 0.6) ||
		r.decode(q.s.modules(&q.lat, 4, 0.75), &q.lat, q.legs.light, 0.6) {
		return true
	}
	if q.score < leastBent || r.stopped() {
		return false
	}
	bent := q.lat
	bent.bent = q.s.bend(&q.lat, val, q.legs.light)
	return r.decode(r.modules(q.s, &bent, q.legs), &bent, q.legs.light, 0.6)
}

// dazzled reads a code under a bright light. It pales what is dark the more, the
// nearer it is, and can make white no whiter: close to the light, whatever
// differs from white at all is dark.
func (r *reader) dazzled(val []float64, q *suspect) bool {
	for _, reach := range [...]int{4, 2, 1} {
		for _, share := range [...]float64{0.8, 0.9} {
			r.work += 20 * len(val)
			dark := below(val, q.lat.size, reach, share)
			if q.legs.light {
				for i := range dark {
					dark[i] = !dark[i]
				}
			}
			if d, ok := decodeModules(dark, q.lat.size); ok {
				r.keep(d, &q.lat)
				return true
			}
		}
	}
	return false
}

func (r *reader) deblurred(val []float64, q *suspect, sigma float64) bool {
	r.work += 100 * len(val)
	if q.legs.light {
		val = slices.Clone(val)
		for i := range val {
			val[i] = -val[i]
		}
	}
	x := deblur(val, q.lat.size, sigma)
	dark := make([]bool, len(x))
	for i, v := range x {
		dark[i] = v < 0.5
	}
	d, ok := decodeModules(dark, q.lat.size)
	if ok {
		r.keep(d, &q.lat)
	}
	return ok
}

// onBlack looks at a picture with transparent places as if it lay on black,
// for white modules on nothing.
func (r *reader) onBlack() {
	if opaque(r.img) {
		return
	}
	levels := r.levels
	g := luminance(r.img, 0)
	r.work += g.w * g.h
	r.levels = pyramid(g)
	r.pass(usual())
	r.closer()
	r.levels = levels
}
