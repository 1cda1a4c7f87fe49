package qr

import "math"

// point is a position in a picture, or in a code in modules from its corner.
type point struct{ x, y float64 }

func (p point) sub(q point) point        { return point{p.x - q.x, p.y - q.y} }
func (p point) add(q point) point        { return point{p.x + q.x, p.y + q.y} }
func (p point) mul(k float64) point      { return point{p.x * k, p.y * k} }
func (p point) dot(q point) float64      { return p.x*q.x + p.y*q.y }
func (p point) cross(q point) float64    { return p.x*q.y - p.y*q.x }
func (p point) len() float64             { return math.Hypot(p.x, p.y) }
func (p point) distance(q point) float64 { return p.sub(q).len() }

// homography maps modules of a flat code to a picture in perspective, row by
// row as a 3 x 3 matrix.
type homography [9]float64

// at returns where a point of the code lies in the picture.
func (h *homography) at(u, v float64) point {
	w := h[6]*u + h[7]*v + h[8]
	return point{(h[0]*u + h[1]*v + h[2]) / w, (h[3]*u + h[4]*v + h[5]) / w}
}

// corner is one of the three finder patterns as a homography needs it: where
// it is, and how near. depth is the weight of the point in homogeneous
// coordinates.
type corner struct {
	point
	depth float64
}

// fromCorners returns the homography of a code of size modules whose finder
// patterns have their centres at a (top left), b (top right) and c.
func fromCorners(a, b, c corner, size float64) homography {
	span := size - 7
	ax, ay, aw := a.x*a.depth, a.y*a.depth, a.depth
	h := homography{
		(b.x*b.depth - ax) / span, (c.x*c.depth - ax) / span, 0,
		(b.y*b.depth - ay) / span, (c.y*c.depth - ay) / span, 0,
		(b.depth - aw) / span, (c.depth - aw) / span, 0,
	}
	h[2] = ax - 3.5*(h[0]+h[1])
	h[5] = ay - 3.5*(h[3]+h[4])
	h[8] = aw - 3.5*(h[6]+h[7])
	return h
}

// sane reports whether the whole code lies in front of the viewer and is not
// folded over.
func (h *homography) sane(size int) bool {
	s := float64(size)
	var q [4]point
	for i, c := range [4]point{{0, 0}, {s, 0}, {s, s}, {0, s}} {
		if h[6]*c.x+h[7]*c.y+h[8] <= 0 {
			return false
		}
		q[i] = h.at(c.x, c.y)
	}
	return convex(q)
}

// convex reports whether q goes clockwise around a convex area as a picture
// shows it (y points down).
func convex(q [4]point) bool {
	for i := range q {
		a, b, c := q[i], q[(i+1)%4], q[(i+2)%4]
		if !(b.sub(a).cross(c.sub(b)) > 0) { // also false for NaN
			return false
		}
	}
	return true
}

// pair is a point of a code and where it was seen.
type pair struct {
	code, seen point
	weight     float64
}

// fit returns the homography that maps the code points nearest to where they
// were seen, by least squares. It needs four pairs, no three on one line.
func fit(pairs []pair) (homography, bool) {
	if len(pairs) < 4 {
		return homography{}, false
	}
	// Both sides are moved and scaled about their middle, to keep the numbers
	// of the equations near one.
	cm, cs := spread(pairs, func(p pair) point { return p.code })
	sm, ss := spread(pairs, func(p pair) point { return p.seen })
	var m [8][9]float64
	for _, p := range pairs {
		c, s := p.code.sub(cm).mul(1/cs), p.seen.sub(sm).mul(1/ss)
		rows := [2][9]float64{
			{c.x, c.y, 1, 0, 0, 0, -c.x * s.x, -c.y * s.x, s.x},
			{0, 0, 0, c.x, c.y, 1, -c.x * s.y, -c.y * s.y, s.y},
		}
		for _, r := range rows {
			for i := range 8 {
				for j := range 9 {
					m[i][j] += p.weight * r[i] * r[j]
				}
			}
		}
	}
	x, ok := solve(&m)
	if !ok {
		return homography{}, false
	}
	n := homography{x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], 1}
	return unscale(n, cm, cs, sm, ss), true
}

// unscale undoes the moving and scaling of [fit].
func unscale(n homography, cm point, cs float64, sm point, ss float64) homography {
	var h homography
	for i := range 3 { // columns: code side
		h[3*i] = n[3*i] / cs
		h[3*i+1] = n[3*i+1] / cs
		h[3*i+2] = n[3*i+2] - (n[3*i]*cm.x+n[3*i+1]*cm.y)/cs
	}
	for j := range 3 { // rows: picture side
		h[j] = h[j]*ss + h[6+j]*sm.x
		h[3+j] = h[3+j]*ss + h[6+j]*sm.y
	}
	return h
}

func spread(pairs []pair, of func(pair) point) (mid point, size float64) {
	for _, p := range pairs {
		mid = mid.add(of(p))
	}
	mid = mid.mul(1 / float64(len(pairs)))
	for _, p := range pairs {
		size += of(p).distance(mid)
	}
	return mid, max(size/float64(len(pairs)), 1e-9)
}

// solve solves eight linear equations by elimination with pivoting.
func solve(m *[8][9]float64) (x [8]float64, ok bool) {
	for c := range 8 {
		p := c
		for r := c + 1; r < 8; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[p][c]) {
				p = r
			}
		}
		if !(math.Abs(m[p][c]) > 1e-9) {
			return x, false
		}
		m[c], m[p] = m[p], m[c]
		for r := range 8 {
			if r == c {
				continue
			}
			k := m[r][c] / m[c][c]
			for j := c; j < 9; j++ {
				m[r][j] -= k * m[c][j]
			}
		}
	}
	for i := range x {
		x[i] = m[i][8] / m[i][i]
	}
	return x, true
}
