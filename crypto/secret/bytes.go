// Package secret holds bytes that must not be printed, logged or kept longer
// than needed: OTP secrets, passphrases, PINs and private keys.
//
// It promises little on purpose. A [Bytes] prints as "[secret]" through every
// door of fmt, log/slog and encoding, and can be overwritten. The Go runtime
// may still have copied the bytes while growing a stack or a slice, and text
// that was shown in a window is a string that nobody can wipe.
package secret

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
)

// redacted is what every printing door shows instead of the content.
const redacted = "[secret]"

// Bytes is a secret. The zero value is empty and ready to use. Copies share
// one backing array, so [Bytes.Wipe] on one clears all of them.
type Bytes struct{ b []byte }

// New takes ownership of b: the caller must not use the slice afterwards.
func New(b []byte) Bytes { return Bytes{b} }

// Copy makes a secret of its own from b, which stays the caller's.
func Copy(b []byte) Bytes { return Bytes{append([]byte(nil), b...)} }

// FromString copies s. The string itself cannot be wiped; use it only where
// the text already is a string, as the content of an entry field is.
func FromString(s string) Bytes { return Bytes{[]byte(s)} }

// Reveal gives the bytes themselves, not a copy: do not change or keep them.
func (s Bytes) Reveal() []byte { return s.b }

// Len is the number of bytes.
func (s Bytes) Len() int { return len(s.b) }

// Empty reports whether there is nothing in it.
func (s Bytes) Empty() bool { return len(s.b) == 0 }

// Clone is an independent copy, which survives a Wipe of s.
func (s Bytes) Clone() Bytes { return Copy(s.b) }

// Equal compares in constant time for equal lengths.
func (s Bytes) Equal(o Bytes) bool { return subtle.ConstantTimeCompare(s.b, o.b) == 1 }

// Wipe overwrites the bytes with zeros.
func (s Bytes) Wipe() { clear(s.b) }

// String implements [fmt.Stringer] without showing the content.
func (Bytes) String() string { return redacted }

// GoString implements [fmt.GoStringer] without showing the content.
func (Bytes) GoString() string { return redacted }

// Format implements [fmt.Formatter], so that %x, %q and %+v are redacted too.
func (Bytes) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// LogValue implements [slog.LogValuer] without showing the content.
func (Bytes) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText refuses: a secret is written by the code that means to write
// it, through [Bytes.Reveal], and never by an encoder that met it by chance.
func (Bytes) MarshalText() ([]byte, error) {
	return nil, errors.New("secret bytes are not marshalled")
}
