package qr

import "slices"

// Modules may be drawn as dots that do not touch, in the finder patterns too.
// A ring is then a row of dots, and lines from its middle pass between them.
// Dots that grow by a pixel at a size where a module has three to six of them
// touch, and the light modules between others still show.

// leastDotted is the shorter side down to which sizes are looked at for dots:
// a code of 21 modules that fills it has three pixels a module.
const leastDotted = 63

// dotted looks for codes of dots, dark ones and then light ones.
func (r *reader) dotted() {
	levels, seen := r.levels, slices.Clone(r.seen)
	for _, light := range [2]bool{false, true} {
		r.levels = levels
		r.levels = r.grown(light)
		r.pass(effort{slack: 0.7, step: 2, faint: true, blocks: []threshold{{2, 4}}})
		r.closer()
		if len(r.codes) > 0 || r.stopped() {
			break
		}
	}
	r.levels = levels
	if len(r.codes) == 0 {
		r.seen = seen // what only a changed picture shows is not there
	}
}

// grown returns the picture at all sizes with its dark, or light, places grown
// by a pixel of that size.
func (r *reader) grown(light bool) []level {
	var out []level
	g := r.levels[0].gray
	for scale := r.levels[0].scale; ; scale *= 2 {
		out = append(out, level{gray: g.grow(light), scale: scale})
		r.work += g.w * g.h / 2
		if min(g.w, g.h)/2 < leastDotted {
			return out
		}
		if next := len(out); next < len(r.levels) {
			g = r.level(next).gray
			continue
		}
		g = g.half()
	}
}

// grow returns the picture with every pixel the darkest, or lightest, of the
// five that touch it by a side.
func (g *gray) grow(light bool) gray {
	d := newGray(g.w, g.h)
	for y := range g.h {
		a, b, c := g.row(max(y-1, 0)), g.row(y), g.row(min(y+1, g.h-1))
		dst := d.row(y)
		a, c, dst = a[:len(b)], c[:len(b)], dst[:len(b)]
		last := len(b) - 1
		for x, v := range b {
			l, n := b[max(x-1, 0)], b[min(x+1, last)]
			if light {
				dst[x] = max(v, l, n, a[x], c[x])
				continue
			}
			dst[x] = min(v, l, n, a[x], c[x])
		}
	}
	return d
}
