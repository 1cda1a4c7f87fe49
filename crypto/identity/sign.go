package identity

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
)

// idLen is the length of vault and device ids: 50 bits of base32.
const idLen = 10

// b32 is Crockford's base32 in lower case: file systems that fold case and
// people who read ids aloud both get them right.
var b32 = base32.NewEncoding(b32Letters).WithPadding(base32.NoPadding)

const b32Letters = "0123456789abcdefghjkmnpqrstvwxyz"

// NewVaultID draws the id of a new vault: 10 letters and digits.
func NewVaultID(rand io.Reader) (string, error) {
	var b [7]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("draw vault id: %w", err)
	}
	return b32.EncodeToString(b[:])[:idLen], nil
}

// ValidID reports whether id can be the id of a vault or a device.
func ValidID(id string) bool { return len(id) == idLen && isB32(id) }

// ValidSlotID reports whether id can be the id of a recovery slot: "s" and 6
// letters or digits.
func ValidSlotID(id string) bool {
	rest, ok := strings.CutPrefix(id, "s")
	return ok && len(rest) == slotLen && isB32(rest)
}

func isB32(s string) bool {
	return strings.Trim(s, b32Letters) == ""
}

// DeviceID is the id of the computer with the signing key pub. It follows
// from the key, so that nobody can give another computer's id a key of their
// own without 2^50 tries, and even then a signature of the vault is missing.
func DeviceID(pub ed25519.PublicKey) string { return keyID("twofold/device", pub)[:idLen] }

// slotLen is how much of a slot id follows the "s": 30 bits.
const slotLen = 6

// SlotID is the id of the recovery slot with the signing key pub.
func SlotID(pub ed25519.PublicKey) string { return "s" + keyID("twofold/slot", pub)[:slotLen] }

func keyID(tag string, pub ed25519.PublicKey) string {
	sum := sha256.Sum256(append([]byte(tag), pub...))
	return b32.EncodeToString(sum[:])
}

// Signer signs for a computer ([*Keys]) or a recovery slot ([*Recovery]).
type Signer interface {
	ID() string
	// Sign signs message under a tag, see [Verify].
	Sign(tag string, message []byte) []byte
}

// Verify checks an Ed25519 signature (RFC 8032) over tag, a line feed, and
// message. The tag says what kind of thing was signed, so that a signature of
// one kind is never good for another; it holds no line feed.
func Verify(pub ed25519.PublicKey, tag string, message, sig []byte) bool {
	return len(pub) == ed25519.PublicKeySize && ed25519.Verify(pub, tagged(tag, message), sig)
}

func sign(key ed25519.PrivateKey, tag string, message []byte) []byte {
	return ed25519.Sign(key, tagged(tag, message))
}

func tagged(tag string, message []byte) []byte {
	out := make([]byte, 0, len(tag)+1+len(message))
	out = append(out, tag...)
	out = append(out, '\n')
	return append(out, message...)
}

// fields joins values so that no two lists of values give the same bytes:
// every value is preceded by its length.
func fields(values ...string) []byte {
	var b []byte
	for _, v := range values {
		b = fmt.Appendf(b, "%d:%s,", len(v), v)
	}
	return b
}

// b64 is how keys and signatures are written in records and key files.
var b64 = base64.RawStdEncoding.Strict()

var errKey = errors.New("malformed public key")

// EncodePublic writes a signing key's public half as text, 43 letters.
func EncodePublic(pub ed25519.PublicKey) string { return b64.EncodeToString(pub) }

// ParsePublic reads the text that [EncodePublic] writes.
func ParsePublic(s string) (ed25519.PublicKey, error) {
	if len(s) != b64.EncodedLen(ed25519.PublicKeySize) {
		return nil, errKey
	}
	b, err := b64.DecodeString(s)
	if err != nil || len(b) != ed25519.PublicKeySize { // the decoder skips line feeds
		return nil, errKey
	}
	return b, nil
}
