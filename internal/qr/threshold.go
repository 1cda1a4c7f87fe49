package qr

import (
	"encoding/binary"
	"math/bits"
)

// block is the side of the squares of pixels that share a threshold.
const block = 8

// binary is a picture with a threshold for every block: the mean luminance of
// the blocks around it, less an offset. Nothing demands a least contrast, and
// that is what finds pale codes. Flat areas count as light.
type binarized struct {
	*gray
	thr    []uint8
	bw, bh int
}

// binarize makes the thresholds from the mean of the blocks up to reach away
// on every side, less offset, which may be negative.
func binarize(g *gray, reach, offset int) binarized {
	bw, bh := (g.w+block-1)/block, (g.h+block-1)/block
	b := binarized{gray: g, thr: make([]uint8, bw*bh), bw: bw, bh: bh}
	means := make([]uint8, bw*bh)
	for by := range bh {
		blockMeans(means[by*bw:][:bw], g, by*block)
	}
	// Sums of columns of blocks, moved down a row at a time.
	cols := make([]uint32, bw)
	add := func(row int, sign uint32) {
		if row < 0 || row >= bh {
			return
		}
		for i, v := range means[row*bw:][:bw] {
			cols[i] += sign * uint32(v)
		}
	}
	for r := range reach {
		add(r, 1)
	}
	for by := range bh {
		add(by+reach, 1)
		add(by-reach-1, ^uint32(0))
		rows := uint32(min(by+reach, bh-1) - max(by-reach, 0) + 1)
		b.thresholdRow(by, cols, rows, reach, offset)
	}
	return b
}

func (b *binarized) thresholdRow(by int, cols []uint32, rows uint32, reach, offset int) {
	sum := uint32(0)
	for i := range min(reach, len(cols)) {
		sum += cols[i]
	}
	dst := b.thr[by*b.bw:][:b.bw]
	for bx := range dst {
		if bx+reach < len(cols) {
			sum += cols[bx+reach]
		}
		if bx-reach-1 >= 0 {
			sum -= cols[bx-reach-1]
		}
		n := rows * uint32(min(bx+reach, len(cols)-1)-max(bx-reach, 0)+1)
		dst[bx] = uint8(min(max(int(sum/n)-offset, 0), 255))
	}
}

const evenBytes = 0x00ff00ff00ff00ff

// blockMeans fills dst with the mean luminance of the blocks whose top row is
// y. Eight pixels are added at once, in four lanes of 16 bits.
func blockMeans(dst []uint8, g *gray, y int) {
	rows := min(block, g.h-y)
	for bx := range dst {
		x := bx * block
		if x+block > g.w {
			dst[bx] = edgeMean(g, x, y, rows)
			continue
		}
		var lanes uint64
		o := y*g.w + x
		for range rows {
			v := binary.LittleEndian.Uint64(g.pix[o:])
			lanes += v&evenBytes + v>>8&evenBytes
			o += g.w
		}
		sum := lanes&0xffff + lanes>>16&0xffff + lanes>>32&0xffff + lanes>>48
		dst[bx] = uint8(sum / uint64(rows*block))
	}
}

func edgeMean(g *gray, x, y, rows int) uint8 {
	sum := 0
	for j := range rows {
		for _, v := range g.row(y + j)[x:] {
			sum += int(v)
		}
	}
	return uint8(sum / (rows * (g.w - x)))
}

// dark reports whether pixel (x, y), which must lie in the picture, is dark.
func (b *binarized) dark(x, y int) bool {
	return b.pix[y*b.w+x] <= b.thr[y/block*b.bw+x/block]
}

// darkRow writes the pixels of row y into line, a bit a pixel, 1 for dark. The
// bits beyond the row repeat nothing and are 0.
func (b *binarized) darkRow(line []uint64, y int) {
	clear(line)
	row := b.row(y)
	thr := b.thr[y/block*b.bw:][:b.bw]
	full := b.w / block
	for bx := range full {
		v := binary.LittleEndian.Uint64(row[bx*block:])
		// A lane of 16 bits carries into its ninth bit if the pixel is above
		// the threshold.
		k := uint64(255-thr[bx]) * 0x0001000100010001
		even := (v&evenBytes + k) >> 8 & 0x0001000100010001
		odd := (v>>8&evenBytes + k) >> 7 & 0x0002000200020002
		m := even | odd
		m = ^(m | m>>14 | m>>28 | m>>42) & 0xff
		line[bx/8] |= m << (bx % 8 * 8)
	}
	for x := full * block; x < b.w; x++ {
		if row[x] <= thr[x/block] {
			line[x/64] |= 1 << (x % 64)
		}
	}
}

// edges appends to dst the positions in a row of bits where the colour
// changes, and at last the width w.
func edges(dst []int32, line []uint64, w int) []int32 {
	carry := line[0] & 1 // the colour before the row is that of its first pixel
	for i, word := range line {
		diff := word ^ (word<<1 | carry)
		carry = word >> 63
		for diff != 0 {
			x := i*64 + bits.TrailingZeros64(diff)
			diff &= diff - 1
			if x < w {
				dst = append(dst, int32(x))
			}
		}
	}
	return append(dst, int32(w))
}
