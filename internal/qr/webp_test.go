package qr

import (
	"encoding/binary"
	"errors"
	"testing"
)

// riff returns a chunk with its length, and a byte more if that is odd.
func riff(name, content string) string {
	n := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(content)))
	if len(content)%2 == 1 {
		content += "\x00"
	}
	return string(n) + content
}

// animated is a WebP animation of two frames, the first of them one pixel of
// the lossless kind.
func animated() []byte {
	const pixel = "\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07"
	place := string(make([]byte, 16))
	return []byte(riff("RIFF", "WEBP"+
		riff("VP8X", "\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00")+
		riff("ANIM", "\xff\xff\xff\xff\x00\x00")+
		riff("ANMF", place+riff("VP8L", pixel))+
		riff("ANMF", place+riff("VP8L", "junk"))))
}

func TestDecodeAnimatedWebP(t *testing.T) {
	img, err := Decode(animated())
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 1 || b.Dy() != 1 {
		t.Errorf("size %v, want one pixel", b)
	}
	whole := animated()
	for n := range whole {
		if _, err := Decode(whole[:n]); err == nil && n < 80 {
			t.Errorf("the first %d bytes are a picture", n)
		}
	}
}

func TestStillWebPLeavesOthers(t *testing.T) {
	for _, data := range []string{"", "RIFF", "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f", "RIFF....WEBPANIM\xff\xff\xff\xff", "RIFF....WEBPANIM\x00\x00\x00\x00ANMF\x02\x00\x00\x00ab"} {
		if got := stillWebP([]byte(data)); string(got) != data {
			t.Errorf("stillWebP(%q) = %q", data, got)
		}
	}
}

// A file whose kind the decoder does not know is not called damaged.
func TestRareKindsAreNotDamaged(t *testing.T) {
	for _, data := range []string{
		// TIFF: one row of one pixel, compression 7.
		"II*\x00\x08\x00\x00\x00\x07\x00" +
			"\x00\x01\x03\x00\x01\x00\x00\x00\x01\x00\x00\x00" + "\x01\x01\x03\x00\x01\x00\x00\x00\x01\x00\x00\x00" +
			"\x02\x01\x03\x00\x01\x00\x00\x00\x08\x00\x00\x00" + "\x03\x01\x03\x00\x01\x00\x00\x00\x07\x00\x00\x00" +
			"\x06\x01\x03\x00\x01\x00\x00\x00\x01\x00\x00\x00" + "\x11\x01\x04\x00\x01\x00\x00\x00\x08\x00\x00\x00" +
			"\x17\x01\x04\x00\x01\x00\x00\x00\x01\x00\x00\x00" + "\x00\x00\x00\x00",
		// BMP: run lengths of eight bits.
		"BM\x00\x00\x00\x00\x00\x00\x00\x00\x36\x04\x00\x00\x28\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x08\x00\x01" + string(make([]byte, 1100)),
	} {
		_, err := Decode([]byte(data))
		var other *UnsupportedError
		if !errors.As(err, &other) {
			t.Errorf("%.2s: error = %v, want UnsupportedError", data, err)
		}
	}
}
