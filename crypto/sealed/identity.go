package sealed

import (
	"errors"
	"fmt"
	"log/slog"

	"filippo.io/age"

	"twofold/crypto/secret"
)

// Identity is a private key that opens files: ML-KEM-768 with X25519, which
// stays safe if either of the two is broken. The zero value is no identity.
type Identity struct{ id *age.HybridIdentity }

// Recipient is the public half of an [Identity]. The zero value is nobody.
type Recipient struct{ r *age.HybridRecipient }

// NewIdentity makes an identity from the system's randomness. age offers no
// way to pass another source in.
func NewIdentity() (Identity, error) {
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		return Identity{}, fmt.Errorf("make identity: %w", err)
	}
	return Identity{id}, nil
}

// ParseIdentity reads the line that [Identity.Line] writes, without the line
// break. Its error never holds a part of the line.
func ParseIdentity(line secret.Bytes) (Identity, error) {
	if line.Len() > 128 { // a line has 77 characters
		return Identity{}, errors.New("malformed identity")
	}
	id, err := age.ParseHybridIdentity(string(line.Reveal()))
	if err != nil {
		return Identity{}, errors.New("malformed identity")
	}
	return Identity{id}, nil
}

// Line is the identity as age writes it: "AGE-SECRET-KEY-PQ-1…", 77
// characters that any keyring can hold. Empty for the zero value.
func (i Identity) Line() secret.Bytes {
	if i.id == nil {
		return secret.Bytes{}
	}
	return secret.FromString(i.id.String())
}

// Zero reports whether there is no identity.
func (i Identity) Zero() bool { return i.id == nil }

// Recipient is the public half.
func (i Identity) Recipient() Recipient {
	if i.id == nil {
		return Recipient{}
	}
	return Recipient{i.id.Recipient()}
}

// String implements [fmt.Stringer] without showing the key.
func (Identity) String() string { return "[secret]" }

// Format implements [fmt.Formatter], so that no verb shows the key.
func (Identity) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("[secret]")) }

// LogValue implements [slog.LogValuer] without showing the key.
func (Identity) LogValue() slog.Value { return slog.StringValue("[secret]") }

// ParseRecipient reads the text that [Recipient.String] writes.
func ParseRecipient(s string) (Recipient, error) {
	if len(s) > 2048 { // a recipient has 1,959 characters
		return Recipient{}, errors.New("malformed recipient")
	}
	r, err := age.ParseHybridRecipient(s)
	if err != nil {
		return Recipient{}, errors.New("malformed recipient")
	}
	return Recipient{r}, nil
}

// String is the recipient as age writes it, "age1pq1…"; empty for nobody.
func (r Recipient) String() string {
	if r.r == nil {
		return ""
	}
	return r.r.String()
}

// Zero reports whether there is nobody.
func (r Recipient) Zero() bool { return r.r == nil }
