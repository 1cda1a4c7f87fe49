// Package qr finds and reads QR codes in pictures, and draws them.
//
// It reads screenshots of any size and photos: several codes in one picture,
// light on dark, styled, tiny, tilted or blurred ones. Finding, measuring and
// sampling a code (ISO/IEC 18004) is done here; gozxing checks and decodes the
// sampled modules. Codes of Model 1, the first form, are read as well; gozxing
// corrects their codewords. A text is reported only if it passed the error
// correction of the code: nothing is guessed.
//
// The package knows nothing of accounts, files or windows. It keeps no state
// and starts no goroutine.
package qr

import (
	"context"
	"image"
)

// Code is one QR code that was read.
type Code struct {
	Text string
	// Corners are the outer corners of the code in the picture, clockwise
	// from the code's own top left one (of a mirrored code: anticlockwise in
	// the picture).
	Corners [4]image.Point
	Version int // 1 to 40, see ISO/IEC 18004; of Model 1 1 to 14
}

// Region is a part of the picture that looks like a QR code but could not be
// read.
type Region struct {
	// Corners are the estimated corners; they may lie outside the picture.
	Corners [4]image.Point
	// CutOff says that a part of the code lies outside the picture. Otherwise
	// the code is too blurred, too small or too damaged.
	CutOff bool
}

// Result is what [Read] found in a picture.
type Result struct {
	// Codes are the codes that were read, from top to bottom, then from left
	// to right.
	Codes []Code
	// Seen are the codes that were found and not read, in the same order.
	Seen []Region
	// Blank says that the whole picture has one colour, as a screen capture
	// has that the system refused.
	Blank bool
}

// Read finds and reads all QR codes of img, whatever their size, polarity,
// rotation or mirroring.
//
// The work is bounded: the largest picture allowed by [Decode] takes less than
// two seconds, and beside img less than four bytes a pixel and 64 MiB. The
// result depends on the pixels only. Read returns early with the error of ctx
// when that ends, and [*TooLargeError] for a picture beyond the limits.
func Read(ctx context.Context, img image.Image) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	b := img.Bounds()
	if err := checkSize(b.Dx(), b.Dy()); err != nil {
		return Result{}, err
	}
	r := newReader(ctx, img)
	if r.levels[0].gray.blank() && opaque(img) {
		return Result{Blank: true}, nil
	}
	r.all()
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	return r.result(), nil
}
