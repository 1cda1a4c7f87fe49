package qr

// sampler takes the luminance of modules from one level of the pyramid.
// Positions are in pixels of the picture itself.
type sampler struct {
	g     *gray
	scale float64 // pixels of the picture a pixel of g, a power of two
	fine  float64 // 1 / scale
	work  *int    // counts samples, see [reader.spend]
}

func newSampler(l *level, work *int) *sampler {
	return &sampler{g: &l.gray, scale: l.scale, fine: 1 / l.scale, work: work}
}

func (s *sampler) at(p point) float64 {
	*s.work++
	return s.g.at(p.x*s.fine, p.y*s.fine)
}

// lattice says where every module of a code lies: a homography, and shifts
// from it that were seen, for a code on paper or glass that is not flat.
type lattice struct {
	size   int
	h      homography
	posed  homography // h by the finder patterns alone
	shifts []shift
	bent   *mesh // nil unless the code is bent
}

// shift is by how much a known pattern lies off the homography.
type shift struct {
	at, by point
}

func (l *lattice) at(u, v float64) point {
	if l.bent != nil {
		d := l.bent.at(u, v)
		u, v = u+d.x, v+d.y
	}
	p := l.h.at(u, v)
	if len(l.shifts) == 0 {
		return p
	}
	var sum point
	var weights float64
	for _, s := range l.shifts {
		dx, dy := u-s.at.x, v-s.at.y
		w := 1 / (dx*dx + dy*dy + 4)
		w *= w
		sum = sum.add(s.by.mul(w))
		weights += w
	}
	return p.add(sum.mul(1 / weights))
}

// modules returns the mean luminance of every module, row by row: of n x n
// places around its middle, which cover the share spread of its width.
func (s *sampler) modules(l *lattice, n int, spread float64) []float64 {
	out := make([]float64, l.size*l.size)
	row, below := make([]point, l.size+1), make([]point, l.size+1)
	l.row(row, 0)
	for y := range l.size {
		l.row(below, y+1)
		for x := range l.size {
			p := row[x]
			out[y*l.size+x] = s.patch(p, row[x+1].sub(p), below[x].sub(p), n, spread)
		}
		row, below = below, row
	}
	return out
}

// row writes where the middles of the modules of a row lie, and of one beyond.
func (l *lattice) row(dst []point, y int) {
	for x := range dst {
		dst[x] = l.at(float64(x)+0.5, float64(y)+0.5)
	}
}

// patch returns the mean luminance of n x n places around p; du and dv are a
// module to the right and down.
func (s *sampler) patch(p, du, dv point, n int, spread float64) float64 {
	switch n {
	case 1:
		return s.at(p)
	case 2:
		a, b := du.mul(spread/2), dv.mul(spread/2)
		c, d := a.add(b), a.sub(b)
		return (s.at(p.sub(c)) + s.at(p.add(d)) + s.at(p.sub(d)) + s.at(p.add(c))) / 4
	}
	k := spread / float64(n-1)
	var sum float64
	for j := range n {
		b := k*float64(j) - spread/2
		for i := range n {
			a := k*float64(i) - spread/2
			sum += s.at(point{p.x + a*du.x + b*dv.x, p.y + a*du.y + b*dv.y})
		}
	}
	return sum / float64(n*n)
}
