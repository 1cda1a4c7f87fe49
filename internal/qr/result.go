package qr

import (
	"cmp"
	"image"
	"math"
	"slices"
)

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
	add := func(q [4]point) {
		// A place that shares a corner with another is the same code, put
		// together wrongly.
		for _, p := range q {
			p = p.add(middle(q).sub(p).mul(0.2))
			if r.covered(p) || slices.ContainsFunc(quads, func(o [4]point) bool { return inside(o, p) }) {
				return
			}
		}
		quads = append(quads, q)
	}
	slices.SortStableFunc(r.seen, func(a, b suspect) int { return cmp.Compare(b.score, a.score) })
	for i := range r.seen {
		if r.seen[i].score >= sureSeen && !r.seen[i].steep {
			add(r.seen[i].quad)
		}
	}
	for _, q := range r.cut {
		add(q)
	}
	slices.SortStableFunc(quads, before)
	var out []Region
	for _, q := range quads {
		out = append(out, Region{Corners: rounded(q), CutOff: r.outside(q)})
	}
	return out
}

func middle(q [4]point) point {
	return q[0].add(q[1]).add(q[2]).add(q[3]).mul(0.25)
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
