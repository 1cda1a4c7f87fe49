package account

import (
	"encoding/base32"
	"encoding/hex"
	"strings"

	"twofold/crypto/secret"
)

// alphabet is the base32 alphabet of RFC 4648.
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// DecodeSecret reads a base32 secret (RFC 4648) the way services print it:
// spaces, dashes, padding and what cannot be seen are dropped, small letters
// count as large ones, full-width ones as those they are the wide form of (a
// Japanese keyboard types them), and a length that no encoder makes is accepted, its left-over bits dropped.
// Any other character is refused with its position; 0 is never taken for O.
// The error is a [*FieldError].
func DecodeSecret(text string) (secret.Bytes, error) {
	out := make([]byte, 0, len(text)*5/8+1)
	var acc, bits uint
	at, letters := 0, 0
	for _, r := range text {
		at++
		switch r {
		case ' ', '\t', '\r', '\n', '-', '=', '\u00a0', '\u3000':
			continue
		case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad': // web pages put them into long words
			continue
		}
		v := strings.IndexRune(alphabet, upper(narrow(r)))
		if v < 0 {
			clear(out)
			return secret.Bytes{}, &FieldError{Field: FieldSecret, Problem: Malformed, Char: r, At: at}
		}
		letters++
		acc = acc<<5 | uint(v)
		if bits += 5; bits >= 8 {
			bits -= 8
			out = append(out, byte(acc>>bits))
			acc &= 1<<bits - 1
		}
	}
	switch {
	case letters == 0:
		return secret.Bytes{}, &FieldError{Field: FieldSecret, Problem: Missing}
	case len(out) == 0:
		return secret.Bytes{}, &FieldError{Field: FieldSecret, Problem: Short}
	case len(out) > MaxSecret:
		clear(out)
		return secret.Bytes{}, &FieldError{Field: FieldSecret, Problem: Long}
	}
	return secret.New(out), nil
}

// narrow is the ASCII character of a full-width form.
func narrow(r rune) rune {
	if r >= '\uff01' && r <= '\uff5e' {
		return r - '\uff01' + '!'
	}
	return r
}

// upper maps ASCII letters only: 'ſ' and 'ı' must not become S and I.
func upper(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r - 'a' + 'A'
	}
	return r
}

// EncodeSecret is the canonical base32 of s: upper case, no padding.
func EncodeSecret(s secret.Bytes) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(s.Reveal())
}

// DecodeHex reads a secret in hexadecimal, as Mobile-OTP gives it; spaces and
// dashes are dropped. The error is a [*FieldError].
func DecodeHex(text string) (secret.Bytes, error) {
	var digits []byte
	at := 0
	for _, r := range text {
		at++
		switch {
		case r == ' ' || r == '-' || r == '\t' || r == '\n' || r == '\r':
			continue
		case r >= '0' && r <= '9', r >= 'a' && r <= 'f', r >= 'A' && r <= 'F':
			digits = append(digits, byte(r))
		default:
			return secret.Bytes{}, &FieldError{Field: FieldSecret, Problem: Malformed, Char: r, At: at, Hex: true}
		}
	}
	switch {
	case len(digits) == 0:
		return secret.Bytes{}, &FieldError{Field: FieldSecret, Problem: Missing}
	case len(digits)%2 == 1:
		return secret.Bytes{}, &FieldError{Field: FieldSecret, Problem: Short, Hex: true}
	case len(digits)/2 > MaxSecret:
		return secret.Bytes{}, &FieldError{Field: FieldSecret, Problem: Long}
	}
	out := make([]byte, len(digits)/2)
	if _, err := hex.Decode(out, digits); err != nil {
		return secret.Bytes{}, &FieldError{Field: FieldSecret, Problem: Malformed, Hex: true}
	}
	clear(digits)
	return secret.New(out), nil
}

// EncodeHex is the lower-case hexadecimal of s.
func EncodeHex(s secret.Bytes) string { return hex.EncodeToString(s.Reveal()) }
