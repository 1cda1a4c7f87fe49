package snapshot_test

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/sync/snapshot"
)

// I18: nothing of a vault stands in its files or their names, in any spelling.
func TestFilesTellNothing(t *testing.T) {
	p := newParty(t)
	second := p.join(p.root, "Bertas Rechner")
	name, snap := p.publish(second, 1, 3)
	words := "abstract-section-love-economy-among-situate-merge-essay-auction-shoe"
	slot, err := p.slot.Seal(secret.FromString(words), sealed.CostTest)
	if err != nil {
		t.Fatal(err)
	}
	p.root.Keyring = second.Recipient()
	keys, err := p.root.Seal()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{
		"names":    []byte(name.String() + snapshot.RecoveryName(p.vault, p.slot.ID(), slot).String()),
		"snapshot": snap, "recovery file": slot, "keys": keys,
	}
	host, _ := os.Hostname()
	hidden := map[string]string{
		"secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "label": "anna0@example.com", "issuer": "Service 1",
		"uri": "otpauth://", "computer": "Bertas Rechner", "other computer": "Anna's laptop",
		"phrase": words, "a word": "situate", "host": host, "user": os.Getenv("USER"), "home": os.Getenv("HOME"),
		"private key": "AGE-SECRET-KEY", "public key": identity.EncodePublic(second.Public()),
		"recipient": second.Recipient().String(), "slot recipient": p.slot.Recipient().String(),
	}
	raw, err := base32.StdEncoding.DecodeString(hidden["secret"])
	if err != nil {
		t.Fatal(err)
	}
	hidden["raw secret"], hidden["raw public key"] = string(raw), string(second.Public())
	for what, text := range hidden {
		if len(text) < 6 {
			continue // would be found by chance
		}
		for how, spelled := range spellings(text) {
			for file, b := range files {
				if bytes.Contains(b, spelled) {
					t.Errorf("the %s holds the %s, %s", file, what, how)
				}
			}
		}
	}
	// The scan finds what is there.
	plain, err := sealed.Open(snap, p.root.Identity())
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"secret", "label", "computer"} {
		if !bytes.Contains(plain.Reveal(), []byte(hidden[what])) {
			t.Errorf("the plaintext does not hold the %s: this test looks for the wrong thing", what)
		}
	}
}

// spellings are the ways in which text could stand in a file. The three
// alignments of base64 are cut to what does not depend on the neighbours.
func spellings(text string) map[string][]byte {
	b := []byte(text)
	var wide, wideBig []byte
	for _, u := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(u), byte(u>>8))
		wideBig = append(wideBig, byte(u>>8), byte(u))
	}
	out := map[string][]byte{
		"as it is": b, "in UTF-16": wide, "in UTF-16 BE": wideBig,
		"in lower case": []byte(strings.ToLower(text)), "in hex": []byte(hex.EncodeToString(b)),
		"in HEX":    []byte(strings.ToUpper(hex.EncodeToString(b))),
		"in base32": []byte(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:len(b)/5*5])),
	}
	for shift, how := range []string{"in base64", "in base64 after a byte", "in base64 after two bytes"} {
		padded := append(make([]byte, shift), b...)
		enc := base64.RawStdEncoding.EncodeToString(padded[:len(padded)/3*3])
		if shift > 0 {
			enc = enc[4:]
		}
		if len(enc) >= 8 {
			out[how] = []byte(enc)
		}
	}
	if len(out["in base32"]) < 8 {
		delete(out, "in base32")
	}
	return out
}
