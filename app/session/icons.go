package session

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io/fs"
	"os"
	"path/filepath"

	"twofold/crypto/phrase"
	"twofold/internal/icon"
	"twofold/internal/otpauth"
	"twofold/internal/qr"
)

// iconFile is the icon pack of this computer, in the data directory. It holds
// pictures only, already checked and made small.
const iconFile = "icons.zip"

// Errors of icon packs.
var (
	ErrNoIconPack    = icon.ErrNoPack
	ErrIconPackBig   = icon.ErrPackTooBig
	ErrIconPackEmpty = icon.ErrPackEmpty
)

// IconPack is the icon pack in use on this computer.
type IconPack struct{ pack *icon.Pack }

// Name is what the pack calls itself; empty without a pack.
func (p IconPack) Name() string {
	if p.pack == nil {
		return ""
	}
	return p.pack.Name
}

// Len is how many icons it has, Skipped how many could not be read.
func (p IconPack) Len() int {
	if p.pack == nil {
		return 0
	}
	return p.pack.Len()
}

// Skipped is how many icons of the file could not be read.
func (p IconPack) Skipped() int {
	if p.pack == nil {
		return 0
	}
	return p.pack.Skipped
}

// Find gives the icon of an issuer as a PNG file, with a name that tells the
// icons of the pack apart.
func (p IconPack) Find(issuer string) (name string, png []byte, ok bool) { return p.pack.Find(issuer) }

// ErrPictureIsKey refuses a QR code that holds keys as the picture of an
// account: a row shows its picture to everybody who sees the window, also where
// codes are hidden, and what was meant is most likely to add the account.
var ErrPictureIsKey = errors.New("the picture is a QR code with a key")

// PictureFile makes the picture of an account of a file. It reads the file and
// decodes it; [ExplainIcon] has a sentence for its errors.
func (s *Session) PictureFile(ctx context.Context, path string) ([]byte, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	if len(data) == 0 {
		return nil, ErrEmptyFile
	}
	if img, err := qr.Decode(data); err == nil && holdsKey(ctx, img) {
		return nil, ErrPictureIsKey
	}
	return icon.FromFile(data)
}

// Picture makes the picture of an account of a picture from the clipboard.
func (s *Session) Picture(ctx context.Context, img image.Image) ([]byte, error) {
	if holdsKey(ctx, img) {
		return nil, ErrPictureIsKey
	}
	return icon.FromImage(img)
}

// holdsKey reports whether a QR code of a picture holds the key of an account,
// be it one that cannot be added, or our own recovery key.
func holdsKey(ctx context.Context, img image.Image) bool {
	res, err := qr.Read(ctx, img)
	if err != nil {
		return false
	}
	for _, c := range res.Codes {
		var not *otpauth.NotAccountError
		_, err := otpauth.Parse(c.Text)
		if !errors.As(err, &not) || otpauth.IsMigration(c.Text) || phrase.IsQR(c.Text) {
			return true
		}
	}
	return false
}

// IconPack is the pack in use.
func (s *Session) IconPack() IconPack { return IconPack{s.icons.Load()} }

// OpenIcons reads the pack of this computer, if there is one. A damaged file
// is none: the accounts keep their usual icons.
func (s *Session) OpenIcons() {
	data, err := readFile(filepath.Join(s.o.DataDir, iconFile))
	if err != nil {
		return
	}
	if p, err := icon.ReadPack(data); err == nil {
		s.useIcons(p)
	}
}

// LoadIcons reads an icon pack and keeps it for this computer. It takes the
// place of the one before. Reading takes a few milliseconds an icon.
func (s *Session) LoadIcons(_ context.Context, path string) (IconPack, error) {
	data, err := readFile(path)
	switch {
	case errors.Is(err, ErrFileTooBig):
		return IconPack{}, ErrIconPackBig // what it says of exports is not for here
	case err != nil:
		return IconPack{}, err
	}
	p, err := icon.ReadPack(data)
	if err != nil {
		return IconPack{}, err
	}
	var out bytes.Buffer
	if err := p.Write(&out); err != nil {
		return IconPack{}, err
	}
	if err := s.WriteFile(filepath.Join(s.o.DataDir, iconFile), out.Bytes()); err != nil {
		return IconPack{}, err
	}
	s.useIcons(p)
	return IconPack{p}, nil
}

// DropIcons removes the pack of this computer.
func (s *Session) DropIcons() error {
	if err := os.Remove(filepath.Join(s.o.DataDir, iconFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	s.useIcons(nil)
	return nil
}

// useIcons shows the icons of p.
func (s *Session) useIcons(p *icon.Pack) {
	s.icons.Store(p)
	s.bus.put(ListChanged{Shape: true})
	s.bus.flush()
}
