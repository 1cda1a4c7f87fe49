package importer

import (
	"errors"
	"fmt"
)

// Errors without data. The window has a sentence for each.
var (
	// ErrUnknownFile is a file of no format that is known here.
	ErrUnknownFile = errors.New("unknown file")
	// ErrWrongPassword is never mistaken for a damaged file where the format
	// can tell the two apart.
	ErrWrongPassword = errors.New("wrong password")
	// ErrLocked is a file that was read before it was unlocked.
	ErrLocked = errors.New("the file needs a password")
	// ErrNoAccounts is a sound file of a known format with no account in it.
	ErrNoAccounts = errors.New("no accounts in the file")
	// ErrNoCode is a picture in which no QR code was found.
	ErrNoCode = errors.New("no QR code in the picture")
	// ErrOtherCode is a picture whose QR codes hold something else.
	ErrOtherCode = errors.New("the QR code holds no account")
	// ErrRestricted is an export that only the account it came from can open
	// (Bitwarden): it has to be exported again, with a password.
	ErrRestricted = errors.New("the export is restricted to its account")
	// ErrFolderFile is a file of Twofold's own backup folder, which opens as a
	// part of that folder only.
	ErrFolderFile = errors.New("the file belongs to a backup folder")

	// errCompanion marks a file that is read through another one.
	errCompanion = errors.New("companion of another file")
)

// DamagedError is a file of a known format that cannot be read.
type DamagedError struct {
	App       App
	Truncated bool // it ends too early, as an interrupted copy does
	Err       error
}

func (e *DamagedError) Error() string {
	what := "damaged"
	if e.Truncated {
		what = "truncated"
	}
	if e.Err == nil {
		return what + " file"
	}
	return what + " file: " + e.Err.Error()
}

func (e *DamagedError) Unwrap() error { return e.Err }

func damaged(format string, args ...any) error {
	return &DamagedError{Err: fmt.Errorf(format, args...)}
}

func truncated(format string, args ...any) error {
	return &DamagedError{Truncated: true, Err: fmt.Errorf(format, args...)}
}

// NewerError is a file of a version of the format that this program does not
// know yet.
type NewerError struct {
	App     App
	Version string
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("version %s of the format is not known", e.Version)
}

// CostError is a file that asks for more work than is done for any file.
type CostError struct {
	App   App
	What  string // "PBKDF2 rounds", "Argon2 memory in KiB"
	Value uint64
	Limit uint64
}

func (e *CostError) Error() string {
	return fmt.Sprintf("%s: the file asks for %d, the limit is %d", e.What, e.Value, e.Limit)
}

// TooLargeError is a file, or something packed inside it, beyond [MaxFile].
type TooLargeError struct {
	Packed bool // it only grows too large when unpacked
	Limit  int64
}

func (e *TooLargeError) Error() string {
	if e.Packed {
		return fmt.Sprintf("unpacks to more than %d bytes", e.Limit)
	}
	return fmt.Sprintf("larger than %d bytes", e.Limit)
}

// TooManyError is an import beyond [MaxFiles] or [MaxEntries].
type TooManyError struct {
	What  string // "files", "entries"
	Limit int
}

func (e *TooManyError) Error() string { return fmt.Sprintf("more than %d %s", e.Limit, e.What) }

// NoCodesError is a table of passwords that holds no one-time passwords at
// all: the app does not export them, or not in this form.
type NoCodesError struct {
	App     App      // as far as the columns tell; may be empty
	Columns []string // at most 20, each cut to a short length
}

func (e *NoCodesError) Error() string { return "the table has no column for one-time passwords" }

// NeedsFileError is a file that cannot be read without another one.
type NeedsFileError struct {
	App  App
	Name string // how the other file is usually called
}

func (e *NeedsFileError) Error() string { return "needs the file " + e.Name + " beside it" }

// UnsupportedError is a variant of a known format that cannot be read, now or
// ever; What names it, "OpenPGP" for one.
type UnsupportedError struct {
	App  App
	What string
}

func (e *UnsupportedError) Error() string { return "not supported: " + e.What }

// What an [UnsupportedError] is about, where there is a way around it.
const (
	OpenPGP          = "OpenPGP"
	WinAuthXML       = "winauth.xml"
	OTPClientFile    = "OTPClient database"
	TwoFastFile      = "2fast file"
	KeePass1Database = "KeePass 1 database"
)

// FileError is a file that gave nothing, or not everything.
type FileError struct {
	File string
	App  App // empty if the file was not recognised
	Err  error
}

func (e FileError) Error() string { return e.File + ": " + e.Err.Error() }

func (e FileError) Unwrap() error { return e.Err }

// withApp names the app in errors made where it was not known.
func withApp(err error, app App) error {
	var d *DamagedError
	var n *NewerError
	var c *CostError
	var u *UnsupportedError
	var f *NeedsFileError
	switch {
	case errors.As(err, &d) && d.App == "":
		d.App = app
	case errors.As(err, &n) && n.App == "":
		n.App = app
	case errors.As(err, &c) && c.App == "":
		c.App = app
	case errors.As(err, &u) && u.App == "":
		u.App = app
	case errors.As(err, &f) && f.App == "":
		f.App = app
	}
	return err
}

// recovered turns a panic into a damaged file. The readers are written and
// fuzzed not to panic; this is the belt to those braces, because the price of
// being wrong once is a program that cannot be started with its own import
// open.
func recovered(err *error) {
	if v := recover(); v != nil {
		*err = damaged("internal error: %T", v)
	}
}
