package platform

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"testing"

	"golang.org/x/image/bmp"
)

// dib makes a bitmap of 2 x 2 pixels, bottom row first: red green / blue white.
func dib(headerSize, bits int, compression uint32, masks ...uint32) []byte {
	h := make([]byte, headerSize)
	binary.LittleEndian.PutUint32(h, uint32(headerSize))
	binary.LittleEndian.PutUint32(h[4:], 2)
	binary.LittleEndian.PutUint32(h[8:], 2)
	binary.LittleEndian.PutUint16(h[12:], 1)
	binary.LittleEndian.PutUint16(h[14:], uint16(bits))
	binary.LittleEndian.PutUint32(h[16:], compression)
	if headerSize > 40 {
		for i, m := range []uint32{0xff0000, 0xff00, 0xff, 0xff000000} {
			binary.LittleEndian.PutUint32(h[40+4*i:], m)
		}
	}
	for _, m := range masks {
		h = binary.LittleEndian.AppendUint32(h, m)
	}
	blue, white, red, green := []byte{255, 0, 0, 255}, []byte{255, 255, 255, 255}, []byte{0, 0, 255, 255}, []byte{0, 255, 0, 255}
	for i, px := range [][]byte{blue, white, red, green} {
		h = append(h, px[:bits/8]...)
		if i%2 == 1 && bits == 24 {
			h = append(h, 0, 0) // rows are a multiple of four bytes
		}
	}
	return h
}

func TestBMPFromDIB(t *testing.T) {
	for name, data := range map[string][]byte{
		"24 bit":           dib(40, 24, dibRGB),
		"32 bit":           dib(40, 32, dibRGB),
		"32 bit, masks":    dib(40, 32, dibBitfields, 0xff0000, 0xff00, 0xff),
		"version 4, masks": dib(108, 32, dibBitfields),
		"version 5, masks": dib(124, 32, dibBitfields),
	} {
		file, err := bmpFromDIB(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		img, err := bmp.Decode(bytes.NewReader(file))
		if err != nil {
			t.Errorf("%s: decode: %v", name, err)
			continue
		}
		for p, want := range map[image.Point]color.Color{
			{0, 0}: color.RGBA{255, 0, 0, 255}, {1, 0}: color.RGBA{0, 255, 0, 255},
			{0, 1}: color.RGBA{0, 0, 255, 255}, {1, 1}: color.RGBA{255, 255, 255, 255},
		} {
			if got := color.RGBAModel.Convert(img.At(p.X, p.Y)); got != want {
				t.Errorf("%s: pixel %v is %v, want %v", name, p, got, want)
			}
		}
	}
}

func TestBMPFromDIBRefuses(t *testing.T) {
	for name, data := range map[string][]byte{
		"nothing":        nil,
		"short":          make([]byte, 39),
		"core header":    append([]byte{12, 0, 0, 0}, make([]byte, 60)...),
		"huge header":    append([]byte{255, 255, 255, 255}, make([]byte, 60)...),
		"odd masks":      dib(40, 32, dibBitfields, 0xff, 0xff00, 0xff0000),
		"16 bit masks":   dib(40, 16, dibBitfields, 0xf800, 0x7e0, 0x1f),
		"no masks":       dib(40, 32, dibBitfields)[:44],
		"huge palette":   func() []byte { b := dib(40, 8, dibRGB); binary.LittleEndian.PutUint32(b[32:], 1<<31); return b }(),
		"palette absent": dib(40, 8, dibRGB),
	} {
		if file, err := bmpFromDIB(data); !errors.Is(err, errDIB) || file != nil {
			t.Errorf("%s: %d bytes, %v; want errDIB", name, len(file), err)
		}
	}
}

func FuzzBMPFromDIB(f *testing.F) {
	f.Add(dib(40, 24, dibRGB))
	f.Add(dib(40, 32, dibBitfields, 0xff0000, 0xff00, 0xff))
	f.Add(dib(124, 32, dibBitfields))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := bmpFromDIB(data)
		if err != nil {
			return
		}
		if len(file) > len(data)+bmpFileHeader {
			t.Fatalf("%d bytes became %d", len(data), len(file))
		}
		_, _ = decodePicture(file) // must not panic, and is bounded by its header
	})
}
