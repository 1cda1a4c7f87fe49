// Package identity holds who is who in a vault: the keys of this computer,
// the recovery slots, and the signed roster that says which computers belong.
//
// A computer has an age identity, to which others encrypt, and an Ed25519
// signing key, with which it signs its snapshots and vouches for others. The
// chain of vouching starts at the root: the signing key of the computer that
// created the vault. There is no shared vault key, so nothing has to be
// exchanged when a computer leaves: it is simply no recipient any more.
//
// Private keys are kept as text that the stock age program reads as an
// identity file, with our own values in its comment lines. The package knows
// no files and no clock; it takes and gives bytes.
package identity

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
)

// ErrMalformed is a key file that opened but does not hold what it should.
var ErrMalformed = errors.New("malformed key file")

// Keys are the secrets of this computer in one vault, and what it must know
// to open and trust that vault.
type Keys struct {
	Vault string            // id of the vault
	Root  ed25519.PublicKey // signing key of the computer that created it

	// Keyring and Passphrase are the public halves of the keys that unlock
	// keys.age beside the recovery slots; empty where there is none. They are
	// kept here so that the file can be sealed again without asking.
	Keyring    sealed.Recipient
	Passphrase sealed.Recipient

	box    sealed.Identity
	sign   ed25519.PrivateKey
	former []former
}

// Generate makes the keys of a computer that is about to join vault. A nil
// root means that it creates the vault and is itself the root. The signing
// key, and with it the id, comes from rand; the age identity from the system.
func Generate(rand io.Reader, vault string, root ed25519.PublicKey) (*Keys, error) {
	if !ValidID(vault) {
		return nil, fmt.Errorf("make keys: %q is no vault id", vault)
	}
	key, err := newSigningKey(rand)
	if err != nil {
		return nil, err
	}
	box, err := sealed.NewIdentity()
	if err != nil {
		return nil, err
	}
	if root == nil {
		root = public(key)
	}
	return &Keys{Vault: vault, Root: root, box: box, sign: key}, nil
}

func newSigningKey(rand io.Reader) (ed25519.PrivateKey, error) {
	seed := make([]byte, ed25519.SeedSize)
	defer clear(seed)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return nil, fmt.Errorf("draw signing key: %w", err)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

func public(key ed25519.PrivateKey) ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }

// ID is the id of this computer.
func (k *Keys) ID() string { return DeviceID(k.Public()) }

// Public is the public half of the signing key.
func (k *Keys) Public() ed25519.PublicKey { return public(k.sign) }

// Genesis reports whether this computer created the vault.
func (k *Keys) Genesis() bool { return k.Public().Equal(k.Root) }

// Sign implements [Signer].
func (k *Keys) Sign(tag string, message []byte) []byte { return sign(k.sign, tag, message) }

// Identity opens files addressed to this computer.
func (k *Keys) Identity() sealed.Identity { return k.box }

// Recipient is what others encrypt to.
func (k *Keys) Recipient() sealed.Recipient { return k.box.Recipient() }

// Wipe overwrites the signing key and forgets the age identity, whose bytes
// cannot be reached.
func (k *Keys) Wipe() {
	clear(k.sign)
	k.sign, k.box, k.former = nil, sealed.Identity{}, nil
}

// Format implements [fmt.Formatter], so that no verb shows the keys.
func (*Keys) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("[secret]")) }

// LogValue implements [slog.LogValuer] without showing the keys.
func (*Keys) LogValue() slog.Value { return slog.StringValue("[secret]") }

// Seal gives the bytes of keys.age: the keys, encrypted to the keyring key,
// the passphrase key and the given recovery slots. Any one of them opens it.
// At least one of all is needed.
func (k *Keys) Seal(slots ...sealed.Recipient) ([]byte, error) {
	var to []sealed.Recipient
	for _, r := range append([]sealed.Recipient{k.Keyring, k.Passphrase}, slots...) {
		if !r.Zero() {
			to = append(to, r)
		}
	}
	if len(to) == 0 {
		return nil, errors.New("seal keys: nothing would open them")
	}
	plain := k.Marshal()
	defer plain.Wipe()
	return sealed.Seal(plain.Reveal(), to...)
}

// OpenKeys reads keys.age with the keyring key, the passphrase key or a
// recovery slot. The errors are those of [sealed.Open] and [ErrMalformed].
func OpenKeys(file []byte, ids ...sealed.Identity) (*Keys, error) {
	plain, err := sealed.Open(file, ids...)
	if err != nil {
		return nil, fmt.Errorf("open keys: %w", err)
	}
	defer plain.Wipe()
	return ParseKeys(plain)
}

// Marshal writes the keys as the text of an age identity file.
func (k *Keys) Marshal() secret.Bytes {
	t := keyText{kind: kindComputer, vault: k.Vault, id: k.ID(), root: k.Root, sign: k.sign, box: k.box, former: k.former}
	t.add("keyring", k.Keyring.String())
	t.add("passphrase", k.Passphrase.String())
	return t.marshal()
}

// ParseKeys reads the text that [Keys.Marshal] writes.
func ParseKeys(text secret.Bytes) (*Keys, error) {
	t, err := parseKeyText(text, kindComputer)
	if err != nil {
		return nil, err
	}
	k := &Keys{Vault: t.vault, Root: t.root, box: t.box, sign: t.sign, former: t.former}
	if k.Keyring, err = t.recipient("keyring"); err != nil {
		return nil, err
	}
	if k.Passphrase, err = t.recipient("passphrase"); err != nil {
		return nil, err
	}
	if !ValidID(t.vault) || t.id != k.ID() || t.root == nil {
		return nil, fmt.Errorf("keys of this computer: %w", ErrMalformed)
	}
	return k, nil
}
