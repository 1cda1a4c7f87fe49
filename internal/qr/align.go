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

// seek looks for an alignment pattern around its expected place, by
// correlation of the luminance with the pattern, within reach modules. It
// returns where it is in the picture and how well it fits, at most 1.
func (s *sampler) seek(l *lattice, at point, light bool, reach, step float64) (point, float64) {
	p := l.at(at.x, at.y)
	du := l.at(at.x+1, at.y).sub(p)
	dv := l.at(at.x, at.y+1).sub(p)
	try := func(a, b float64) float64 {
		q := point{p.x + a*du.x + b*dv.x, p.y + a*du.y + b*dv.y}
		return s.correlate(q, du, dv, light) - 0.015*(a*a+b*b)/(reach*reach)*4
	}
	var ba, bb float64
	best := -2.0
	n := int(math.Ceil(reach / step))
	for j := -n; j <= n; j++ {
		for i := -n; i <= n; i++ {
			if v := try(float64(i)*step, float64(j)*step); v > best {
				ba, bb, best = float64(i)*step, float64(j)*step, v
			}
		}
	}
	for d := step / 2; d > 0.05; d /= 2 {
		ca, cb := ba, bb
		for _, o := range [8][2]float64{{-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-1, -1}, {1, 1}, {-1, 1}, {1, -1}} {
			if v := try(ca+o[0]*d, cb+o[1]*d); v > best {
				ba, bb, best = ca+o[0]*d, cb+o[1]*d, v
			}
		}
	}
	q := point{p.x + ba*du.x + bb*dv.x, p.y + ba*du.y + bb*dv.y}
	return q, s.correlate(q, du, dv, light)
}

// correlate compares the luminance around q with an alignment pattern: a dark
// module, a light ring and a dark ring. 1 is the pattern, 0 chance.
func (s *sampler) correlate(q, du, dv point, light bool) float64 {
	var sum, square, dark float64
	for j := -2; j <= 2; j++ {
		for i := -2; i <= 2; i++ {
			a, b := float64(i), float64(j)
			v := s.at(point{q.x + a*du.x + b*dv.x, q.y + a*du.y + b*dv.y})
			sum += v
			square += v * v
			if max(abs(i), abs(j)) != 1 {
				dark += v
			}
		}
	}
	// Of the 25 modules 17 are dark.
	spread := square - sum*sum/25
	if spread < 25 {
		return 0
	}
	cov := 17*sum/25 - dark
	if light {
		cov = -cov
	}
	return cov / math.Sqrt(spread*17*8/25)
}
