package qr

import "slices"

// Modules may be drawn as dots that do not touch, in the finder patterns too.
// A ring is then a row of dots, and lines from its middle pass between them.
// The mean over a square as wide as a module is the same wherever it lies
// among dots, and differs where there are none: dots become an even shade, and
// the light modules between others still show.

// leastDotted is the shorter side down to which sizes are looked at for dots:
// a code of 21 modules that fills it has three pixels a module.
const leastDotted = 63

// dotWidths are the widths of modules, in pixels of a size of the picture,
// that dots are looked for at. The next size has those of twice the width.
var dotWidths = [3]float64{4.5, 5.6, 3.5}

// dotted looks for codes of dots.
func (r *reader) dotted() {
	levels, seen := r.levels, slices.Clone(r.seen)
	for _, width := range dotWidths {
		r.levels = levels
		r.levels = r.even(width)
		r.pass(effort{slack: 0.7, step: 2, faint: true, blocks: []threshold{{3, 2}}})
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

// even returns the picture at all sizes with every pixel the mean of those
// around it, see [gray.mean].
func (r *reader) even(width float64) []level {
	var out []level
	g := r.levels[0].gray
	for scale := r.levels[0].scale; ; scale *= 2 {
		out = append(out, level{gray: g.mean(width), scale: scale})
		r.work += g.w * g.h
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

// mean returns the picture with every pixel the mean of the square around it
// that is width pixels wide, 3 to 7. Pixels that the square covers in part
// count in part.
func (g *gray) mean(width float64) gray {
	const one = 20 // the weight of a pixel that is covered fully
	var k [4]uint32
	all := uint32(0)
	for i := range k {
		k[i] = uint32(one*min(max((width-float64(2*i-1))/2, 0), 1) + 0.5)
		all += 2 * k[i]
	}
	k[0] = one
	all -= one
	all *= all
	d := newGray(g.w, g.h)
	sums := make([]uint32, g.w+6)
	for y := range g.h {
		var rows [7][]uint8
		for i := range rows {
			rows[i] = g.row(min(max(y+i-3, 0), g.h-1))
		}
		for x := range g.w {
			sums[x+3] = weigh(&k, uint32(rows[3][x]), uint32(rows[2][x])+uint32(rows[4][x]),
				uint32(rows[1][x])+uint32(rows[5][x]), uint32(rows[0][x])+uint32(rows[6][x]))
		}
		for i := range 3 {
			sums[i], sums[g.w+3+i] = sums[3], sums[g.w+2]
		}
		dst := d.row(y)
		for x := range dst {
			s := sums[x : x+7 : x+7]
			dst[x] = uint8((weigh(&k, s[3], s[2]+s[4], s[1]+s[5], s[0]+s[6]) + all/2) / all)
		}
	}
	return d
}

func weigh(k *[4]uint32, a, b, c, d uint32) uint32 {
	return k[0]*a + k[1]*b + k[2]*c + k[3]*d
}
