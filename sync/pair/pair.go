// Package pair is the approval of a new computer by one that belongs to the
// vault, message by message, through a folder that anybody may write to. It
// does no I/O: it takes messages and gives messages, and the time is passed in.
//
// The new computer commits to its keys and a nonce, the approving one answers
// with a key and a nonce of its own, and only then the new one reveals what it
// had committed to. Both derive a number of six digits from what was said; the
// person reads it on the new computer and types it on the other one. Whoever
// sits in the middle had to decide on everything before he could know the
// number, so that he has one guess in a million and needs the person to type
// for it. What the approving computer then sends is sealed to the new one, and
// four words that depend on every byte of the exchange say on both that they
// mean the same vault.
//
// No secret key ever travels: the new computer makes its own, and gets them
// signed. Nothing of the vault changes before the new computer, told by its
// person that the words match, lays its first snapshot into the folder.
//
//	step  from      holds
//	1     new       request, commitment to 3
//	2     approver  session, HPKE key, nonce
//	3     new       sealed: nonce, HPKE key, public keys, name, system
//	4     approver  sealed and signed: root key, signed entry, vault
//	0     either    the end, before it is one
//
// HPKE is RFC 9180 with the hybrid of ML-KEM-768 and X25519
// (draft-ietf-hpke-pq), HKDF-SHA256 and ChaCha20-Poly1305, in its base mode.
package pair

import (
	"crypto/hkdf"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"twofold/crypto/phrase"
)

const (
	// Lifetime is how long a request lives, by each computer's own clock from
	// when it made or first saw it; a clock that is wrong by hours changes
	// nothing.
	Lifetime = 15 * time.Minute
	// Tries is how often a number may be typed for one request.
	Tries = 3
	// Pause is how long an approver asks for no number after the last try.
	Pause = 15 * time.Minute
	// Digits of the number.
	Digits = 6

	nonceLen = 32
)

// Why an approval ended. Each is a different sentence.
var (
	// ErrExpired: the request is older than [Lifetime].
	ErrExpired = errors.New("request has expired")
	// ErrCancelled: the other side ended it.
	ErrCancelled = errors.New("the other computer ended the request")
	// ErrDeclined: the person at the approving computer said that it is not
	// theirs.
	ErrDeclined = errors.New("request was declined")
	// ErrWrongNumber: another number than the one on the new computer. It may
	// be typed again.
	ErrWrongNumber = errors.New("wrong number")
	// ErrTries: that was the last try; the request is over.
	ErrTries = errors.New("too many wrong numbers")
	// ErrElsewhere: the new computer talks to another computer that answered.
	ErrElsewhere = errors.New("another computer answered the request")
	// ErrAltered: a message that its sender cannot have sent. Somebody with
	// access to the folder changed it.
	ErrAltered = errors.New("message was altered")
	// ErrOtherVault: a message about another vault.
	ErrOtherVault = errors.New("request is for another vault")
	// ErrNewerVersion: the other computer speaks a later version of this
	// protocol.
	ErrNewerVersion = errors.New("request of a newer version")
	// ErrKnown: the keys belong to a computer that was in the vault before.
	ErrKnown = errors.New("keys of a computer that was in the vault before")
	// ErrOver: the approval has ended already.
	ErrOver = errors.New("approval is over")
)

// Computer is what a computer says of itself. Until it is approved that is a
// claim of whoever can write to the folder.
type Computer struct {
	Name   string `json:"name"`
	System string `json:"system"` // "windows", "darwin", "linux"
}

// maxName bounds what is claimed; a name is shown in a window.
const maxName = 200

// The suite, one for both directions.
func kem() hpke.KEM   { return hpke.MLKEM768X25519() }
func kdf() hpke.KDF   { return hpke.HKDFSHA256() }
func aead() hpke.AEAD { return hpke.ChaCha20Poly1305() }

// transcript is the hash of messages in their order. Every part is preceded by
// its length, so that no two lists of messages give the same bytes.
func transcript(parts ...[]byte) []byte {
	h := sha256.New()
	h.Write([]byte("twofold/pair/v1/transcript"))
	for _, p := range parts {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write(p)
	}
	return h.Sum(nil)
}

// commitment binds the new computer to p3, which holds 256 random bits and so
// cannot be found from it.
func commitment(p3 []byte) []byte {
	sum := sha256.Sum256(append([]byte("twofold/pair/v1/commit"), p3...))
	return sum[:]
}

// derive gives n bytes that depend on both nonces and all that was said.
func derive(nonceNew, nonceOld, said []byte, purpose string, n int) ([]byte, error) {
	ikm := append(append([]byte{}, nonceNew...), nonceOld...)
	defer clear(ikm)
	return hkdf.Key(sha256.New, ikm, said, purpose, n)
}

// number gives the digits that the new computer shows. 64 bits against a
// million: the bias is below 2^-44.
func number(nonceNew, nonceOld, said []byte) (string, error) {
	b, err := derive(nonceNew, nonceOld, said, "twofold/pair/v1/sas-new-to-old", 8)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%0*d", Digits, binary.BigEndian.Uint64(b)%1_000_000), nil
}

// words gives the four words that both computers show: 44 bits.
func words(nonceNew, nonceOld, said []byte) ([phrase.FingerprintWords]string, error) {
	b, err := derive(nonceNew, nonceOld, said, "twofold/pair/v1/words", 32)
	if err != nil {
		return [phrase.FingerprintWords]string{}, err
	}
	return phrase.Fingerprint([32]byte(b)), nil
}
