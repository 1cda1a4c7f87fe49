package qr

import (
	"errors"
	"testing"
)

func TestUnsupportedFormats(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"an iPhone's photo", "\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1MiHEMiPrmiafMiHBheic", "HEIC"},
		{"the exact name later", "\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf....", "AVIF"},
		{"an AVIF file", "\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf....", "AVIF"},
		{"a JPEG XL stream", "\xff\x0a\xfa\x1f\x41\x91", "JPEG XL"},
		{"JPEG 2000", "\x00\x00\x00\x0cjP  \r\n\x87\n\x00\x00\x00\x14ftypjp2 ", "JPEG 2000"},
		{"a drawing", "\xef\xbb\xbf<?xml version='1.0'?>\n<!-- made -->\n<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"},
		{"a film", "\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41", ""},
		{"a cut first box", "\x00\x00\xff\xffftypheic", ""},
		{"a page", "<!DOCTYPE html><p>hello", ""},
		{"a text", "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP", ""},
		{"nothing", "", ""},
	} {
		_, err := Decode([]byte(c.data))
		var got *UnsupportedError
		switch {
		case c.want == "" && !errors.Is(err, ErrUnknownImage):
			t.Errorf("%s: %v, want ErrUnknownImage", c.name, err)
		case c.want != "" && (!errors.As(err, &got) || got.Format != c.want):
			t.Errorf("%s: %v, want format %s", c.name, err, c.want)
		}
	}
}
