package qr_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"twofold/internal/qr"
)

// corner is a picture with a red top left pixel block and blue elsewhere, so
// that a turn shows.
func corner(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{B: 255, A: 255}
			if x < w/2 && y < h/2 {
				c = color.RGBA{R: 255, A: 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

func encoded(t testing.TB, name string, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch name {
	case "png":
		err = png.Encode(&b, img)
	case "jpeg":
		err = jpeg.Encode(&b, img, nil)
	case "gif":
		err = gif.Encode(&b, img, nil)
	case "bmp":
		err = bmp.Encode(&b, img)
	case "tiff":
		err = tiff.Encode(&b, img, &tiff.Options{Compression: tiff.Deflate})
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDecodeByContent(t *testing.T) {
	for _, name := range []string{"png", "jpeg", "gif", "bmp", "tiff"} {
		t.Run(name, func(t *testing.T) {
			data := encoded(t, name, corner(32, 16))
			img, err := qr.Decode(data)
			if err != nil {
				t.Fatal(err)
			}
			if got := img.Bounds().Size(); got != image.Pt(32, 16) {
				t.Errorf("size = %v, want (32,16)", got)
			}
			if !isRed(img.At(2, 2)) || isRed(img.At(30, 14)) {
				t.Errorf("pixels = %v, %v, want red and blue", img.At(2, 2), img.At(30, 14))
			}
			for _, cut := range []int{len(data) / 2, len(data) - 30, 12} {
				if _, err := qr.Decode(data[:cut]); !errors.Is(err, qr.ErrDamagedImage) {
					t.Errorf("Decode of %d of %d bytes: error = %v, want ErrDamagedImage", cut, len(data), err)
				}
			}
		})
	}
}

func isRed(c color.Color) bool {
	r, _, b, _ := c.RGBA()
	return r > b
}

// A lossless WebP of one pixel, put together by hand from the specification.
func TestDecodeWebP(t *testing.T) {
	data := []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
	img, err := qr.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds().Size(); got != image.Pt(1, 1) {
		t.Errorf("size = %v, want (1,1)", got)
	}
}

func TestDecodeUnknown(t *testing.T) {
	for _, in := range []string{"", "x", "%PDF-1.4 no picture", "\x00\x00\x00\x1cftypheic", "<p>hello", "otpauth://totp/a?secret=JBSWY3DP"} {
		if _, err := qr.Decode([]byte(in)); !errors.Is(err, qr.ErrUnknownImage) {
			t.Errorf("Decode(%q) error = %v, want ErrUnknownImage", in, err)
		}
	}
}

// hugePNG is a PNG header that claims w x h pixels, with no pixels behind it.
func hugePNG(w, h uint32) []byte {
	var ihdr bytes.Buffer
	ihdr.WriteString("IHDR")
	_ = binary.Write(&ihdr, binary.BigEndian, []uint32{w, h})
	ihdr.Write([]byte{8, 6, 0, 0, 0})
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d")
	b.Write(ihdr.Bytes())
	_ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(ihdr.Bytes()))
	b.WriteString("\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e")
	return b.Bytes()
}

func TestDecodeRefusesBombsInTheHeader(t *testing.T) {
	tests := []struct {
		w, h  uint32
		large bool
	}{
		{30000, 30000, true},
		{32769, 1, true},
		{1, 40000, true},
		{8193, 8192, true},
		{7680, 2160, false}, // two 4K screens
		{15360, 2880, false},
	}
	for _, tt := range tests {
		allocs := testing.AllocsPerRun(1, func() {
			_, err := qr.Decode(hugePNG(tt.w, tt.h))
			var tle *qr.TooLargeError
			if got := errors.As(err, &tle); got != tt.large {
				t.Errorf("Decode(%d x %d) error = %v, want too large = %v", tt.w, tt.h, err, tt.large)
			}
			if tt.large && (tle.Width != int(tt.w) || tle.Height != int(tt.h)) {
				t.Errorf("TooLargeError = %v, want %d x %d", tle, tt.w, tt.h)
			}
		})
		if tt.large && allocs > 100 {
			t.Errorf("refusing %d x %d took %v allocations", tt.w, tt.h, allocs)
		}
	}
}

// withOrientation puts an EXIF segment with the orientation into a JPEG file.
func withOrientation(data []byte, o byte, order binary.AppendByteOrder) []byte {
	seg := []byte("Exif\x00\x00")
	tag := []byte("II*\x00")
	if order.AppendUint16(nil, 1)[1] == 1 {
		tag = []byte("MM\x00*")
	}
	tiff := order.AppendUint32(tag, 8)
	tiff = order.AppendUint16(tiff, 2)
	tiff = append(order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, 0x0100), 4), 1), 0, 0, 0, 0)
	tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3), 1)
	tiff = append(order.AppendUint16(tiff, uint16(o)), 0, 0, 0, 0, 0, 0)
	seg = append(seg, tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, byte((len(seg)+2)>>8), byte(len(seg)+2))
	out = append(out, seg...)
	return append(out, data[2:]...)
}

func TestDecodeTurnsByEXIF(t *testing.T) {
	// where the stored top left corner is to be seen: right, bottom
	want := map[byte][2]bool{0: {false, false}, 1: {false, false}, 2: {true, false}, 3: {true, true}, 4: {false, true},
		5: {false, false}, 6: {true, false}, 7: {true, true}, 8: {false, true}, 9: {false, false}}
	plain := encoded(t, "jpeg", corner(64, 32))
	for o, at := range want {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			img, err := qr.Decode(withOrientation(plain, o, order))
			if err != nil {
				t.Fatal(err)
			}
			size := image.Pt(64, 32)
			if o >= 5 && o <= 8 {
				size = image.Pt(32, 64)
			}
			if got := img.Bounds().Size(); got != size {
				t.Errorf("orientation %d: size = %v, want %v", o, got, size)
			}
			for i := range 4 {
				right, low := i&1 == 1, i&2 == 2
				x, y := size.X/4, size.Y/4
				if right {
					x = size.X * 3 / 4
				}
				if low {
					y = size.Y * 3 / 4
				}
				if got, want := isRed(img.At(x, y)), [2]bool{right, low} == at; got != want {
					t.Errorf("orientation %d: red at right=%v bottom=%v is %v, want %v", o, right, low, got, want)
				}
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{"png", "jpeg", "gif", "bmp", "tiff"} {
		f.Add(encoded(f, name, corner(9, 7)))
	}
	f.Add(withOrientation(encoded(f, "jpeg", corner(9, 7)), 6, binary.BigEndian))
	f.Add(hugePNG(30000, 30000))
	f.Fuzz(func(t *testing.T, data []byte) {
		img, err := qr.Decode(data)
		if (img == nil) == (err == nil) {
			t.Fatalf("Decode = %v, %v: want a picture or an error", img, err)
		}
		if err == nil && img.Bounds().Dx()*img.Bounds().Dy() > qr.MaxPixels {
			t.Fatalf("Decode let %v pass", img.Bounds())
		}
	})
}
