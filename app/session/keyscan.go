package session

import (
	"context"
	"errors"
	"image"
	"os"
	"strings"

	"twofold/crypto/phrase"
	"twofold/internal/qr"
)

// ErrNotKeyCode: a QR code that is no recovery key.
var ErrNotKeyCode = errors.New("QR code is not a recovery key")

// maxKeyFile is how many bytes of a picture of the kit are read.
const maxKeyFile = 32 << 20

// ReadKeyFile finds the QR code of a recovery key in a picture or a PDF file,
// and gives the ten words as one text. It decodes pictures: the errors are
// those of reading them, [ErrNotKeyCode], and those of the phrase package for
// a code that was damaged.
func ReadKeyFile(ctx context.Context, path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if info.Size() > maxKeyFile {
		return "", ErrFileTooBig
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	defer clear(data)
	img, err := qr.Decode(data)
	if err != nil {
		return "", err
	}
	return ReadKeyImage(ctx, img)
}

// ReadKeyImage is [ReadKeyFile] for a picture of the clipboard.
func ReadKeyImage(ctx context.Context, img image.Image) (string, error) {
	res, err := qr.Read(ctx, img)
	if err != nil {
		return "", err
	}
	for _, c := range res.Codes {
		if !phrase.IsQR(c.Text) {
			continue
		}
		p, err := phrase.Parse(c.Text)
		if err != nil {
			return "", err
		}
		defer p.Wipe()
		return strings.Join(p.Words(), " "), nil
	}
	switch {
	case len(res.Codes) > 0:
		return "", ErrNotKeyCode
	case len(res.Seen) > 0:
		return "", ErrUnread
	case res.Blank:
		return "", ErrBlank
	}
	return "", ErrNoCode
}
