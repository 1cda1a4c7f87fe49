package exporter

import (
	"context"
	"fmt"
	"image"
	"io"
	"math"

	"twofold/internal/account"
	"twofold/internal/otpauth"
	"twofold/internal/qr"
)

// otpauthWriter writes the list of URIs that nearly every app reads.
func otpauthWriter() writer {
	return writer{
		Info:    Info{Format: OTPAuth, Extension: ".txt", MediaType: "text/plain"},
		carries: carried{pin: true},
		write: func(_ context.Context, to io.Writer, as []account.Account, _ Options) error {
			for _, a := range as {
				if _, err := fmt.Fprintln(to, otpauth.Format(a)); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// migrationWriter writes the pages of Google Authenticator as text. To be
// scanned they are drawn: see [Pages].
func migrationWriter() writer {
	return writer{
		Info:    Info{Format: Migration, App: "Google Authenticator", Extension: ".txt", MediaType: "text/plain"},
		refuses: refusedByGoogle,
		write: func(_ context.Context, to io.Writer, as []account.Account, _ Options) error {
			uris, left := otpauth.FormatMigration(as)
			if len(left) > 0 {
				// refusedByGoogle knows the same limits; better no export
				// than one that claims more than it has.
				return fmt.Errorf("%d accounts do not fit the format", len(left))
			}
			for _, u := range uris {
				if _, err := fmt.Fprintln(to, u); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// refusedByGoogle: the format knows TOTP of 30 seconds and HOTP, with six or
// eight digits.
func refusedByGoogle(a account.Account) Reason {
	switch {
	case a.Key.Type != account.TOTP && a.Key.Type != account.HOTP:
		return Type
	case a.Key.Digits != 6 && a.Key.Digits != 8:
		return Digits
	case a.Key.Type == account.TOTP && a.Key.Period != 30:
		return Period
	case a.Counter > math.MaxInt64:
		return Counter
	}
	return ""
}

// Pages gives the pages of a Google Authenticator export, ten accounts each,
// as the URIs of QR codes to be scanned one after the other.
func Pages(accounts []account.Account) (uris []string, r Report) {
	kept, r := migrationWriter().sort(accounts)
	uris, left := otpauth.FormatMigration(kept)
	for _, a := range left {
		r.Left = append(r.Left, Left{ID: a.ID, Title: title(a), Reason: Type})
		r.Written--
	}
	return uris, r
}

// Picture draws one page, or any other URI, as a QR code.
func Picture(uri string) (image.Image, error) {
	return qr.Draw(uri, qr.Options{Level: qr.L})
}

// Code draws one account as the QR code that any authenticator scans. The
// error is a [*LeftError] for an account that must not or cannot leave.
func Code(a account.Account) (image.Image, error) {
	if why := otpauthWriter().reason(a); why != "" {
		return nil, &LeftError{Reason: why}
	}
	img, err := qr.Draw(otpauth.Format(a), qr.Options{})
	if err != nil {
		return nil, &LeftError{Reason: TooLong}
	}
	return img, nil
}

// LeftError is an account that is not written, and why.
type LeftError struct{ Reason Reason }

func (e *LeftError) Error() string { return "the account is left out: " + string(e.Reason) }
