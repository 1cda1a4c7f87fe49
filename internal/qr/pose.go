package qr

import (
	"cmp"
	"math"
	"slices"
)

// pose is a guess how a code lies in the picture: how many modules it has, and
// where they are.
type pose struct {
	size  int // modules a side
	h     homography
	score float64 // how well the timing patterns fit, at most 1
}

// legs are the three finder patterns of a triple, measured along its legs.
type legs struct {
	a, b, c point
	light   bool
	// rb is the depth of b against that of a, and rc that of c, from the width
	// of their modules.
	rb, rc float64
	size   float64 // modules a side, an estimate
	module float64 // mean width of a module, pixels
}

// leastFit is how well a place must correlate with a finder pattern to be one.
// Round ones, and those with a picture inside, reach 0.6.
const leastFit = 0.4

// measure measures the patterns of a triple along its legs. It reports false
// if one of them is no finder pattern, seen that way, or if the legs do not
// belong together.
func measure(s *sampler, fa, fb, fc finder) (legs, bool) {
	l := legs{light: fa.light, a: point{fa.x, fa.y}, b: point{fb.x, fb.y}, c: point{fc.x, fc.y}}
	ab, ac := l.b.sub(l.a), l.c.sub(l.a)
	u, v := ab.mul(1/ab.len()), ac.mul(1/ac.len())
	// Along a line in perspective the module shrinks with the square of the
	// depth, and the geometric mean of its ends is the length divided evenly.
	b0, b1 := s.width(fa, u), s.width(fb, u)
	c0, c1 := s.width(fa, v), s.width(fc, v)
	mb, mc := math.Sqrt(b0*b1), math.Sqrt(c0*c1)
	l.rb = min(max(math.Sqrt(b0/b1), 0.6), 1.7)
	l.rc = min(max(math.Sqrt(c0/c1), 0.6), 1.7)
	nb, nc := ab.len()/mb+7, ac.len()/mc+7
	l.size = (nb + nc) / 2
	l.module = math.Sqrt(mb * mc)
	if math.Abs(nb-nc) > 0.25*l.size || l.size < 18 {
		return l, false
	}
	h := fromCorners(corner{l.a, 1}, corner{l.b, l.rb}, corner{l.c, l.rc}, l.size)
	far := l.size - 3.5
	for _, p := range [3]point{{3.5, 3.5}, {far, 3.5}, {3.5, far}} {
		if s.finderFit(&h, p, l.light) < leastFit {
			return l, false
		}
	}
	return l, true
}

// width measures the module of a pattern along a direction; without success it
// is estimated from those along the axes.
func (s *sampler) width(f finder, dir point) float64 {
	*s.work += 40
	known := f.along(dir)
	if _, k, ok := s.g.across(point{f.x, f.y}.mul(1/s.scale), dir.mul(known/s.scale), f.light); ok && k > 0.5 && k < 2 {
		return k * known
	}
	return known
}

// finderFit correlates the luminance around p, a point of the code, with a
// finder pattern. 1 is the pattern, 0 chance.
func (s *sampler) finderFit(h *homography, p point, light bool) float64 {
	var sum, square, dark, round float64
	for j := -3; j <= 3; j++ {
		for i := -3; i <= 3; i++ {
			v := s.at(h.at(p.x+float64(i), p.y+float64(j)))
			sum += v
			square += v * v
			if finderDark(i+3, j+3) {
				dark += v
			}
			if roundDark(i+3, j+3) {
				round += v
			}
		}
	}
	spread := square - sum*sum/49
	if spread < 49 {
		return 0
	}
	// Of the 49 modules n are dark.
	fit := func(n, dark float64) float64 {
		cov := n*sum/49 - dark
		if light {
			cov = -cov
		}
		return cov / math.Sqrt(spread*n*(49-n)/49)
	}
	if r := fit(25, round); r >= leastRound {
		return r
	}
	return fit(33, dark)
}

// leastRound is how well a place must correlate with a round pattern to be one.
const leastRound = 0.7

// roundDark is [finderDark] for a pattern drawn as a disc in a round ring.
func roundDark(i, j int) bool {
	d := (i-3)*(i-3) + (j-3)*(j-3)
	return d <= 2 || d >= 7 && d <= 12
}

// maxPoses is how many poses of a triple are tried.
const maxPoses = 3

// poses returns the most plausible poses of a code by its timing patterns: the
// rows of alternating modules between the finder patterns say how many modules
// there are, and how they crowd towards the far end.
func poses(s *sampler, l legs) []pose {
	var out []pose
	center := int(math.Round((l.size - 17) / 4))
	reach := 1 + int(l.size/45)
	for v := max(center-reach, 1); v <= min(center+reach, 40); v++ {
		size := 17 + 4*v
		rb, sb := l.crowd(s, size, true)
		if sb < 0.2 {
			continue
		}
		rc, sc := l.crowd(s, size, false)
		if sc < 0.2 || sb+sc < 0.8 {
			continue
		}
		p := pose{size: size, h: l.homography(size, rb, rc), score: (sb + sc) / 2}
		if p.h.sane(size) {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(p, q pose) int { return cmp.Compare(q.score, p.score) })
	return out[:min(maxPoses, len(out))]
}

func (l legs) homography(size int, rb, rc float64) homography {
	return fromCorners(corner{l.a, 1}, corner{l.b, rb}, corner{l.c, rc}, float64(size))
}

// crowd searches for the depth of one leg's end at which its timing pattern
// fits best, around what the width of the modules says.
func (l legs) crowd(s *sampler, size int, row bool) (depth, score float64) {
	base := l.rc
	if row {
		base = l.rb
	}
	depth = base
	score = -1
	// A step moves the middle of the pattern by a quarter of a module.
	step := 1 / float64(size-7)
	n := 2 + int(0.05/step)
	for i := range 2*n + 1 {
		k := (i + 1) / 2 // 0, 1, -1, 2, -2, ...
		if i%2 == 0 {
			k = -k
		}
		r := base * (1 + float64(k)*step)
		h := l.homography(size, r, l.rc)
		if !row {
			h = l.homography(size, l.rb, r)
		}
		if v := s.timing(&h, size, row, l.light) - 0.01*math.Abs(float64(k))/float64(n); v > score {
			depth, score = r, v
		}
	}
	return depth, score
}

// timing says how well the timing pattern of a row or column alternates, at
// most 1; about 0 is chance. Every module is compared with its neighbours, so
// that light and shadow over the code do not count.
func (s *sampler) timing(h *homography, size int, row, light bool) float64 {
	val := func(i int) float64 {
		u, v := float64(i)+0.5, 6.5
		if !row {
			u, v = v, u
		}
		return s.at(h.at(u, v))
	}
	var sum, all float64
	a, b := val(7), val(8)
	for i := 8; i <= size-9; i++ {
		c := val(i + 1)
		d := b - (a+c)/2
		if i%2 == 0 {
			d = -d
		}
		sum += d
		all += math.Abs(d)
		a, b = b, c
	}
	if all < 1 {
		return 0
	}
	if light {
		sum = -sum
	}
	return sum / all
}

// agreement says which share of the modules of the finder patterns, with the
// light border inside the code, has the right colour.
func (s *sampler) agreement(h *homography, size int, light bool) float64 {
	right := 0
	for _, at := range [3][2]int{{0, 0}, {size - 8, 0}, {0, size - 8}} {
		right += s.finderAgreement(h, at[0], at[1], light)
	}
	return float64(right) / (3 * 64)
}

// finderAgreement counts the right modules of the 8 x 8 with their corner at
// (x, y).
func (s *sampler) finderAgreement(h *homography, x, y int, light bool) int {
	var val [64]float64
	var want, round [64]bool
	var sum [2]float64
	var n [2]float64
	for j := range 8 {
		for i := range 8 {
			k := 8*j + i
			val[k] = s.at(h.at(float64(x+i)+0.5, float64(y+j)+0.5))
			// The border is on the side towards the middle of the code.
			fi, fj := i, j
			if x > 0 {
				fi--
			}
			if y > 0 {
				fj--
			}
			want[k] = finderDark(fi, fj) != light
			round[k] = roundDark(fi, fj) != light
			c := 0
			if want[k] {
				c = 1
			}
			sum[c] += val[k]
			n[c]++
		}
	}
	mid := (sum[0]/n[0] + sum[1]/n[1]) / 2
	right, rings := 0, 0
	for k, v := range val {
		if (v < mid) == want[k] {
			right++
		}
		if (v < mid) == round[k] {
			rings++
		}
	}
	if rings >= sureRings {
		return max(right, rings)
	}
	return right
}

// sureRings is how many of the 64 modules must be right for a round pattern;
// chance comes nearer to it than to a square.
const sureRings = 56

// finderDark reports whether a module of a finder pattern is dark; those
// outside its seven are the light border.
func finderDark(i, j int) bool {
	if i < 0 || j < 0 || i > 6 || j > 6 {
		return false
	}
	ring := max(abs(i-3), abs(j-3))
	return ring != 2
}

func abs(i int) int {
	return max(i, -i)
}
