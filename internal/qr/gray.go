package qr

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
)

// gray is a picture of one byte of luminance a pixel, without gaps between the
// rows. Positions in it are continuous: pixel (i, j) covers the square from
// (i, j) to (i+1, j+1), so that a position times the scale of a smaller copy
// is the position in the picture itself.
type gray struct {
	pix  []uint8
	w, h int
}

func newGray(w, h int) gray {
	return gray{pix: make([]uint8, w*h), w: w, h: h}
}

func (g gray) row(y int) []uint8 {
	return g.pix[y*g.w:][:g.w]
}

// luminance returns the luminance of img. The pixels of an [image.Gray] are
// shared, not copied. Transparent pixels count as lying on paper of luminance
// under.
func luminance(img image.Image, under uint8) gray {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	switch m := img.(type) {
	case *image.Gray:
		if m.Stride == w {
			return gray{pix: m.Pix[m.PixOffset(b.Min.X, b.Min.Y):][:w*h], w: w, h: h}
		}
		return byRow(w, h, func(dst []uint8, y int) {
			copy(dst, m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):])
		})
	case *image.YCbCr:
		return byRow(w, h, func(dst []uint8, y int) {
			copy(dst, m.Y[m.YOffset(b.Min.X, b.Min.Y+y):])
		})
	case *image.RGBA:
		return byRow(w, h, func(dst []uint8, y int) {
			grayRGBA(dst, m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):], under)
		})
	case *image.NRGBA:
		return byRow(w, h, func(dst []uint8, y int) {
			grayNRGBA(dst, m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):], under)
		})
	case *image.Paletted:
		table := grayPalette(m.Palette, under)
		return byRow(w, h, func(dst []uint8, y int) {
			src := m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):]
			for x := range dst {
				dst[x] = table[src[x]]
			}
		})
	}
	// Any other kind goes through one row of RGBA, so that a deep picture does
	// not take its size again.
	line := image.NewRGBA(image.Rect(0, 0, w, 1))
	return byRow(w, h, func(dst []uint8, y int) {
		draw.Draw(line, line.Rect, img, image.Pt(b.Min.X, b.Min.Y+y), draw.Src)
		grayRGBA(dst, line.Pix, under)
	})
}

// opaque reports whether no pixel of img is transparent.
func opaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return !ok || o.Opaque()
}

// channel returns one colour of img, 0 for red to 2 for blue. It reports false
// for a picture in shades of grey.
func channel(img image.Image, c int) (gray, bool) {
	b := img.Bounds()
	if m, ok := img.(*image.Paletted); ok {
		return paletteChannel(m, c)
	}
	line := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	coloured := false
	g := byRow(b.Dx(), b.Dy(), func(dst []uint8, y int) {
		src := line.Pix
		switch m := img.(type) {
		case *image.RGBA:
			src = m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):]
		case *image.NRGBA:
			src = m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):]
		default:
			draw.Draw(line, line.Rect, img, image.Pt(b.Min.X, b.Min.Y+y), draw.Src)
		}
		var differ uint8
		for x := range dst {
			p := src[4*x : 4*x+4 : 4*x+4]
			dst[x] = p[c]
			differ |= (p[0] ^ p[1]) | (p[1] ^ p[2])
		}
		coloured = coloured || differ != 0
	})
	return g, coloured
}

func paletteChannel(m *image.Paletted, c int) (gray, bool) {
	var table [256]uint8
	coloured := false
	for i := range min(len(m.Palette), len(table)) {
		p := color.RGBAModel.Convert(m.Palette[i]).(color.RGBA)
		table[i] = [3]uint8{p.R, p.G, p.B}[c]
		coloured = coloured || p.R != p.G || p.G != p.B
	}
	b := m.Bounds()
	return byRow(b.Dx(), b.Dy(), func(dst []uint8, y int) {
		src := m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):]
		for x := range dst {
			dst[x] = table[src[x]]
		}
	}), coloured
}

func byRow(w, h int, fill func(dst []uint8, y int)) gray {
	g := newGray(w, h)
	for y := range h {
		fill(g.row(y), y)
	}
	return g
}

// luma weighs the colours as ITU-R BT.601 does.
func luma(r, g, b uint32) uint32 {
	return (r*77 + g*150 + b*29) >> 8
}

func grayRGBA(dst, src []uint8, under uint8) {
	src = src[:4*len(dst)]
	for i := range dst {
		p := src[4*i : 4*i+4 : 4*i+4]
		v := luma(uint32(p[0]), uint32(p[1]), uint32(p[2]))
		if p[3] != 255 {
			v += uint32(under) * uint32(255-p[3]) / 255
		}
		dst[i] = uint8(min(v, 255))
	}
}

func grayNRGBA(dst, src []uint8, under uint8) {
	src = src[:4*len(dst)]
	for i := range dst {
		p := src[4*i : 4*i+4 : 4*i+4]
		v := luma(uint32(p[0]), uint32(p[1]), uint32(p[2]))
		if a := uint32(p[3]); a != 255 {
			v = (v*a + uint32(under)*(255-a)) / 255
		}
		dst[i] = uint8(v)
	}
}

func grayPalette(p color.Palette, under uint8) (table [256]uint8) {
	for i := range min(len(p), len(table)) {
		r, g, b, a := p[i].RGBA()
		v := luma(r, g, b) + uint32(under)*257*(0xffff-a)/0xffff
		table[i] = uint8(min(v, 0xffff) >> 8)
	}
	return table
}

// at returns the luminance at a continuous position, between the centres of
// the four nearest pixels in proportion. Outside the picture the edge counts.
func (g *gray) at(x, y float64) float64 {
	// A place between pixels is told to 1/256 of a pixel: whole numbers are
	// quicker here, and this is most of the work of reading a code.
	fx, fy := int(x*256)-128, int(y*256)-128
	i, j := fx>>8, fy>>8
	if fx < 0 || fy < 0 || i >= g.w-1 || j >= g.h-1 {
		return g.atEdge(x, y)
	}
	u, v := fx&255, fy&255
	o := j*g.w + i
	a, b := int(g.pix[o]), int(g.pix[o+1])
	p := g.pix[o+g.w : o+g.w+2 : o+g.w+2]
	c, d := int(p[0]), int(p[1])
	top := a<<8 + u*(b-a)
	return float64(top<<8+v*(c<<8+u*(d-c)-top)) * (1.0 / (1 << 16))
}

func (g *gray) atEdge(x, y float64) float64 {
	x, y = max(x-0.5, 0), max(y-0.5, 0)
	i, j := min(int(x), g.w-1), min(int(y), g.h-1)
	i1, j1 := min(i+1, g.w-1), min(j+1, g.h-1)
	fx, fy := min(x-float64(i), 1), min(y-float64(j), 1)
	a, b := float64(g.pix[j*g.w+i]), float64(g.pix[j*g.w+i1])
	c, d := float64(g.pix[j1*g.w+i]), float64(g.pix[j1*g.w+i1])
	top := a + fx*(b-a)
	return top + fy*(c+fx*(d-c)-top)
}

// contains reports whether a position lies in the picture.
func (g *gray) contains(x, y float64) bool {
	return x >= 0 && y >= 0 && x < float64(g.w) && y < float64(g.h)
}

// blank reports whether all pixels are the same.
func (g *gray) blank() bool {
	return bytes.Equal(g.pix[1:], g.pix[:len(g.pix)-1])
}
