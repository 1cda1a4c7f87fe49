// Package sealed makes and opens age files (age-encryption.org/v1, C2SP) that
// lie in memory: to post-quantum hybrid recipients, or to a passphrase. Every
// file it makes can be opened with the stock age program from version 1.3.
//
// A sealed file says nothing about who made it. Whoever knows the recipients
// can make one; packages above sign what they seal. A passphrase file is the
// exception: nobody can make one that opens without knowing the passphrase.
//
// Nothing is handed out before the whole file was authenticated: age itself
// releases 64 KiB pieces before it can know that the end is missing. Sizes,
// header entries and the cost of a passphrase are capped, because files come
// from folders that others write to.
package sealed

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"

	"twofold/crypto/secret"
)

// Limits on what [Open] and [OpenPassphrase] look at.
const (
	// MaxFile is the largest file, in bytes, that is opened or made.
	MaxFile = 64 << 20
	// MaxRecipients is how many header entries are tried. Each one costs a
	// key exchange of about 0.1 ms, so a hostile header costs 25 ms at worst.
	MaxRecipients = 256
)

// Why a file does not open. Each is a different sentence for the user.
var (
	// ErrNotAge: the file is something else, or its first line is broken.
	ErrNotAge = errors.New("not an age file")
	// ErrNotForMe: no identity given is among the recipients. A flipped bit
	// in one's own header entry looks the same, so compare the file with a
	// hash from elsewhere first.
	ErrNotForMe = errors.New("file is not addressed to this identity")
	// ErrWrongPassphrase: the file wants a passphrase, and not this one.
	ErrWrongPassphrase = errors.New("wrong passphrase")
	// ErrDamaged: truncated, altered or malformed.
	ErrDamaged = errors.New("file is damaged")
	// ErrCostTooHigh: opening would take more memory than [MaxCost] allows.
	ErrCostTooHigh = errors.New("passphrase cost is too high")
	// ErrTooLarge: more than [MaxFile] bytes or [MaxRecipients] recipients.
	ErrTooLarge = errors.New("file is too large")
)

// Seal encrypts plain to all recipients; any one of them opens it. At least
// one is needed.
func Seal(plain []byte, to ...Recipient) ([]byte, error) {
	if len(to) > MaxRecipients {
		return nil, fmt.Errorf("seal to %d recipients: %w", len(to), ErrTooLarge)
	}
	list := make([]age.Recipient, 0, len(to))
	for _, r := range to {
		if r.Zero() {
			return nil, errors.New("seal: empty recipient")
		}
		list = append(list, r.r)
	}
	return seal(plain, len(to)*1600, list...)
}

// seal is the writing half of both kinds of files. header is the expected
// size of the header in bytes.
func seal(plain []byte, header int, to ...age.Recipient) ([]byte, error) {
	// 1 KiB and 16 bytes in 64 KiB is more than age adds to the payload.
	size := len(plain) + header + 1024 + len(plain)/2048
	if size > MaxFile {
		return nil, fmt.Errorf("seal %d bytes: %w", len(plain), ErrTooLarge)
	}
	out := bytes.NewBuffer(make([]byte, 0, size))
	w, err := age.Encrypt(out, to...)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return out.Bytes(), nil
}

// Open decrypts a file addressed to one of the identities. The errors are
// [ErrNotAge], [ErrNotForMe], [ErrDamaged] and [ErrTooLarge].
func Open(file []byte, ids ...Identity) (secret.Bytes, error) {
	h, err := readHeader(file)
	if err != nil {
		return secret.Bytes{}, err
	}
	if h.passphrase {
		return secret.Bytes{}, fmt.Errorf("open: a passphrase is needed: %w", ErrNotForMe)
	}
	list := make([]age.Identity, 0, len(ids))
	for _, id := range ids {
		if !id.Zero() {
			list = append(list, id.id)
		}
	}
	if len(list) == 0 {
		return secret.Bytes{}, fmt.Errorf("open: no identity given: %w", ErrNotForMe)
	}
	return open(file, ErrNotForMe, list...)
}

// open is the reading half of both kinds of files. noMatch is the error for a
// file whose key none of the identities finds.
func open(file []byte, noMatch error, ids ...age.Identity) (secret.Bytes, error) {
	r, err := age.Decrypt(bytes.NewReader(file), ids...)
	var miss *age.NoIdentityMatchError
	if errors.As(err, &miss) {
		return secret.Bytes{}, fmt.Errorf("open: %w", noMatch)
	}
	if err != nil {
		// The text of age's errors may quote the file: not passed on.
		return secret.Bytes{}, fmt.Errorf("open header: %w", ErrDamaged)
	}
	// The plaintext is shorter than the file, so one allocation is enough and
	// no copies of secrets are left behind by a growing buffer.
	plain := make([]byte, len(file))
	n := 0
	for {
		m, err := r.Read(plain[n:])
		n += m
		if err == io.EOF {
			return secret.New(plain[:n:n]), nil
		}
		if err != nil || n == len(plain) {
			clear(plain)
			return secret.Bytes{}, fmt.Errorf("open payload: %w", ErrDamaged)
		}
	}
}
