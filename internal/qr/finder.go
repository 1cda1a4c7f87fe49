package qr

import (
	"cmp"
	"math"
	"slices"
)

// finder is what may be one of the three finder patterns of a code: rings of
// widths 1:1:3:1:1 in every direction.
type finder struct {
	x, y       float64 // centre
	module     float64 // width of a module, mean of those along the axes of the picture, pixels
	wide, high float64 // along the axes
	light      bool    // light on dark: the code is inverted
	votes      int     // rows that crossed it
}

// scaled returns f in a picture k times the size.
func (f finder) scaled(k float64) finder {
	f.x, f.y, f.module, f.wide, f.high = f.x*k, f.y*k, f.module*k, f.wide*k, f.high*k
	return f
}

// maxFinders bounds the candidates of one pass over a picture, so that a
// picture full of finder patterns costs no more than a fraction of a second.
const maxFinders = 2000

// maxSquash is how much narrower a pattern may be one way than the other: a
// screen seen from 70 degrees to the side.
const maxSquash = 3.6

// maxSteep is the same for patterns whose sides may stand at any angle.
const maxSteep = 6.0

// steep reports whether a pattern is so narrow that it is rather something
// else. It is good enough to try, and not to say that there is a code.
func (f finder) steep() bool { return f.wide > 2.4*f.high || f.high > 2.4*f.wide }

// scanner looks for finder patterns in one picture.
type scanner struct {
	b     *binarized
	open  bool // only the inner rings must fit, see [scanner.fits]
	step  int  // every how many rows
	slack float64
	// steep allows any angle between the sides of a pattern, and more squash.
	steep bool
	found []finder
	live  int // found[live:] may still be crossed by the rows to come
}

// scan returns the candidates of one picture. With open set, the outer ring
// may be merged with what surrounds the code: that finds codes without a quiet
// zone on a card of the colour of their modules. slack is how far a run of
// pixels may be off, in modules.
func scan(b *binarized, open bool, step int, slack float64) []finder {
	s := scanner{b: b, open: open, step: step, slack: slack}
	s.rows()
	return s.found
}

// scanSteep returns the candidates of a picture that is seen from far to the
// side. Many are none: their outlines tell.
func scanSteep(b *binarized) []finder {
	s := scanner{b: b, step: 1, slack: 0.8, steep: true}
	s.rows()
	return s.found
}

func (s *scanner) rows() {
	b := s.b
	line := make([]uint64, (b.w+63)/64)
	var at []int32
	for y := s.step / 2; y < b.h; y += s.step {
		b.darkRow(line, y)
		at = edges(at[:0], line, b.w)
		s.row(at, y, line[0]&1 == 1)
		if len(s.found) >= maxFinders {
			break
		}
	}
}

// row looks at the runs of one row, that begin with a dark one if dark is set.
func (s *scanner) row(at []int32, y int, dark bool) {
	for s.live < len(s.found) && s.found[s.live].y+4*s.found[s.live].module < float64(y) {
		s.live++
	}
	start := int32(0)
	for i := 0; i+4 < len(at); i++ {
		a, b, c, d, e := at[i]-start, at[i+1]-at[i], at[i+2]-at[i+1], at[i+3]-at[i+2], at[i+4]-at[i+3]
		// The middle is the widest; this turns away nearly all runs.
		if c > b && c > d && (s.open || c >= a && c >= e) && c >= 2 {
			if m := s.fits([5]float64{float64(a), float64(b), float64(c), float64(d), float64(e)}); m > 0 {
				// Runs 0, 2, 4, ... have the colour of the first pixel.
				s.candidate(float64(at[i+1]+at[i+2])/2, y, m, dark == (i%2 == 1))
			}
		}
		start = at[i]
	}
}

// fits returns the module width if runs have the widths 1:1:3:1:1, or 0. Of an
// open pattern only the inner three count, and that the outer are not thinner.
func (s *scanner) fits(r [5]float64) float64 {
	var m float64
	if s.open {
		m = (r[1] + r[2] + r[3]) / 5
	} else {
		m = (r[0] + r[1] + r[2] + r[3] + r[4]) / 7
	}
	if m < 0.95 {
		return 0
	}
	tol := s.slack*m + 0.5
	if off(r[1], m) > tol || off(r[3], m) > tol || off(r[2], 3*m) > 1.5*tol {
		return 0
	}
	if s.open {
		if r[0] < m-tol || r[4] < m-tol || off(r[1], r[3]) > tol {
			return 0
		}
		return m
	}
	if off(r[0], m) > tol || off(r[4], m) > tol {
		return 0
	}
	return m
}

func off(a, b float64) float64 {
	if a < b {
		return b - a
	}
	return a - b
}

// candidate checks a crossing in the other directions and keeps it.
func (s *scanner) candidate(x float64, y int, m float64, light bool) {
	for i := len(s.found) - 1; i >= s.live; i-- {
		// Crossed before: the row adds a vote without another check.
		f := &s.found[i]
		if f.light == light && off(f.x, x) < f.module && off(f.y, float64(y)+0.5) < 2*f.module && off(f.module, m) < 0.4*f.module {
			f.votes++
			return
		}
	}
	squash, reach := maxSquash, m
	if s.steep {
		squash, reach = maxSteep, maxSteep/2*m
	}
	cy, my := s.cross(x, float64(y)+0.5, 0, 1, reach, light)
	if my == 0 || my > squash*m || m > squash*my {
		return
	}
	cx, mx := s.cross(x, cy, 1, 0, m, light)
	if mx == 0 || mx > squash*my || my > squash*mx {
		return
	}
	// Across the corners the rings are longer, and rounded ones shorter; they
	// only have to be there.
	size := math.Sqrt(mx * my)
	if !s.steep && !s.diagonal(cx, cy, 1, size, light) && !s.diagonal(cx, cy, -1, size, light) {
		return
	}
	for i := len(s.found) - 1; i >= s.live; i-- {
		f := &s.found[i]
		if f.light == light && off(f.x, cx) < f.module && off(f.y, cy) < f.module && off(f.module, size) < 0.5*f.module {
			f.votes++
			return
		}
	}
	if len(s.found) < maxFinders {
		s.found = append(s.found, finder{x: cx, y: cy, module: size, wide: mx, high: my, light: light, votes: 1})
	}
}

// cross measures the runs through (x, y) in the direction (dx, dy), one of the
// axes. It returns the middle along that direction and the module width, or 0
// if the runs do not fit.
func (s *scanner) cross(x, y float64, dx, dy int, m float64, light bool) (mid, module float64) {
	px, py := int(x), int(y)
	back, ok := s.arm(px, py, -dx, -dy, m, light)
	if !ok {
		return 0, 0
	}
	fore, ok := s.arm(px, py, dx, dy, m, light)
	if !ok {
		return 0, 0
	}
	module = s.fits([5]float64{
		float64(back[2]), float64(back[1]), float64(back[0] + fore[0] - 1), float64(fore[1]), float64(fore[2]),
	})
	// The core covers back[0]-1 pixels before this one, and fore[0] from it on.
	return float64(px*dx+py*dy) + float64(fore[0]-back[0]+1)/2, module
}

// arm counts the pixels from (x, y) outward: core, inner ring, outer ring. The
// edge of the picture may end the outer ring.
func (s *scanner) arm(x, y, dx, dy int, m float64, light bool) (r [3]int, ok bool) {
	b := s.b
	limits := [3]int{int(3.5*m) + 2, int(2.5*m) + 2, int(2.5*m) + 2}
	dark := !light
	for k := range r {
		for x >= 0 && y >= 0 && x < b.w && y < b.h && b.dark(x, y) == dark {
			r[k]++
			x += dx
			y += dy
			if r[k] > limits[k] {
				return r, k == 2 && s.open
			}
		}
		if r[k] == 0 {
			return r, false
		}
		dark = !dark
	}
	return r, true
}

// diagonal reports whether the rings are there on a diagonal; sign is the
// direction of y.
func (s *scanner) diagonal(x, y float64, sign int, m float64, light bool) bool {
	// A step along a diagonal is longer than a pixel, but the rings of a square
	// are as many steps wide there as along the axes; turned by 45 degrees they
	// are half as many.
	back, ok := s.arm(int(x), int(y), -1, -sign, m, light)
	if !ok {
		return false
	}
	fore, ok := s.arm(int(x), int(y), 1, sign, m, light)
	if !ok {
		return false
	}
	core := float64(back[0]+fore[0]-1) / 3
	if core < 0.4*m-0.5 || core > 1.8*m+0.5 {
		return false
	}
	return float64(back[1]) >= 0.3*m && float64(fore[1]) >= 0.3*m
}

// best returns the candidates of one polarity, those with most votes first.
func best(fs []finder, light bool) []finder {
	var out []finder
	for _, f := range fs {
		if f.light == light {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b finder) int { return cmp.Compare(b.votes, a.votes) })
	return out
}
