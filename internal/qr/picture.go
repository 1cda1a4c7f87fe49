package qr

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"twofold/internal/qr/pdf"
)

// format is one image format, known by its first bytes and not by its name.
type format struct {
	name   string
	match  func(data []byte) bool
	config func(data []byte) (image.Config, error)
	decode func(data []byte) (image.Image, error)
}

// formats are the formats that [Decode] reads.
func formats() []format {
	return []format{
		{"PNG", prefix("\x89PNG\r\n\x1a\n"),
			func(d []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(d)) },
			func(d []byte) (image.Image, error) { return png.Decode(bytes.NewReader(d)) }},
		{"JPEG", prefix("\xff\xd8\xff"),
			func(d []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(d)) },
			decodeJPEG},
		{"GIF", prefix("GIF8"),
			func(d []byte) (image.Config, error) { return gif.DecodeConfig(bytes.NewReader(d)) },
			func(d []byte) (image.Image, error) { return gif.Decode(bytes.NewReader(d)) }},
		{"BMP", prefix("BM"),
			func(d []byte) (image.Config, error) { return bmp.DecodeConfig(bytes.NewReader(d)) },
			func(d []byte) (image.Image, error) { return bmp.Decode(bytes.NewReader(d)) }},
		{"WebP", func(d []byte) bool { return len(d) >= 12 && string(d[:4]) == "RIFF" && string(d[8:12]) == "WEBP" },
			func(d []byte) (image.Config, error) { return webp.DecodeConfig(bytes.NewReader(stillWebP(d))) },
			func(d []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(stillWebP(d))) }},
		{"TIFF", func(d []byte) bool { return prefix("II*\x00")(d) || prefix("MM\x00*")(d) },
			func(d []byte) (image.Config, error) { return tiff.DecodeConfig(bytes.NewReader(d)) },
			func(d []byte) (image.Image, error) { return tiff.Decode(bytes.NewReader(d)) }},
	}
}

func prefix(p string) func([]byte) bool {
	return func(d []byte) bool { return bytes.HasPrefix(d, []byte(p)) }
}

// Decode reads a picture: PNG, JPEG (turned as its EXIF orientation says), GIF
// and WebP (first frame), BMP, TIFF, or the pictures and drawn shapes of a PDF
// file, one below the other. The format is known by its content.
//
// It fails with [ErrUnknownImage], [ErrDamagedImage] (damaged or cut short),
// [*UnsupportedError] (HEIC and others) or [*TooLargeError]. The size is checked in the header, so that a picture which
// claims to be huge costs nothing.
func Decode(data []byte) (img image.Image, err error) {
	// The decoders are other people's code and the bytes are a stranger's.
	defer func() {
		if r := recover(); r != nil {
			img, err = nil, fmt.Errorf("%w: decoder gave up", ErrDamagedImage)
		}
	}()
	if len(data) > MaxFile {
		return nil, fmt.Errorf("%w: file too long", ErrUnknownImage)
	}
	for _, f := range formats() {
		if f.match(data) {
			return f.open(data)
		}
	}
	if pdf.Is(data) {
		return decodePDF(data)
	}
	if name := unsupported(data); name != "" {
		return nil, &UnsupportedError{Format: name}
	}
	return nil, ErrUnknownImage
}

func (f format) open(data []byte) (image.Image, error) {
	cfg, err := f.config(data)
	if err != nil {
		return nil, f.failed(err)
	}
	if err := checkSize(cfg.Width, cfg.Height); err != nil {
		return nil, err
	}
	if deep(cfg.ColorModel) && cfg.Width*cfg.Height > MaxPixels/2 {
		return nil, &TooLargeError{Width: cfg.Width, Height: cfg.Height}
	}
	img, err := f.decode(data)
	if err != nil {
		return nil, f.failed(err)
	}
	// A frame may differ from the size in the header.
	if err := checkSize(img.Bounds().Dx(), img.Bounds().Dy()); err != nil {
		return nil, err
	}
	return img, nil
}

// failed says why a file could not be opened: it uses something of its format
// that the decoder does not know, or else it is damaged.
func (f format) failed(err error) error {
	var (
		inPNG  png.UnsupportedError
		inJPEG jpeg.UnsupportedError
		inTIFF tiff.UnsupportedError
	)
	switch {
	case errors.As(err, &inPNG):
		return &UnsupportedError{Format: f.name + " (" + string(inPNG) + ")"}
	case errors.As(err, &inJPEG):
		return &UnsupportedError{Format: f.name + " (" + string(inJPEG) + ")"}
	case errors.As(err, &inTIFF):
		return &UnsupportedError{Format: f.name + " (" + string(inTIFF) + ")"}
	case errors.Is(err, bmp.ErrUnsupported):
		return &UnsupportedError{Format: f.name + " (RLE, 16 bit)"}
	}
	return fmt.Errorf("%w: %s: %v", ErrDamagedImage, f.name, err)
}

// deep reports whether a pixel of the model takes eight bytes, so that half
// the pixels fill the memory.
func deep(m color.Model) bool {
	return m == color.RGBA64Model || m == color.NRGBA64Model
}

func decodeJPEG(data []byte) (image.Image, error) {
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return orient(img, exifOrientation(data)), nil
}
