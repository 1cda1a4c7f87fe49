package qr

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing/common/reedsolomon"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// model1Code is a code of Model 1 to be drawn.
type model1Code struct {
	text    string // digits, or bytes
	version int    // 0 takes the least that fits
	level   decoder.ErrorCorrectionLevel
	mask    int
}

// matrix encodes a code of Model 1. Nobody else's encoder is at hand, and where
// the modules go is taken from the reader: that a code made here is right is
// known from zxing-cpp, which reads them, see testdata/model1.txt.
//
// What no reader looks at is random: the corner, the extension patterns and
// modules that are left over.
func (c model1Code) matrix(t testing.TB, seed uint64) Matrix {
	t.Helper()
	for c.version == 0 || !c.fits() {
		if c.version++; c.version > model1Versions {
			t.Fatalf("%d bytes do not fit in Model 1", len(c.text))
		}
	}
	size := 17 + 4*c.version
	m := Matrix{Size: size, Version: c.version, dark: make([]bool, size*size)}
	rnd := rand.New(rand.NewPCG(seed, 1))
	for i := range m.dark {
		m.dark[i] = rnd.IntN(2) == 0
	}
	words := c.words(t)
	for i, p := range model1Places(c.version)[:len(words)] {
		for k := range 8 {
			if x, y := p.x-k%p.width, p.y-k/p.width; i > 0 || k > 3 {
				m.dark[y*size+x] = words[i]>>(7-k)&1 == 1 != masked(c.mask, x, y)
			}
		}
	}
	for i := 8; i < size-8; i++ {
		m.dark[6*size+i], m.dark[i*size+6] = i%2 == 0, i%2 == 0
	}
	for _, at := range [3][2]int{{0, 0}, {size - 7, 0}, {0, size - 7}} {
		for j := -1; j <= 7; j++ {
			for i := -1; i <= 7; i++ {
				if x, y := at[0]+i, at[1]+j; x >= 0 && y >= 0 && x < size && y < size {
					m.dark[y*size+x] = finderDark(i, j)
				}
			}
		}
	}
	c.setFormat(&m)
	return m
}

// setFormat draws both copies of the format information.
func (c model1Code) setFormat(m *Matrix) {
	word := formatCode(c.level.GetBits()<<3|c.mask) ^ formatMask1
	at := func(i, x, y int) { m.dark[y*m.Size+x] = word>>i&1 == 1 }
	for i := range 15 { // bit i, the lowest first
		switch {
		case i < 6:
			at(i, 8, i)
		case i < 8:
			at(i, 8, i+1)
		case i == 8:
			at(i, 7, 8)
		default:
			at(i, 14-i, 8)
		}
		if i < 8 {
			at(i, m.Size-1-i, 8)
		} else {
			at(i, 8, m.Size-15+i)
		}
	}
	m.dark[(m.Size-8)*m.Size+8] = true
}

func masked(mask, x, y int) bool {
	switch mask {
	case 0:
		return (x+y)%2 == 0
	case 1:
		return y%2 == 0
	case 2:
		return x%3 == 0
	case 3:
		return (x+y)%3 == 0
	case 4:
		return (y/2+x/3)%2 == 0
	case 5:
		return x*y%2+x*y%3 == 0
	case 6:
		return (x*y%2+x*y%3)%2 == 0
	}
	return ((x+y)%2+x*y%3)%2 == 0
}

// bits returns the data of the code as zeros and ones, without padding.
func (c model1Code) bits() string {
	var b strings.Builder
	put := func(v, n int) {
		for n--; n >= 0; n-- {
			b.WriteByte('0' + byte(v>>n&1))
		}
	}
	large := c.version >= 10
	put(0, 4)
	if strings.Trim(c.text, "0123456789") == "" {
		put(1, 4)
		put(len(c.text), map[bool]int{false: 10, true: 12}[large])
		for i := 0; i < len(c.text); i += 3 {
			v := 0
			part := c.text[i:min(i+3, len(c.text))]
			for _, d := range part {
				v = 10*v + int(d-'0')
			}
			put(v, 3*len(part)+1)
		}
		return b.String()
	}
	put(4, 4)
	put(len(c.text), map[bool]int{false: 8, true: 16}[large])
	for i := range len(c.text) {
		put(int(c.text[i]), 8)
	}
	return b.String()
}

func (c model1Code) fits() bool {
	b := model1Blocks(c.version, c.level)
	return len(c.bits()) <= 8*b.n*b.data
}

// words returns the codewords in the order in which they are placed.
func (c model1Code) words(t testing.TB) []int {
	b := model1Blocks(c.version, c.level)
	bits := c.bits()
	if len(bits) > 8*b.n*b.data {
		t.Fatalf("%d bits do not fit in version %d", len(bits), c.version)
	}
	bits += strings.Repeat("0", min(4, 8*b.n*b.data-len(bits)))
	bits += strings.Repeat("0", -len(bits)&7)
	for pad := "11101100"; len(bits) < 8*b.n*b.data; {
		bits += pad
		pad = map[string]string{"11101100": "00010001", "00010001": "11101100"}[pad]
	}
	var data, check []int
	rs := reedsolomon.NewReedSolomonEncoder(reedsolomon.GenericGF_QR_CODE_FIELD_256)
	for k := range b.n {
		block := make([]int, b.data+b.check)
		for i := range b.data {
			for _, d := range bits[8*(k*b.data+i):][:8] {
				block[i] = block[i]<<1 | int(d-'0')
			}
		}
		if err := rs.Encode(block, b.check); err != nil {
			t.Fatal(err)
		}
		data, check = append(data, block[:b.data]...), append(check, block[b.data:]...)
	}
	return append(data, check...)
}
