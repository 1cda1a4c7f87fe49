package qr

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"

	"twofold/internal/qr/pdf"
)

// maxPDF is how many pixels of a PDF file are drawn: some eight pages.
const maxPDF = 40 << 20

// decodePDF returns the pictures and pages of a PDF file as one picture, one
// below the other.
func decodePDF(data []byte) (image.Image, error) {
	pictures := pdf.Pictures(data, maxPDF)
	if len(pictures) == 0 {
		return nil, fmt.Errorf("%w: PDF without pictures", ErrUnknownImage)
	}
	return stack(pictures), nil
}

// stack puts pictures one below the other, as far as they fit. Those of one
// width touch: they may be the strips of one picture.
func stack(pictures []image.Image) image.Image {
	const gap = 24
	if len(pictures) == 1 {
		return pictures[0]
	}
	var size image.Point
	var at []int
	for i, p := range pictures {
		b := p.Bounds()
		y := size.Y
		if i > 0 && pictures[i-1].Bounds().Dx() != b.Dx() {
			y += gap
		}
		w := max(size.X, b.Dx())
		if checkSize(w, y+b.Dy()) != nil {
			break
		}
		at = append(at, y)
		size = image.Pt(w, y+b.Dy())
	}
	out := image.NewGray(image.Rectangle{Max: size})
	draw.Draw(out, out.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	for i, y := range at {
		b := pictures[i].Bounds()
		draw.Draw(out, image.Rect(0, y, b.Dx(), y+b.Dy()), pictures[i], b.Min, draw.Over)
	}
	return out
}
