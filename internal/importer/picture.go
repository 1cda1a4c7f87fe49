package importer

import (
	"context"
	"errors"

	"twofold/internal/otpauth"
	"twofold/internal/qr"
)

// pictureFormat is a screenshot or photo of QR codes, in every format that
// package qr reads.
func pictureFormat() format {
	return format{
		app: Picture,
		recognise: func(c *content) bool {
			for _, magic := range []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF8", "II*\x00", "MM\x00*"} {
				if c.hasPrefix(magic) {
					return true
				}
			}
			if c.hasPrefix("BM") && len(c.data) > 14 && string(c.data[6:10]) == "\x00\x00\x00\x00" {
				return true // two letters alone are too common
			}
			return c.hasPrefix("RIFF") && len(c.data) > 12 && string(c.data[8:12]) == "WEBP"
		},
		open: func(ctx context.Context, c *content) (document, error) {
			uris, err := picture(ctx, c.data, c.bundle.pictures)
			if err != nil {
				return nil, pictureError(err)
			}
			list := uriList{uris: uris, from: Picture}
			if otpauth.IsMigration(uris[0]) {
				list.from = Google
			}
			return list, nil
		},
	}
}

// pictureError speaks of files, as this package does.
func pictureError(err error) error {
	var large *qr.TooLargeError
	switch {
	case errors.Is(err, qr.ErrUnknownImage):
		return ErrUnknownFile
	case errors.Is(err, qr.ErrDamagedImage):
		return &DamagedError{Err: err}
	case errors.As(err, &large):
		return &TooLargeError{Packed: true, Limit: qr.MaxPixels}
	}
	return err
}
