package qr

import (
	"cmp"
	"math"
	"slices"
)

// triple is three finder patterns that may belong to one code: a at the
// corner, then b and c clockwise.
type triple struct {
	a, b, c int // in the list of candidates
	score   float64
}

// Limits of a triple: legs up to 3.6 times as long as each other, and an angle
// of 90 degrees +-58, which covers a screen seen from far to the side.
const (
	maxLegs = 3.6
	maxCos  = 0.85
	maxSize = 2.3 // of the modules of two patterns of a code
)

// triples returns the triples among fs, the most plausible first, at most n.
func triples(fs []finder, n int) []triple {
	var out []triple
	var near []int
	for a := range fs {
		near = near[:0]
		for b := range fs {
			if a != b && mates(fs[a], fs[b]) {
				near = append(near, b)
			}
		}
		for i, b := range near {
			for _, c := range near[i+1:] {
				if t, ok := judge(fs, a, b, c); ok {
					out = append(out, t)
				}
			}
		}
		if len(out) > 50000 {
			break
		}
	}
	slices.SortFunc(out, func(p, q triple) int {
		return cmp.Or(cmp.Compare(p.score, q.score), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b), cmp.Compare(p.c, q.c))
	})
	return out[:min(n, len(out))]
}

// mates reports whether two patterns may be of one code, by their size and
// distance.
func mates(f, g finder) bool {
	if f.module > maxSize*g.module || g.module > maxSize*f.module {
		return false
	}
	d := math.Hypot(f.x-g.x, f.y-g.y) / math.Sqrt(f.module*g.module)
	return d > 9 && d < 260 // 14 to 170 modules along a leg
}

func judge(fs []finder, a, b, c int) (triple, bool) {
	p := point{fs[a].x, fs[a].y}
	ab, ac := point{fs[b].x, fs[b].y}.sub(p), point{fs[c].x, fs[c].y}.sub(p)
	// Most are turned away here, before the square roots.
	bb, cc, bc := ab.dot(ab), ac.dot(ac), ab.dot(ac)
	if bb > maxLegs*maxLegs*cc || cc > maxLegs*maxLegs*bb || bc*bc > maxCos*maxCos*bb*cc {
		return triple{}, false
	}
	lb, lc := math.Sqrt(bb), math.Sqrt(cc)
	cos := bc / (lb * lc)
	if ab.cross(ac) < 0 {
		b, c, ab, ac, lb, lc = c, b, ac, ab, lc, lb
	}
	// The module along a leg, from its width along the axes of the picture.
	mb := math.Sqrt(fs[a].along(ab) * fs[b].along(ab))
	mc := math.Sqrt(fs[a].along(ac) * fs[c].along(ac))
	nb, nc := lb/mb+7, lc/mc+7
	mean := (nb + nc) / 2
	if mean < 17 || mean > 200 || math.Abs(nb-nc) > 0.5*mean {
		return triple{}, false
	}
	small := min(fs[a].module, fs[b].module, fs[c].module)
	large := max(fs[a].module, fs[b].module, fs[c].module)
	score := math.Abs(math.Log(lb/lc)) + math.Abs(cos) + 0.5*math.Log(large/small) +
		math.Abs(nb-nc)/mean + mean/1000 - 0.02*float64(min(fs[a].votes, fs[b].votes, fs[c].votes, 5))
	return triple{a: a, b: b, c: c, score: score}, true
}

// along estimates the module along a line: a pattern turned by an angle looks
// wider along the axes by the cosine, and one seen from the side is narrower
// along one of them.
func (f finder) along(line point) float64 {
	cos, sin := math.Abs(line.x)/line.len(), math.Abs(line.y)/line.len()
	return (cos*cos*f.wide + sin*sin*f.high) * max(cos, sin)
}
