package sealed

import (
	"errors"
	"fmt"

	"filippo.io/age"
	"golang.org/x/text/unicode/norm"

	"twofold/crypto/secret"
)

// Cost is the work factor of a passphrase file: log2 of the N of scrypt
// (RFC 7914, r = 8, p = 1). One try takes 2^(Cost+10) bytes of memory.
type Cost int

// The costs in use. OWASP accepts scrypt from 2^17.
const (
	CostLocal    Cost = 17 // files that stay on this computer: 128 MiB
	CostRecovery Cost = 18 // recovery files, which providers see: 256 MiB
	// MaxCost is the most that opening a file may take, 1 GiB. age alone
	// would accept 4 GiB, enough for a hostile file to exhaust the memory.
	MaxCost Cost = 20
	// CostTest is for tests, so that they are quick. What is sealed with it
	// can be guessed a hundred times faster; a test sees to it that the
	// program never uses it.
	CostTest Cost = 10
)

// SealPassphrase encrypts plain to a passphrase, which must not be empty.
// Because no other recipient is possible beside a passphrase, a file that
// opens was made by someone who knows it.
func SealPassphrase(plain []byte, pass secret.Bytes, cost Cost) ([]byte, error) {
	if cost < CostTest || cost > MaxCost {
		return nil, fmt.Errorf("seal: passphrase cost %d is out of range", cost)
	}
	r, err := age.NewScryptRecipient(typed(pass))
	if err != nil {
		return nil, errors.New("seal: empty passphrase")
	}
	r.SetWorkFactor(int(cost))
	return seal(plain, 256, r)
}

// OpenPassphrase decrypts a file made by [SealPassphrase] or by age -p. It
// takes about a second and 2^(cost+10) bytes. The errors are [ErrNotAge],
// [ErrNotForMe] for a file without a passphrase, [ErrWrongPassphrase],
// [ErrCostTooHigh], [ErrDamaged] and [ErrTooLarge].
func OpenPassphrase(file []byte, pass secret.Bytes) (secret.Bytes, error) {
	h, err := readHeader(file)
	if err != nil {
		return secret.Bytes{}, err
	}
	if !h.passphrase {
		return secret.Bytes{}, fmt.Errorf("open: no passphrase is set: %w", ErrNotForMe)
	}
	if h.cost > MaxCost {
		return secret.Bytes{}, fmt.Errorf("open at cost %d: %w", h.cost, ErrCostTooHigh)
	}
	id, err := age.NewScryptIdentity(typed(pass))
	if err != nil {
		return secret.Bytes{}, fmt.Errorf("open: empty passphrase: %w", ErrWrongPassphrase)
	}
	id.SetMaxWorkFactor(int(MaxCost))
	return open(file, ErrWrongPassphrase, id)
}

// typed is the passphrase as a keyboard gives it. Systems differ in how they
// compose letters such as é and が (Unicode NFC or NFD); NFC is what terminals
// pass to the stock age program too.
func typed(pass secret.Bytes) string { return string(norm.NFC.Bytes(pass.Reveal())) }
