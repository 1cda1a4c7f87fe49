package qr

import (
	"math/bits"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/common/reedsolomon"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// Model 1 is the first form of the QR code (AIM ITS 97-001; ISO/IEC
// 18004:2000, annex M), which printers and labels of the nineties made. It
// looks like the code of today, but has no alignment patterns and no version
// information, another mask over its format information, and its codewords in
// other places. gozxing does not know it; what is done here is to bring the
// codewords into order, and gozxing corrects and reads them.

// The masks over the format information.
const (
	formatMask1 = 0x2825 // of Model 1
	formatMask2 = 0x5412 // of Model 2, the code of today
)

// formatInfo is what the format information of a code of Model 1 says.
type formatInfo struct {
	level decoder.ErrorCorrectionLevel
	mask  int
}

// decodeModel1 decodes modules as a code of Model 1, as they are and mirrored.
func decodeModel1(dark []bool, size int) (d decoded, ok bool) {
	// The modules come from a stranger's picture and the decoder is not ours.
	defer func() {
		if recover() != nil {
			d, ok = decoded{}, false
		}
	}()
	for _, mirrored := range [2]bool{false, true} {
		f, ok := model1Format(dark, size, mirrored)
		if !ok {
			continue
		}
		m, err := gozxing.NewSquareBitMatrix(size)
		if err != nil {
			return d, false
		}
		for i, v := range dark {
			x, y := i%size, i/size
			if mirrored {
				x, y = y, x
			}
			if v {
				m.Set(x, y)
			}
		}
		decoder.DataMaskValues[f.mask].UnmaskBitMatrix(m, size)
		if text, ok := model1Text(m, (size-17)/4, f.level); ok {
			return decoded{text: text, mirrored: mirrored}, true
		}
	}
	return d, false
}

// model1Text reads an unmasked code.
func model1Text(m *gozxing.BitMatrix, version int, level decoder.ErrorCorrectionLevel) (string, bool) {
	data, ok := model1Data(m, version, level)
	if !ok {
		return "", false
	}
	v, err := decoder.Version_GetVersionForNumber(version) // for the width of the counts
	if err != nil {
		return "", false
	}
	res, err := decoder.DecodedBitStreamParser_Decode(data, v, level, nil)
	if err != nil {
		return "", false
	}
	return res.GetText(), res.GetText() != ""
}

// model1Format reads the format information of a code, which may be mirrored.
// It reports false unless the modules are nearer to a format of Model 1 than to
// any of Model 2: a damaged code must not be read by the rules of the other
// model. The formats of the two differ in five modules or more.
func model1Format(dark []bool, size int, mirrored bool) (f formatInfo, ok bool) {
	if size < 21 || size > 17+4*model1Versions || size%4 != 1 {
		return f, false
	}
	best, other := maxFormatErrors+1, maxFormatErrors+1
	for _, word := range formatWords(dark, size, mirrored) {
		for data := range 32 {
			code := formatCode(data)
			// Some codes of today have no mask over it.
			other = min(other, bits.OnesCount(uint(word^code^formatMask2)), bits.OnesCount(uint(word^code)))
			n := bits.OnesCount(uint(word ^ code ^ formatMask1))
			if n >= best {
				continue
			}
			level, err := decoder.ErrorCorrectionLevel_ForBits(uint(data >> 3))
			if err != nil {
				continue
			}
			best = n
			f = formatInfo{level: level, mask: data & 7}
		}
	}
	return f, best < other
}

// sampledModel1 reports whether the luminance of modules is that of a code of
// Model 1, by its format information.
func sampledModel1(val []float64, size int, light bool) bool {
	if size > 17+4*model1Versions {
		return false
	}
	dark := global(val)
	if light {
		for i := range dark {
			dark[i] = !dark[i]
		}
	}
	_, straight := model1Format(dark, size, false)
	_, mirrored := model1Format(dark, size, true)
	return straight || mirrored
}

// maxFormatErrors is how many of the 15 modules of the format information may
// be wrong: its code words differ in seven.
const maxFormatErrors = 3

// formatCode appends the ten check bits to five bits of format information
// (ISO/IEC 18004, annex C), without a mask.
func formatCode(data int) int {
	rest := data << 10
	for i := 14; i >= 10; i-- {
		if rest>>i&1 == 1 {
			rest ^= 0x537 << (i - 10)
		}
	}
	return data<<10 | rest
}

// formatWords returns the two copies of the format information. mirrored says
// that x and y are swapped.
func formatWords(dark []bool, size int, mirrored bool) (words [2]int) {
	add := func(word *int, x, y int) {
		if mirrored {
			x, y = y, x
		}
		*word <<= 1
		if dark[y*size+x] {
			*word |= 1
		}
	}
	// Around the top left pattern, past the timing patterns.
	for _, x := range [8]int{0, 1, 2, 3, 4, 5, 7, 8} {
		add(&words[0], x, 8)
	}
	for _, y := range [7]int{7, 5, 4, 3, 2, 1, 0} {
		add(&words[0], 8, y)
	}
	for i := range 7 {
		add(&words[1], 8, size-1-i)
	}
	for i := range 8 {
		add(&words[1], size-8+i, 8)
	}
	return words
}

// model1Data takes the codewords of an unmasked code, corrects them and returns
// the data after the four bits that come first in Model 1, which are zero.
func model1Data(m *gozxing.BitMatrix, version int, level decoder.ErrorCorrectionLevel) ([]byte, bool) {
	b := model1Blocks(version, level)
	places := model1Places(version)
	words := make([]int, len(places))
	for i, p := range places {
		for k := range 8 {
			words[i] <<= 1
			if m.Get(p.x-k%p.width, p.y-k/p.width) {
				words[i] |= 1
			}
		}
	}
	words[0] &= 0x0f // where the corner is
	data := make([]byte, 0, b.n*b.data+1)
	rs := reedsolomon.NewReedSolomonDecoder(reedsolomon.GenericGF_QR_CODE_FIELD_256)
	for k := range b.n {
		// The data of all blocks comes first, one after the other, then what
		// corrects it; they do not take turns as those of today.
		block := slices.Concat(words[k*b.data:][:b.data], words[b.n*b.data+k*b.check:][:b.check])
		if !correctBlock(rs, block, b.check, b.errors) {
			return nil, false
		}
		for _, v := range block[:b.data] {
			data = append(data, byte(v))
		}
	}
	if data[0]>>4 != 0 {
		return nil, false
	}
	data = append(data, 0)
	for i := range data[:len(data)-1] {
		data[i] = data[i]<<4 | data[i+1]>>4
	}
	return data[:len(data)-1], true
}

// correctBlock corrects a block of which the last check words are for that. It
// reports false if more than errors words were wrong, or if the block is none
// that an encoder makes.
func correctBlock(rs *reedsolomon.ReedSolomonDecoder, block []int, check, errors int) bool {
	was := slices.Clone(block)
	if rs.Decode(block, check) != nil {
		return false
	}
	for i, v := range block {
		if v != was[i] {
			errors--
		}
	}
	// A block that is right passes once more as it is.
	again := slices.Clone(block)
	return errors >= 0 && rs.Decode(again, check) == nil && slices.Equal(again, block)
}
