package qr

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"unicode/utf8"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

// ErrTooLong: the text does not fit into a QR code at the wanted level.
var ErrTooLong = errors.New("text too long for a QR code")

// Level is an error correction level. The zero value is M.
type Level int

// The levels, with the share of the code that may be damaged.
const (
	M Level = iota // 15 %
	L              // 7 %
	Q              // 25 %
	H              // 30 %
)

// Options say how [Draw] draws. The zero value is right for a screen.
type Options struct {
	Level  Level
	Module int // pixels a module; 0 means 8
	// Quiet is the margin in modules; 0 means the 4 that the standard asks
	// for, and a negative value none.
	Quiet int
}

// Matrix is a QR code as modules, without a quiet zone.
type Matrix struct {
	Size    int // modules a side, 21 to 177
	Version int
	dark    []bool
}

// Dark reports whether the module in column x and row y is dark. Outside the
// code all is light.
func (m Matrix) Dark(x, y int) bool {
	if x < 0 || y < 0 || x >= m.Size || y >= m.Size {
		return false
	}
	return m.dark[y*m.Size+x]
}

// Encode makes the modules of a QR code of text, which is written as UTF-8. It
// fails with [ErrTooLong] and for text that is empty or not valid UTF-8.
func Encode(text string, level Level) (Matrix, error) {
	if text == "" || !utf8.ValidString(text) {
		return Matrix{}, errors.New("encode QR code: no valid text")
	}
	if len(text) > 7089 { // digits in version 40-L, the most that any code holds
		return Matrix{}, ErrTooLong
	}
	ec := decoder.ErrorCorrectionLevel_M
	switch level {
	case L:
		ec = decoder.ErrorCorrectionLevel_L
	case Q:
		ec = decoder.ErrorCorrectionLevel_Q
	case H:
		ec = decoder.ErrorCorrectionLevel_H
	}
	code, err := encoder.Encoder_encode(text, ec, nil)
	if err != nil {
		// The one thing that can go wrong with valid text. The cause is left
		// out: it may quote the text.
		return Matrix{}, ErrTooLong
	}
	return matrixOf(code), nil
}

func matrixOf(code *encoder.QRCode) Matrix {
	src := code.GetMatrix()
	m := Matrix{Size: src.GetWidth(), Version: code.GetVersion().GetVersionNumber()}
	m.dark = make([]bool, m.Size*m.Size)
	for y := range m.Size {
		for x := range m.Size {
			m.dark[y*m.Size+x] = src.Get(x, y) == 1
		}
	}
	return m
}

// Draw draws text as a QR code, black on white with a quiet zone. It fails as
// [Encode] does, and for options beyond the limits of a picture.
func Draw(text string, opts Options) (image.Image, error) {
	m, err := Encode(text, opts.Level)
	if err != nil {
		return nil, err
	}
	return m.Image(opts)
}

// Image draws the code.
func (m Matrix) Image(opts Options) (image.Image, error) {
	module, quiet := opts.Module, opts.Quiet
	if module == 0 {
		module = 8
	}
	if quiet == 0 {
		quiet = 4
	}
	quiet = max(quiet, 0)
	if module < 0 || module > MaxSide || quiet > MaxSide {
		return nil, fmt.Errorf("draw QR code: %d pixels a module, margin %d", module, quiet)
	}
	side := (m.Size + 2*quiet) * module
	if err := checkSize(side, side); err != nil {
		return nil, fmt.Errorf("draw QR code: %w", err)
	}
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		row := img.Pix[y*img.Stride:][:side]
		my := y/module - quiet
		if y%module > 0 {
			copy(row, img.Pix[(y-1)*img.Stride:][:side])
			continue
		}
		for x := range row {
			if m.Dark(x/module-quiet, my) {
				row[x] = 1
			}
		}
	}
	return img, nil
}
