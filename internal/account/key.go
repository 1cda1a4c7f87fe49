package account

import (
	"fmt"

	"twofold/crypto/secret"
)

// Type is the algorithm that makes codes of a key.
type Type string

// The types of codes Twofold can make.
const (
	TOTP   Type = "totp"   // RFC 6238
	HOTP   Type = "hotp"   // RFC 4226
	Steam  Type = "steam"  // Steam Guard: TOTP with five letters
	MOTP   Type = "motp"   // Mobile-OTP
	Yandex Type = "yandex" // Yandex.Key, eight letters
)

// Algorithm is the hash inside the code algorithm.
type Algorithm string

// The hashes, as RFC 6238 and the otpauth format name them.
const (
	SHA1   Algorithm = "SHA1"
	SHA256 Algorithm = "SHA256"
	SHA512 Algorithm = "SHA512"
	MD5    Algorithm = "MD5" // Mobile-OTP only
)

// Limits of a key. Digits above 10 cannot come out of the 31-bit truncation
// of RFC 4226; periods beyond a day are typing errors.
const (
	MinDigits = 4
	MaxDigits = 10
	MaxPeriod = 86400 // seconds
	// MaxSecret is far above the 64 bytes of SHA-512 and far below what would
	// make a vault heavy.
	MaxSecret = 1024 // bytes
)

// Key is everything that decides an account's codes, as one value: a secret
// is never combined with the parameters of another edit.
type Key struct {
	Type      Type
	Secret    secret.Bytes // decoded bytes
	Algorithm Algorithm
	Digits    int
	Period    int          // seconds; 0 for HOTP
	PIN       secret.Bytes // Mobile-OTP and Yandex only
}

// Defaults gives a key of type t with the parameters everybody omits. The
// secret is still missing.
func Defaults(t Type) Key {
	switch t {
	case HOTP:
		return Key{Type: t, Algorithm: SHA1, Digits: 6}
	case Steam:
		return Key{Type: t, Algorithm: SHA1, Digits: 5, Period: 30}
	case MOTP:
		return Key{Type: t, Algorithm: MD5, Digits: 6, Period: 10}
	case Yandex:
		return Key{Type: t, Algorithm: SHA256, Digits: 8, Period: 30}
	default:
		return Key{Type: t, Algorithm: SHA1, Digits: 6, Period: 30}
	}
}

// Equal reports whether two keys always make the same codes. PINs count.
func (k Key) Equal(o Key) bool {
	return k.Type == o.Type && k.Algorithm == o.Algorithm && k.Digits == o.Digits &&
		k.Period == o.Period && k.Secret.Equal(o.Secret) && k.PIN.Equal(o.PIN)
}

// Field names a part of an account, so that a window can put an error beside
// the field it belongs to.
type Field string

// The fields that can be wrong.
const (
	FieldType      Field = "type"
	FieldSecret    Field = "secret"
	FieldAlgorithm Field = "algorithm"
	FieldDigits    Field = "digits"
	FieldPeriod    Field = "period"
	FieldCounter   Field = "counter"
	FieldName      Field = "name"
	FieldPIN       Field = "pin"
)

// Problem says what is wrong with a field.
type Problem string

// The problems. Each has a sentence of its own in the catalogues.
const (
	Missing   Problem = "missing"
	Unknown   Problem = "unknown"   // a value that Twofold does not know
	Malformed Problem = "malformed" // not a number, not base32, not hex
	Range     Problem = "range"     // outside the limits
	Short     Problem = "short"     // a secret without a single whole byte
	Long      Problem = "long"
)

// FieldError is an account that cannot be used, and why. It holds no part of
// the secret beyond one wrong character.
type FieldError struct {
	Field   Field
	Problem Problem
	// Value is the offending text of a field other than the secret and the
	// PIN, cut to a short length; empty otherwise.
	Value string
	// Char and At name the first character that does not belong into a
	// secret, and its position in characters from 1. At is 0 if there is none.
	Char rune
	At   int
	// Hex is true of a secret in hexadecimal, as Mobile-OTP gives it: other
	// characters belong there than into one in base32.
	Hex bool
}

func (e *FieldError) Error() string {
	switch {
	case e.At > 0:
		return fmt.Sprintf("%s is %s: %q at position %d", e.Field, e.Problem, e.Char, e.At)
	case e.Value != "":
		return fmt.Sprintf("%s is %s: %q", e.Field, e.Problem, e.Value)
	}
	return fmt.Sprintf("%s is %s", e.Field, e.Problem)
}

// Check reports the first thing that makes k unusable, as a [*FieldError].
func (k Key) Check() error {
	switch k.Type {
	case TOTP, HOTP, Steam, MOTP, Yandex:
	default:
		return &FieldError{Field: FieldType, Problem: Unknown, Value: clip(string(k.Type))}
	}
	switch {
	case k.Secret.Empty():
		return &FieldError{Field: FieldSecret, Problem: Missing}
	case k.Secret.Len() > MaxSecret:
		return &FieldError{Field: FieldSecret, Problem: Long}
	}
	switch k.Algorithm {
	case SHA1, SHA256, SHA512:
	case MD5:
		if k.Type != MOTP {
			return &FieldError{Field: FieldAlgorithm, Problem: Unknown, Value: string(k.Algorithm)}
		}
	default:
		return &FieldError{Field: FieldAlgorithm, Problem: Unknown, Value: clip(string(k.Algorithm))}
	}
	if k.Digits < MinDigits || k.Digits > MaxDigits {
		return &FieldError{Field: FieldDigits, Problem: Range, Value: fmt.Sprint(k.Digits)}
	}
	if k.Type == HOTP {
		return nil
	}
	if k.Period < 1 || k.Period > MaxPeriod {
		return &FieldError{Field: FieldPeriod, Problem: Range, Value: fmt.Sprint(k.Period)}
	}
	return nil
}

// clip keeps error texts short when the value came from outside.
func clip(s string) string {
	const most = 32
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "…"
}
