package identity

import (
	"fmt"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
)

// An unlock key is an age identity that opens keys.age and nothing else. The
// system's keyring keeps one as a line of text ([sealed.Identity.Line]); the
// passphrase opens another, which lies in a small file of its own. So neither
// the keyring nor the passphrase is ever the only way in, and changing one
// leaves the other alone.

// SealUnlock gives the bytes of passphrase.age: key, encrypted to the user's
// passphrase. cost is [sealed.CostLocal] outside tests.
func SealUnlock(key sealed.Identity, vault string, pass secret.Bytes, cost sealed.Cost) ([]byte, error) {
	t := keyText{kind: kindUnlock, vault: vault, id: "passphrase", box: key}
	plain := t.marshal()
	defer plain.Wipe()
	file, err := sealed.SealPassphrase(plain.Reveal(), pass, cost)
	if err != nil {
		return nil, fmt.Errorf("seal unlock key: %w", err)
	}
	return file, nil
}

// OpenUnlock reads passphrase.age. It takes half a second. The errors are
// those of [sealed.OpenPassphrase] and [ErrMalformed].
func OpenUnlock(file []byte, pass secret.Bytes) (sealed.Identity, error) {
	plain, err := sealed.OpenPassphrase(file, pass)
	if err != nil {
		return sealed.Identity{}, fmt.Errorf("open unlock key: %w", err)
	}
	defer plain.Wipe()
	t, err := parseKeyText(plain, kindUnlock)
	if err != nil {
		return sealed.Identity{}, err
	}
	return t.box, nil
}
