package identity

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"strings"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
)

// A key file is an age identity file: lines that begin with "#" are comments
// to age and values to us, the last line is the private key.
//
//	# twofold vault k7wq2m9d3f slot s1a7c2m 2026-11-22
//	# root ed25519:…
//	# sign-seed …
//	AGE-SECRET-KEY-PQ-1…
const (
	kindComputer = "computer"
	kindSlot     = "slot"
	kindUnlock   = "unlock"

	maxKeyText = 16 << 10 // bytes; three recipients and the keys take 6 KiB
)

// keyText is the content of a key file.
type keyText struct {
	kind  string
	vault string
	id    string
	date  string
	root  ed25519.PublicKey
	sign  ed25519.PrivateKey
	box   sealed.Identity
	more  map[string]string // values of further comment lines
	order []string
	// former are identities of a computer that took new keys.
	former []former
}

func (t *keyText) add(name, value string) {
	if value == "" {
		return
	}
	if t.more == nil {
		t.more = map[string]string{}
	}
	t.more[name] = value
	t.order = append(t.order, name)
}

func (t *keyText) recipient(name string) (sealed.Recipient, error) {
	v := t.more[name]
	if v == "" {
		return sealed.Recipient{}, nil
	}
	r, err := sealed.ParseRecipient(v)
	if err != nil {
		return sealed.Recipient{}, fmt.Errorf("%s: %w", name, ErrMalformed)
	}
	return r, nil
}

func (t *keyText) marshal() secret.Bytes {
	b := bytes.NewBuffer(make([]byte, 0, maxKeyText))
	fmt.Fprintf(b, "# twofold vault %s %s %s", t.vault, t.kind, t.id)
	if t.date != "" {
		fmt.Fprintf(b, " %s", t.date)
	}
	b.WriteByte('\n')
	if t.root != nil {
		fmt.Fprintf(b, "# root ed25519:%s\n", EncodePublic(t.root))
	}
	if t.sign != nil {
		seed := t.sign.Seed()
		b.WriteString("# sign-seed ")
		b.Write(b64.AppendEncode(nil, seed))
		b.WriteByte('\n')
		clear(seed)
	}
	for _, name := range t.order {
		fmt.Fprintf(b, "# %s %s\n", name, t.more[name])
	}
	for _, f := range t.former {
		line := f.line()
		b.Write(line)
		clear(line)
	}
	line := t.box.Line()
	b.Write(line.Reveal())
	line.Wipe()
	b.WriteByte('\n')
	return secret.New(b.Bytes())
}

// parseKeyText reads a key file of the wanted kind. Comment lines it does not
// know are passed over, and so is a carriage return: a file that somebody
// decrypted, looked at and kept is still a key file.
func parseKeyText(text secret.Bytes, kind string) (*keyText, error) {
	if text.Len() > maxKeyText {
		return nil, fmt.Errorf("key file of %d bytes: %w", text.Len(), ErrMalformed)
	}
	t := &keyText{}
	for line := range bytes.Lines(text.Reveal()) {
		line = bytes.TrimSpace(line)
		comment, ok := bytes.CutPrefix(line, []byte("#"))
		switch {
		case ok:
			if err := t.comment(string(bytes.TrimSpace(comment))); err != nil {
				return nil, err
			}
		case len(line) == 0:
		case !t.box.Zero():
			return nil, fmt.Errorf("more than one private key: %w", ErrMalformed)
		default:
			box, err := sealed.ParseIdentity(secret.Copy(line))
			if err != nil {
				return nil, fmt.Errorf("private key: %w", ErrMalformed)
			}
			t.box = box
		}
	}
	if t.kind != kind || t.box.Zero() || (kind != kindUnlock && t.sign == nil) {
		return nil, fmt.Errorf("not the key file of a %s: %w", kind, ErrMalformed)
	}
	return t, nil
}

// comment takes the text of one comment line.
func (t *keyText) comment(text string) error {
	name, value, _ := strings.Cut(text, " ")
	switch name {
	case "twofold":
		f := strings.Fields(value)
		if len(f) < 3 || f[0] != "vault" {
			return fmt.Errorf("first line: %w", ErrMalformed)
		}
		t.vault, t.kind = f[1], f[2]
		if len(f) > 3 {
			t.id = f[3]
		}
		if len(f) > 4 {
			t.date = f[4]
		}
	case "root":
		pub, err := ParsePublic(strings.TrimPrefix(value, "ed25519:"))
		if err != nil {
			return fmt.Errorf("root: %w", ErrMalformed)
		}
		t.root = pub
	case "sign-seed":
		seed, err := b64.DecodeString(value)
		if err != nil || len(seed) != ed25519.SeedSize {
			return fmt.Errorf("signing key: %w", ErrMalformed)
		}
		t.sign = ed25519.NewKeyFromSeed(seed)
		clear(seed)
	case "former":
		f, err := parseFormer(value)
		if err != nil {
			return err
		}
		if len(t.former) < mostFormer {
			t.former = append(t.former, f)
		}
	default:
		t.add(name, value)
	}
	return nil
}
