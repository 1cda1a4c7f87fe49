package qr

import (
	"cmp"
	"math"
	"slices"
)

// mesh bends a lattice: it holds by how many modules the code is displaced, at
// nodes that are meshStep modules apart. Creased paper and cloth need it, and
// lenses that bow.
type mesh struct {
	n     int // nodes a side
	nodes []point
}

const meshStep = 3

func newMesh(size int) *mesh {
	n := (size+meshStep-1)/meshStep + 1
	return &mesh{n: n, nodes: make([]point, n*n)}
}

// at returns the displacement at a point of the code, between the nodes in
// proportion.
func (m *mesh) at(u, v float64) point {
	u, v = min(max(u/meshStep, 0), float64(m.n-1)), min(max(v/meshStep, 0), float64(m.n-1))
	i, j := min(int(u), m.n-2), min(int(v), m.n-2)
	fu, fv := u-float64(i), v-float64(j)
	o := j*m.n + i
	top := m.nodes[o].mul(1 - fu).add(m.nodes[o+1].mul(fu))
	low := m.nodes[o+m.n].mul(1 - fu).add(m.nodes[o+m.n+1].mul(fu))
	return top.mul(1 - fv).add(low.mul(fv))
}

// bend finds the displacements of a code whose modules are val under lat. Each
// node is moved to where the modules around it are darkest and lightest: when
// they are hit in the middle. It begins at the finder patterns, which are
// known, and goes outward, so that no node slips by a whole module.
func (s *sampler) bend(lat *lattice, val []float64, light bool) *mesh {
	m := newMesh(lat.size)
	b := bender{s: s, lat: lat, m: m, mid: middles(val, lat.size, 4), want: function(lat.size), done: make([]bool, len(m.nodes))}
	if light {
		b.sign = -1
	} else {
		b.sign = 1
	}
	order := b.order()
	for _, i := range order {
		b.move(i, 0.25, 2, 0.4)
		b.done[i] = true
	}
	for range 2 {
		for _, i := range order {
			b.move(i, 0.125, 2, 0.8)
		}
	}
	return m
}

type bender struct {
	s    *sampler
	lat  *lattice
	m    *mesh
	mid  []float64 // luminance between dark and light, a module
	want []int8    // what the standard fixes: 1 dark, -1 light, 0 free
	done []bool
	sign float64
}

// order returns the nodes from the finder patterns outward.
func (b *bender) order() []int {
	far := float64(b.lat.size) - 3.5
	known := [3]point{{3.5, 3.5}, {far, 3.5}, {3.5, far}}
	dist := make([]float64, len(b.m.nodes))
	order := make([]int, len(b.m.nodes))
	for i := range order {
		order[i] = i
		p := b.place(i)
		dist[i] = min(p.distance(known[0]), p.distance(known[1]), p.distance(known[2]))
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(dist[i], dist[j]) })
	return order
}

func (b *bender) place(i int) point {
	return point{float64(i % b.m.n * meshStep), float64(i / b.m.n * meshStep)}
}

// move tries displacements of a node, n steps around the mean of its
// neighbours; stiff is the price of leaving that mean.
func (b *bender) move(i int, step float64, n int, stiff float64) {
	mean, ok := b.around(i)
	if !ok {
		mean = point{}
	}
	at := b.place(i)
	from := mean
	if b.done[i] {
		from = b.m.nodes[i]
	}
	best, bestVal := from, math.Inf(-1)
	for y := -n; y <= n; y++ {
		for x := -n; x <= n; x++ {
			d := from.add(point{float64(x) * step, float64(y) * step})
			gap := d.sub(mean)
			v := b.contrast(at, d) * (1 - stiff*gap.dot(gap))
			if v > bestVal {
				best, bestVal = d, v
			}
		}
	}
	b.m.nodes[i] = best
}

// around returns the mean displacement of the neighbours that have one.
func (b *bender) around(i int) (mean point, ok bool) {
	x, y := i%b.m.n, i/b.m.n
	n := 0.0
	for j := max(y-1, 0); j <= min(y+1, b.m.n-1); j++ {
		for k := max(x-1, 0); k <= min(x+1, b.m.n-1); k++ {
			if o := j*b.m.n + k; o != i && b.done[o] {
				mean = mean.add(b.m.nodes[o])
				n++
			}
		}
	}
	if n == 0 {
		return mean, false
	}
	return mean.mul(1 / n), true
}

// contrast sums how far the modules around a point are from the middle
// luminance if they are displaced by d; fixed ones count with their sign.
func (b *bender) contrast(at, d point) float64 {
	const reach = 3
	size := b.lat.size
	x0, y0 := int(at.x), int(at.y)
	p := b.lat.at(at.x+d.x, at.y+d.y)
	du := b.lat.at(at.x+d.x+1, at.y+d.y).sub(p)
	dv := b.lat.at(at.x+d.x, at.y+d.y+1).sub(p)
	var sum, n float64
	for y := max(y0-reach, 0); y < min(y0+reach, size); y++ {
		for x := max(x0-reach, 0); x < min(x0+reach, size); x++ {
			a, c := float64(x)+0.5-at.x, float64(y)+0.5-at.y
			q := point{p.x + a*du.x + c*dv.x, p.y + a*du.y + c*dv.y}
			o := y*size + x
			v := b.s.at(q) - b.mid[o]
			if w := b.want[o]; w != 0 {
				sum -= 1.5 * b.sign * float64(w) * v
			} else {
				sum += math.Abs(v)
			}
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

// function returns the modules that the standard fixes: finder, timing and
// alignment patterns; 1 for dark, -1 for light, 0 for the others.
func function(size int) []int8 {
	f := make([]int8, size*size)
	set := func(x, y int, dark bool) {
		if x < 0 || y < 0 || x >= size || y >= size {
			return
		}
		f[y*size+x] = -1
		if dark {
			f[y*size+x] = 1
		}
	}
	for i := 8; i < size-8; i++ {
		set(i, 6, i%2 == 0)
		set(6, i, i%2 == 0)
	}
	for _, at := range alignments((size - 17) / 4) {
		for j := -2; j <= 2; j++ {
			for i := -2; i <= 2; i++ {
				set(int(at.x)+i, int(at.y)+j, max(abs(i), abs(j)) != 1)
			}
		}
	}
	for _, at := range [3][2]int{{0, 0}, {size - 7, 0}, {0, size - 7}} {
		for j := -1; j <= 7; j++ {
			for i := -1; i <= 7; i++ {
				set(at[0]+i, at[1]+j, finderDark(i, j))
			}
		}
	}
	return f
}
