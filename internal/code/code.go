// Package code makes the one-time codes of an account's key: TOTP (RFC 6238),
// HOTP (RFC 4226), Steam Guard, Mobile-OTP and Yandex.Key. Time comes in as an
// argument; the package reads no clock and keeps nothing.
//
// TOTP, HOTP and Steam codes come from github.com/pquerna/otp/hotp. Its totp
// package is not used: it counts periods in floating point, and it replaces
// parameters it does not like with defaults, where a wrong code would come out
// silently. Keys are checked here first, so that neither can happen.
package code

import (
	"fmt"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"twofold/internal/account"
)

// Check reports what keeps k from ever making a code, as a
// [*account.FieldError]: everything of [account.Key.Check], and the lengths of
// a Yandex secret. A missing PIN is not an error yet; [At] reports it.
func Check(k account.Key) error {
	if err := k.Check(); err != nil {
		return err
	}
	if k.Type == account.Yandex {
		return checkYandex(k)
	}
	return nil
}

// At is the code of a TOTP, Steam, Mobile-OTP or Yandex key at time t. Times
// before 1970 count backwards. The error is a [*account.FieldError]; a HOTP
// key, which knows no time, has the wrong type, and a Mobile-OTP or Yandex key
// without its PIN has no code: one made without it would only be wrong.
func At(k account.Key, t time.Time) (string, error) {
	if err := Check(k); err != nil {
		return "", err
	}
	step := Step(k, t)
	switch k.Type {
	case account.HOTP:
		return "", &account.FieldError{Field: account.FieldType, Problem: account.Unknown, Value: string(k.Type)}
	case account.MOTP:
		return motp(k, step)
	case account.Yandex:
		return yandex(k, step)
	}
	// A negative step is sent as its two's complement, as C programs do.
	return truncated(k, uint64(step))
}

// AtCounter is the code of a HOTP key at a counter (RFC 4226, section 5). The
// error is a [*account.FieldError]; other types than HOTP have the wrong type.
func AtCounter(k account.Key, counter uint64) (string, error) {
	if err := Check(k); err != nil {
		return "", err
	}
	if k.Type != account.HOTP {
		return "", &account.FieldError{Field: account.FieldType, Problem: account.Unknown, Value: string(k.Type)}
	}
	return truncated(k, counter)
}

// truncated is HOTP of RFC 4226, in decimal digits or Steam's letters. k is
// checked, so the library gets no value it would replace by a default.
func truncated(k account.Key, counter uint64) (string, error) {
	opts := hotp.ValidateOpts{Digits: otp.Digits(k.Digits)}
	switch k.Algorithm {
	case account.SHA1:
		opts.Algorithm = otp.AlgorithmSHA1
	case account.SHA256:
		opts.Algorithm = otp.AlgorithmSHA256
	case account.SHA512:
		opts.Algorithm = otp.AlgorithmSHA512
	default:
		return "", &account.FieldError{Field: account.FieldAlgorithm, Problem: account.Unknown, Value: string(k.Algorithm)}
	}
	if k.Type == account.Steam {
		opts.Encoder = otp.EncoderSteam
	}
	out, err := hotp.GenerateCodeCustom(account.EncodeSecret(k.Secret), counter, opts)
	if err != nil {
		// Cannot happen with a checked key; the cause stays out of the text
		// because it is the library's and could quote the secret.
		return "", fmt.Errorf("make a %s code: the library refused the key", k.Type)
	}
	return out, nil
}
