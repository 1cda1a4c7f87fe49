package identity

import (
	"crypto/ed25519"
	"fmt"
	"io"
	"log/slog"
	"time"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
)

// Recovery is an open recovery slot: what the ten-word key, or the user's own
// passphrase, gives back on a computer that has nothing else. It opens every
// snapshot made while the slot was active, and may enrol a new computer.
//
// A new phrase always means a new slot with new keys. Wrapping the old ones
// again would be worthless: the provider still has the old file, and the old
// phrase would open all future snapshots too.
type Recovery struct {
	Vault string
	Root  ed25519.PublicKey
	Made  time.Time // day of making, UTC

	box  sealed.Identity
	sign ed25519.PrivateKey
}

// NewRecovery makes the keys of a new slot of the vault that k belongs to. The
// slot counts from the moment its record ([Slot]) is in the roster.
func NewRecovery(rand io.Reader, k *Keys, now time.Time) (*Recovery, error) {
	key, err := newSigningKey(rand)
	if err != nil {
		return nil, err
	}
	box, err := sealed.NewIdentity()
	if err != nil {
		return nil, err
	}
	y, m, d := now.UTC().Date()
	made := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return &Recovery{Vault: k.Vault, Root: k.Root, Made: made, box: box, sign: key}, nil
}

// ID is the id of the slot.
func (r *Recovery) ID() string { return SlotID(r.Public()) }

// Public is the public half of the slot's signing key.
func (r *Recovery) Public() ed25519.PublicKey { return public(r.sign) }

// Sign implements [Signer].
func (r *Recovery) Sign(tag string, message []byte) []byte { return sign(r.sign, tag, message) }

// Identity opens every snapshot made while the slot was active.
func (r *Recovery) Identity() sealed.Identity { return r.box }

// Recipient is what snapshots are encrypted to.
func (r *Recovery) Recipient() sealed.Recipient { return r.box.Recipient() }

// Wipe overwrites the signing key and forgets the age identity.
func (r *Recovery) Wipe() {
	clear(r.sign)
	r.sign, r.box = nil, sealed.Identity{}
}

// Format implements [fmt.Formatter], so that no verb shows the keys.
func (*Recovery) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("[secret]")) }

// LogValue implements [slog.LogValuer] without showing the keys.
func (*Recovery) LogValue() slog.Value { return slog.StringValue("[secret]") }

// dateForm is how the day of making stands in a recovery file.
const dateForm = "2006-01-02"

// Seal gives the bytes of the recovery file: the slot's keys, encrypted to a
// passphrase, which is phrase.Phrase.Secret or the user's own. It is a file
// the stock age program takes with -i. cost is [sealed.CostRecovery] outside
// tests.
func (r *Recovery) Seal(pass secret.Bytes, cost sealed.Cost) ([]byte, error) {
	t := keyText{
		kind: kindSlot, vault: r.Vault, id: r.ID(), date: r.Made.Format(dateForm),
		root: r.Root, sign: r.sign, box: r.box,
	}
	plain := t.marshal()
	defer plain.Wipe()
	file, err := sealed.SealPassphrase(plain.Reveal(), pass, cost)
	if err != nil {
		return nil, fmt.Errorf("seal recovery file: %w", err)
	}
	return file, nil
}

// OpenRecovery reads a recovery file. It takes one to four seconds. Because
// nobody can make a file that opens without knowing the passphrase, the root
// key in it can be trusted. The errors are those of [sealed.OpenPassphrase]
// and [ErrMalformed].
func OpenRecovery(file []byte, pass secret.Bytes) (*Recovery, error) {
	plain, err := sealed.OpenPassphrase(file, pass)
	if err != nil {
		return nil, fmt.Errorf("open recovery file: %w", err)
	}
	defer plain.Wipe()
	t, err := parseKeyText(plain, kindSlot)
	if err != nil {
		return nil, err
	}
	r := &Recovery{Vault: t.vault, Root: t.root, box: t.box, sign: t.sign}
	if r.Made, err = time.Parse(dateForm, t.date); err != nil {
		return nil, fmt.Errorf("date of the slot: %w", ErrMalformed)
	}
	if !ValidID(t.vault) || t.id != r.ID() || t.root == nil {
		return nil, fmt.Errorf("recovery file: %w", ErrMalformed)
	}
	return r, nil
}
