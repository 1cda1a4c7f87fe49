package qr

import (
	"errors"
	"fmt"
)

// Limits of a picture. They leave room for three 5K screens side by side and
// for the photos of any telephone, and keep a hostile header from asking for
// gigabytes.
const (
	MaxSide   = 32768    // pixels
	MaxPixels = 64 << 20 // pixels in all
	// MaxFile is how many bytes of a file [Decode] looks at.
	MaxFile = 256 << 20
)

// Errors of [Decode].
var (
	// ErrUnknownImage: the bytes are no picture of a format that is read here.
	ErrUnknownImage = errors.New("unknown image format")
	// ErrDamagedImage: the format is known, but the picture is cut short or
	// damaged.
	ErrDamagedImage = errors.New("damaged image")
)

// UnsupportedError says that a picture is of a format that is known and not
// read here: there is no decoder for it without C code that is small enough.
type UnsupportedError struct {
	Format string // as people call it, "HEIC"; or a rare kind of it, "TIFF (compression value 7)"
}

func (e *UnsupportedError) Error() string {
	return "images of format " + e.Format + " are not supported"
}

// TooLargeError says that a picture has more pixels than is allowed. It is
// found in the header, before any memory for pixels is taken.
type TooLargeError struct {
	Width, Height int // pixels
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("image of %d x %d pixels is too large", e.Width, e.Height)
}

// checkSize refuses sizes beyond the limits, and empty ones.
func checkSize(w, h int) error {
	if w <= 0 || h <= 0 {
		return fmt.Errorf("%w: no pixels", ErrDamagedImage)
	}
	if w > MaxSide || h > MaxSide || w*h > MaxPixels {
		return &TooLargeError{Width: w, Height: h}
	}
	return nil
}
