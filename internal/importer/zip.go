package importer

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"hash/crc32"
	"io"
	"path"
	"strings"

	"twofold/crypto/secret"
)

// zipFormat is an archive. It is nobody's format by itself: what is inside is
// recognised like any file. Authenticator Plus, Raivo and WinAuth encrypt the
// files in it.
func zipFormat() format {
	return format{
		app: "",
		recognise: func(c *content) bool {
			return !c.inside && (c.hasPrefix("PK\x03\x04") || c.hasPrefix("PK\x05\x06"))
		},
		open: openZip,
	}
}

const (
	zipEntryMark  = "PK\x01\x02"
	zipMaxEntries = 20_000 // the directory of a 1PUX lists every attachment
	zipMaxOpened  = 500
	zipEncrypted  = 0x1 // flag
	zipMethodAES  = 99
)

func openZip(ctx context.Context, c *content) (document, error) {
	// The reader builds a value for every entry it finds; so many of them
	// are counted before.
	if bytes.Count(c.data, []byte(zipEntryMark)) > zipMaxEntries {
		return nil, &TooManyError{What: "files", Limit: zipMaxEntries}
	}
	r, err := zip.NewReader(bytes.NewReader(c.data), int64(len(c.data)))
	switch {
	case err != nil && !bytes.Contains(c.data, []byte("PK\x05\x06")):
		return nil, truncated("archive without its directory")
	case err != nil:
		return nil, damaged("archive: %v", err)
	}
	a := &archive{}
	for _, f := range r.File {
		if !strings.HasSuffix(f.Name, "/") {
			a.files = append(a.files, f)
		}
	}
	if len(a.files) == 0 {
		return nil, ErrNoAccounts
	}
	a.choose()
	for _, f := range a.files {
		if f.Flags&zipEncrypted != 0 {
			return &sealedArchive{archive: a}, nil
		}
	}
	return a.open(ctx, nil)
}

// archive is the files of an archive that are worth a look.
type archive struct {
	files []*zip.File
	from  App // of a plain list of URIs in it
}

// wellKnown are the files that hold everything in archives that also hold
// attachments or a second rendering.
var wellKnown = [...]string{"export.data", "raivo-otp-export.json", "data.json"}

// choose leaves out what cannot hold accounts.
func (a *archive) choose() {
	for _, name := range wellKnown {
		for _, f := range a.files {
			if path.Base(strings.ReplaceAll(f.Name, `\`, "/")) == name {
				a.files = []*zip.File{f}
				return
			}
		}
	}
	var texts, other int
	for _, f := range a.files {
		switch name := strings.ToLower(path.Base(f.Name)); {
		case name == "accounts.txt":
			a.from = AuthenticatorPlus
		case strings.HasSuffix(name, ".txt"):
			texts++
		default:
			other++
		}
	}
	if a.from == "" && texts == 1 && other == 0 {
		a.from = WinAuth
	}
	a.files = a.files[:min(len(a.files), zipMaxOpened)]
}

// open unpacks and recognises. Files of no known format are passed over as
// long as another one is known.
func (a *archive) open(ctx context.Context, password []byte) (document, error) {
	left := int64(MaxFile)
	var inner []File
	var bad []*part // one file that cannot be unpacked keeps no other back
	for _, f := range a.files {
		data, err := unpack(ctx, f, password, left)
		var broken *DamagedError
		var odd *UnsupportedError
		switch {
		case errors.As(err, &broken), errors.As(err, &odd):
			bad = append(bad, &part{file: path.Base(f.Name), doc: documentFunc(func(*collector) error { return err })})
			continue
		case err != nil:
			return nil, err
		}
		left -= int64(len(data))
		inner = append(inner, File{Name: path.Base(f.Name), Data: data})
	}
	b := newBundle(inner)
	b.pictures = new(pixels(morePictures))
	box := &box{}
	var first error
	for _, c := range b.contents {
		c.inside = true
		f, doc, err := recognise(ctx, c)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, errCompanion):
		case err == nil:
			app := appOf(doc, f.app)
			if app == TextList && a.from != "" {
				app = a.from
			}
			box.parts = append(box.parts, &part{file: c.name, app: app, doc: doc})
		case first == nil || errors.Is(first, ErrUnknownFile):
			first = err
		}
	}
	if len(box.parts) == 0 && len(bad) > 0 {
		return nil, read(bad[0].doc, nil)
	}
	if len(box.parts) == 0 {
		return nil, first
	}
	box.parts = append(box.parts, bad...)
	return box, nil
}

// box is a document that is several.
type box struct{ parts []*part }

func (b *box) read(*collector) error { return ErrLocked }

// sealedArchive is an archive whose files are encrypted.
type sealedArchive struct {
	pending
	*archive
}

func (a *sealedArchive) app() App {
	switch {
	case a.from != "":
		return a.from
	case path.Base(a.files[0].Name) == "raivo-otp-export.json":
		return Raivo
	}
	return ""
}

func (a *sealedArchive) lock() Lock { return Lock{} }

func (a *sealedArchive) unlock(ctx context.Context, password secret.Bytes, _ Progress) (document, error) {
	return a.open(ctx, password.Reveal())
}

// unpack gives the content of one file, of at most limit bytes.
func unpack(ctx context.Context, f *zip.File, password []byte, limit int64) ([]byte, error) {
	if f.CompressedSize64 > MaxFile {
		return nil, &TooLargeError{Packed: true, Limit: MaxFile}
	}
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, damaged("archive entry: %v", err)
	}
	packed, err := io.ReadAll(io.LimitReader(raw, MaxFile))
	if err != nil {
		return nil, truncated("archive entry: %v", err)
	}
	method, sum := f.Method, f.CRC32
	sealed := f.Flags&zipEncrypted != 0
	switch {
	case sealed && method == zipMethodAES:
		if packed, method, err = openZipAES(ctx, f.Extra, packed, password); err != nil {
			return nil, err
		}
		sealed, sum = false, 0 // its own MAC has vouched for it
	case sealed:
		if packed, err = openZipCrypto(packed, password); err != nil {
			return nil, err
		}
	}
	data, err := inflate(method, packed, limit)
	var large *TooLargeError
	switch {
	case errors.As(err, &large):
		return nil, err
	case err == nil && (sum == 0 || crc32.ChecksumIEEE(data) == sum):
		return data, nil
	case sealed:
		// ZipCrypto has nothing else that could tell a wrong key.
		return nil, ErrWrongPassword
	case err == nil:
		err = damaged("checksum of an archive entry")
	}
	return nil, err
}

func inflate(method uint16, packed []byte, limit int64) ([]byte, error) {
	switch method {
	case zip.Store:
		if int64(len(packed)) > limit {
			return nil, &TooLargeError{Packed: true, Limit: MaxFile}
		}
		return packed, nil
	case zip.Deflate:
		return readLimited(flate.NewReader(bytes.NewReader(packed)), limit)
	}
	return nil, &UnsupportedError{What: "compression method of the archive"}
}

// readLimited unpacks at most limit bytes: a small file can be packed from
// nothing but zeros without end.
func readLimited(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case int64(len(data)) > limit:
		return nil, &TooLargeError{Packed: true, Limit: MaxFile}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, truncated("packed data end early")
	case err != nil:
		return nil, damaged("packed data: %v", err)
	}
	return data, nil
}
