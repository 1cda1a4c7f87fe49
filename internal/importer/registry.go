package importer

import (
	"context"

	"twofold/crypto/secret"
)

// format is one foreign format.
type format struct {
	app App
	// recognise looks at the shape of the content: magic bytes, keys,
	// columns. It is cheap and has no opinion about values.
	recognise func(*content) bool
	// open reads enough to know whether a password is needed.
	open func(context.Context, *content) (document, error)
}

// document is an opened file, ready to be read.
type document interface {
	// read gives every entry to out, the good and the bad. The error is for
	// the file as a whole.
	read(out *collector) error
}

// named is a document that knows better than its format where it came from.
type named interface {
	document
	app() App
}

// locked is a document that needs a password before it can be read. Its read
// method returns [ErrLocked].
type locked interface {
	document
	lock() Lock
	// unlock gives the readable document. [ErrWrongPassword] leaves
	// everything as it was.
	unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error)
}

// formats lists every known format in the order of detection: magic bytes,
// then JSON by its keys, XML, tables by their header, texts, and last what has
// no mark at all.
func formats() []format {
	return append(unsupportedFormats(),
		// magic bytes
		backupFormat(),
		folderFileFormat(),
		zipFormat(),
		kdbxFormat(),
		keyFileFormat(),
		databaseFormat(),
		freeOTP2Format(),
		pictureFormat(),
		otpAuthFormat(),
		stratumFormat(),
		// JSON, by its keys
		packedFormat(),
		aegisFormat(),
		twoFASFormat(),
		enteFormat(),
		lastPassFormat(),
		protonFormat(),
		enpassFormat(),
		bitwardenFormat(),
		twoFAuthFormat(),
		extensionFormat(),
		onePasswordFormat(),
		protonPassFormat(),
		raivoFormat(),
		duoFormat(),
		andOTPFormat(),
		freeOTPPlusFormat(),
		steamFormat(),
		authyFormat(),
		keeperFormat(),
		otherJSONFormat(),
		// XML, by its root and names
		keePassXMLFormat(),
		battleNetFormat(),
		freeOTPFormat(),
		// tables and texts
		htmlFormat(),
		tableFormat(),
		textFormat(),
		// no mark at all
		totpAuthenticatorFormat(),
		openPGPFormat(),
		guessFormat(),
	)
}

// recognise finds the format of c and opens it.
func recognise(ctx context.Context, c *content) (f format, doc document, err error) {
	defer recovered(&err)
	if len(c.data) > MaxFile {
		return format{}, nil, &TooLargeError{Limit: MaxFile}
	}
	for _, f := range formats() {
		if !f.recognise(c) {
			continue
		}
		doc, err := f.open(ctx, c)
		if err != nil {
			return f, nil, withApp(err, f.app)
		}
		return f, doc, nil
	}
	return format{}, nil, ErrUnknownFile
}

// pending is the read method of every locked document.
type pending struct{}

func (pending) read(*collector) error { return ErrLocked }

// documentFunc is a document that is nothing but its reading.
type documentFunc func(out *collector) error

func (f documentFunc) read(out *collector) error { return f(out) }
