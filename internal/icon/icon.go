// Package icon makes the small pictures that stand beside accounts: of
// pictures and SVG files the user chose, and of icon packs in the format of
// Aegis. Everything it reads may be hostile; everything it gives back is a PNG
// file of at most [account.MaxIcon] bytes and [Side] pixels.
package icon

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"

	"golang.org/x/image/draw"

	"twofold/internal/account"
	"twofold/internal/qr"
)

// Side is the longer side of an icon in pixels: what 48 points need on a
// dense screen.
const Side = 96

// Errors of pictures that can be read and still make no icon.
var (
	// ErrTooDetailed: the picture does not fit into [account.MaxIcon] bytes at
	// any size worth showing.
	ErrTooDetailed = errors.New("picture cannot be made small enough")
	// ErrNothingSeen: wholly transparent, or a line rather than a picture.
	ErrNothingSeen = errors.New("picture that cannot be seen as an icon")
	// ErrDrawing: an SVG file that is damaged, of what is not drawn here, or of
	// too much of it.
	ErrDrawing = errors.New("SVG file that is not drawn")
)

// FromFile makes an icon of the content of a picture file or an SVG file. The
// errors of [qr.Decode] come through as they are.
func FromFile(data []byte) ([]byte, error) {
	if looksLikeSVG(data) {
		img, err := drawSVG(data)
		if err != nil {
			return nil, err
		}
		return FromImage(img)
	}
	img, err := qr.Decode(data)
	if err != nil {
		return nil, err
	}
	if size := img.Bounds().Size(); len(data) <= account.MaxIcon && max(size.X, size.Y) <= Side && bytes.HasPrefix(data, []byte("\x89PNG")) {
		if !canBeSeen(img) {
			return nil, ErrNothingSeen
		}
		return data, nil
	}
	return FromImage(img)
}

// canBeSeen tells a picture from an empty square beside an account. Longer than
// this many times its width it is less than two points wide there.
func canBeSeen(img image.Image) bool {
	const long, faint = 24, 0x1000
	b := img.Bounds()
	if b.Empty() || max(b.Dx(), b.Dy()) > long*min(b.Dx(), b.Dy()) {
		return false
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if _, _, _, a := img.At(x, y).RGBA(); a >= faint {
				return true
			}
		}
	}
	return false
}

// FromImage makes an icon of a picture, keeping its proportions.
func FromImage(img image.Image) ([]byte, error) {
	if img.Bounds().Empty() {
		return nil, qr.ErrDamagedImage
	}
	if !canBeSeen(img) {
		return nil, ErrNothingSeen
	}
	for side := Side; side >= 24; side = side * 3 / 4 {
		var out bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, scaled(img, side)); err != nil {
			return nil, fmt.Errorf("icon: %w", err)
		}
		if out.Len() <= account.MaxIcon {
			return out.Bytes(), nil
		}
	}
	return nil, ErrTooDetailed
}

// scaled fits img into a square of side pixels; it never enlarges.
func scaled(img image.Image, side int) image.Image {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if longer := max(w, h); longer > side {
		w, h = max(1, w*side/longer), max(1, h*side/longer)
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	if w == b.Dx() && h == b.Dy() {
		draw.Draw(out, out.Rect, img, b.Min, draw.Src)
		return out
	}
	draw.CatmullRom.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	return out
}
