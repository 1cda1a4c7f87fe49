package qr

import "encoding/binary"

// half returns the picture at half the size; every pixel is the mean of four.
// The last row or column of an odd size is left out.
func (g *gray) half() gray {
	d := newGray(g.w/2, g.h/2)
	for y := range d.h {
		halfRow(d.row(y), g.row(2*y), g.row(2*y+1))
	}
	return d
}

// halfRow makes one row of two. Eight pixels are added at once, in four lanes
// of 16 bits.
func halfRow(dst, a, b []uint8) {
	const twos = 0x0002000200020002
	x := 0
	for ; x+4 <= len(dst); x += 4 {
		p, q := binary.LittleEndian.Uint64(a[2*x:]), binary.LittleEndian.Uint64(b[2*x:])
		m := (p&evenBytes + p>>8&evenBytes + q&evenBytes + q>>8&evenBytes + twos) >> 2 & evenBytes
		m = (m | m>>8) & 0x0000ffff0000ffff
		binary.LittleEndian.PutUint32(dst[x:], uint32(m|m>>16))
	}
	for ; x < len(dst); x++ {
		dst[x] = uint8((uint(a[2*x]) + uint(a[2*x+1]) + uint(b[2*x]) + uint(b[2*x+1]) + 2) >> 2)
	}
}

// smooth returns the picture with every pixel the mean of the nine around it.
func (g *gray) smooth() gray {
	d := newGray(g.w, g.h)
	sums := make([]uint16, g.w+2)
	for y := range g.h {
		a, b, c := g.row(max(y-1, 0)), g.row(y), g.row(min(y+1, g.h-1))
		b, c = b[:len(a)], c[:len(a)]
		for x := range a {
			sums[x+1] = uint16(a[x]) + uint16(b[x]) + uint16(c[x])
		}
		sums[0], sums[g.w+1] = sums[1], sums[g.w]
		for x := range d.row(y) {
			s := sums[x : x+3 : x+3]
			d.pix[y*g.w+x] = uint8((uint32(s[0]) + uint32(s[1]) + uint32(s[2]) + 4) / 9)
		}
	}
	return d
}

// double returns the picture at twice the size by cubic interpolation
// (Catmull-Rom), which keeps the contrast of modules below two pixels.
func (g *gray) double() gray {
	wide := newGray(2*g.w, g.h)
	for y := range g.h {
		doubleLine(wide.row(y), g.row(y))
	}
	d := newGray(2*g.w, 2*g.h)
	for y := range g.h {
		r := [5][]uint8{}
		for k := range r {
			r[k] = wide.row(min(max(y+k-2, 0), g.h-1))
		}
		mixRows(d.row(2*y), r[0], r[1], r[2], r[3])
		mixRows(d.row(2*y+1), r[4], r[3], r[2], r[1])
	}
	return d
}

// The weights of Catmull-Rom a quarter of a pixel off a centre, in 1/128.
const (
	cubicA = -3
	cubicB = 29
	cubicC = 111
	cubicD = -9
)

func cubic(a, b, c, d uint8) uint8 {
	v := (cubicA*int32(a) + cubicB*int32(b) + cubicC*int32(c) + cubicD*int32(d) + 64) >> 7
	if uint32(v) > 255 {
		// Below 0 all bits of ^v>>31 are 0, above 255 they are 1.
		v = ^v >> 31
	}
	return uint8(v)
}

func mixRows(dst, a, b, c, d []uint8) {
	a, b, c, d = a[:len(dst)], b[:len(dst)], c[:len(dst)], d[:len(dst)]
	for i := range dst {
		dst[i] = cubic(a[i], b[i], c[i], d[i])
	}
}

func doubleLine(dst, src []uint8) {
	n := len(src)
	at := func(i int) uint8 { return src[min(max(i, 0), n-1)] }
	edge := func(i int) {
		dst[2*i] = cubic(at(i-2), at(i-1), at(i), at(i+1))
		dst[2*i+1] = cubic(at(i+2), at(i+1), at(i), at(i-1))
	}
	for i := range min(2, n) {
		edge(i)
	}
	for i := 2; i < n-2; i++ {
		s := src[i-2 : i+3 : i+3]
		d := dst[2*i : 2*i+2 : 2*i+2]
		d[0] = cubic(s[0], s[1], s[2], s[3])
		d[1] = cubic(s[4], s[3], s[2], s[1])
	}
	for i := max(n-2, 2); i < n; i++ {
		edge(i)
	}
}
