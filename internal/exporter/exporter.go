// Package exporter writes accounts for other programs and for paper. Every
// format says what it could not carry; nothing is lost in silence. An account
// that is bound to this computer never leaves it.
//
// What is written holds secrets in the clear unless the format is encrypted:
// the caller has warned, and chosen where it goes.
package exporter

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/account"
)

// Format names a form of export. The names are those of the command line and
// never change.
type Format string

// The formats.
const (
	Backup    Format = "twofold"         // our own encrypted backup file, which holds everything
	OTPAuth   Format = "otpauth"         // one URI a line, which nearly every app reads
	Migration Format = "google"          // the pages of Google Authenticator, one URI a line
	Aegis     Format = "aegis"           // JSON in the clear
	AegisSafe Format = "aegis-encrypted" // JSON under a password
	TwoFAS    Format = "2fas"            // JSON in the clear
	Sheet     Format = "sheet"           // PDF to print
)

// Info is what a window has to know about a format.
type Info struct {
	Format    Format
	App       string // the product that reads it; empty if many do
	Extension string // of the file, with its dot
	MediaType string
	Encrypted bool // [Options.Password] is needed
}

// writer is a format as the registry holds it.
type writer struct {
	Info
	// carries says what beside the key and the names survives.
	carries carried
	// refuses says why the format cannot hold an account at all; empty if it
	// can.
	refuses func(account.Account) Reason
	write   func(context.Context, io.Writer, []account.Account, Options) error
}

// writers lists the formats in the order they are offered in.
func writers() []writer {
	return []writer{
		backupWriter(),
		aegisSafeWriter(),
		otpauthWriter(),
		migrationWriter(),
		aegisWriter(),
		twoFASWriter(),
		sheetWriter(),
	}
}

// Formats lists what can be written, in the order to offer it in.
func Formats() []Info {
	var out []Info
	for _, w := range writers() {
		out = append(out, w.Info)
	}
	return out
}

// Options are what a format may need beside the accounts.
type Options struct {
	// Password seals an encrypted format. It stays the caller's.
	Password secret.Bytes
	// Now is written into formats that have a date.
	Now time.Time
	// Rand makes identifiers, salts and keys; nil means crypto/rand.
	Rand io.Reader
	// Sheet is needed for [Sheet] alone.
	Sheet SheetOptions
	// Cost is that of the password of [Backup]; zero is the usual one. Only
	// tests set it.
	Cost sealed.Cost
}

// Errors.
var (
	// ErrUnknownFormat is a name that is none of [Formats].
	ErrUnknownFormat = errors.New("unknown export format")
	// ErrNoPassword is an encrypted format without a password.
	ErrNoPassword = errors.New("an encrypted export needs a password")
	// ErrNothing is an export in which no account would be left.
	ErrNothing = errors.New("no account can be exported")
)

// Write writes the accounts in their order. The report tells what became of
// them; with an error of the writer it is not complete, and what was written
// so far is worthless.
func Write(ctx context.Context, to io.Writer, f Format, accounts []account.Account, o Options) (Report, error) {
	for _, w := range writers() {
		if w.Format != f {
			continue
		}
		if w.Encrypted && o.Password.Empty() {
			return Report{}, ErrNoPassword
		}
		if o.Rand == nil {
			o.Rand = rand.Reader
		}
		kept, report := w.sort(accounts)
		if len(kept) == 0 {
			return report, ErrNothing
		}
		if err := w.write(ctx, to, kept, o); err != nil {
			return report, fmt.Errorf("write %s export: %w", f, err)
		}
		return report, nil
	}
	return Report{}, ErrUnknownFormat
}

// HoldsTrash reports whether a format keeps the accounts of the trash, to be
// read back into a trash. The others are given the list alone.
func HoldsTrash(f Format) bool {
	for _, w := range writers() {
		if w.Format == f {
			return w.carries.trash
		}
	}
	return false
}

// Plan is the report [Write] would give, to be shown before anything is
// written.
func Plan(f Format, accounts []account.Account) (Report, error) {
	for _, w := range writers() {
		if w.Format == f {
			_, report := w.sort(accounts)
			return report, nil
		}
	}
	return Report{}, ErrUnknownFormat
}
