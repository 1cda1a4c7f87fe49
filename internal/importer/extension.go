package importer

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"crypto/subtle"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

// extensionFormat is the backup of the Authenticator extension for browsers:
// an object of objects, plain or encrypted in one of three ways.
func extensionFormat() format {
	return format{
		app: AuthenticatorExtension,
		recognise: func(c *content) bool {
			const look = 20
			seen := 0
			v, _ := c.json()
			for key, e := range v.members() {
				o := e.object()
				switch o.text("dataType") {
				case "OTPStorage", "EncOTPStorage", "Key":
					return true
				}
				if o.has("hash", "secret", "type") || key == "key" && o.has("enc", "hash") {
					return true
				}
				if seen++; seen == look {
					break
				}
			}
			return false
		},
		open: openExtension,
	}
}

// extensionBackup is a backup whose entries are in the order of their index.
type extensionBackup struct {
	entries []jsonObject
	keys    map[string]jsonObject // version 3, by identifier
	wrapped string                // version 2: the passphrase, sealed with the password
}

func openExtension(_ context.Context, c *content) (document, error) {
	v, err := c.sound()
	if err != nil {
		return nil, err
	}
	b := &extensionBackup{keys: map[string]jsonObject{}}
	sealed := false
	for name, val := range v.members() {
		o := val.object()
		switch {
		case name == "enc" && val.kind() == '"':
			b.wrapped = val.text()
		case o == nil:
			// "hash" and the like beside the entries
		case o.text("dataType") == "Key":
			if err := b.addKey(name, o); err != nil {
				return nil, err
			}
		case name == "key" && o.has("enc"):
			b.wrapped = o.text("enc")
		case name == "key" && !o.has("secret"):
			for id, k := range o["key"].members() { // nested one level down
				_ = b.addKey(id, k.object())
			}
			if o.has("salt") {
				_ = b.addKey(o.text("id"), o)
			}
		case o.has("secret") || o.text("dataType") == "EncOTPStorage":
			sealed = sealed || o["encrypted"].truth() || o.text("dataType") == "EncOTPStorage"
			if len(b.entries) > MaxEntries {
				return nil, &TooManyError{What: "entries", Limit: MaxEntries}
			}
			b.entries = append(b.entries, o)
		}
	}
	slices.SortStableFunc(b.entries, func(a, o jsonObject) int {
		return cmp.Compare(a["index"].number().n, o["index"].number().n)
	})
	if sealed {
		return &extensionSealed{extensionBackup: *b}, nil
	}
	return b, nil
}

func (b *extensionBackup) addKey(id string, o jsonObject) error {
	const newest = 3
	if n := o["version"].number(); n.ok && n.n > newest {
		return &NewerError{Version: n.spelling()}
	}
	const maxKeys = 100
	if o.has("salt") && len(b.keys) < maxKeys {
		if own := o.text("id"); own != "" {
			id = own
		}
		b.keys[id] = o
	}
	return nil
}

func (b *extensionBackup) read(out *collector) error {
	for _, o := range b.entries {
		if err := out.put(extensionEntry(o)); err != nil {
			return err
		}
	}
	return nil
}

// extensionTypes are the names and the numbers that stand for them in files
// of some versions.
func extensionTyped(name string) (d *draft, isHex bool) {
	switch strings.ToLower(name) {
	case "", "totp", "1":
		return newDraft(account.TOTP), false
	case "hotp", "2":
		return newDraft(account.HOTP), false
	case "battle", "3":
		d := newDraft(account.TOTP)
		d.Key.Digits = 8
		return d, false
	case "steam", "4":
		return newDraft(account.Steam), false
	case "hex", "5":
		return newDraft(account.TOTP), true
	case "hhex", "6":
		return newDraft(account.HOTP), true
	}
	d = newDraft(account.TOTP)
	d.failField(account.FieldType, account.Unknown, name)
	return d, false
}

func extensionEntry(o jsonObject) *draft {
	text := strings.TrimSpace(o.text("secret"))
	kind := o.text("type")
	for prefix, of := range map[string]string{"blz-": "battle", "bliz-": "battle", "stm-": "steam"} {
		if rest, ok := strings.CutPrefix(strings.ToLower(text), prefix); ok {
			text, kind = rest, of
		}
	}
	d, isHex := extensionTyped(kind)
	d.Issuer, _, _ = strings.Cut(o.first("issuer"), "::") // the site it was found on
	d.Name = o.first("account")
	d.Pinned = o["pinned"].truth()
	if isHex {
		d.hex(text)
	} else {
		d.base32(text)
	}
	d.algorithm(o.text("algorithm"))
	d.digits(zeroDefault(o["digits"].number()))
	d.period(zeroDefault(o["period"].number()))
	d.counter(o["counter"].number())
	return d
}

// extensionSealed is a backup in which at least one entry is encrypted.
type extensionSealed struct{ extensionBackup }

func (b *extensionSealed) read(*collector) error { return ErrLocked }

func (b *extensionSealed) lock() Lock { return Lock{} }

func (b *extensionSealed) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	phrases, err := b.passphrases(ctx, password.Reveal(), progress)
	if err != nil {
		return nil, err
	}
	open := &extensionBackup{}
	sealed, opened := 0, 0
	for _, o := range b.entries {
		if o.text("dataType") != "EncOTPStorage" && !o["encrypted"].truth() {
			open.entries = append(open.entries, o)
			continue
		}
		sealed++
		plain := openExtensionEntry(o, phrases[o.text("keyId")], phrases[""])
		if plain == nil {
			// Refused by name when it is read: its secret is not readable.
			plain = jsonObject{"account": o["account"], "issuer": o["issuer"], "secret": jsonValue(`"?"`)}
		} else {
			opened++
		}
		open.entries = append(open.entries, plain)
	}
	if sealed > 0 && opened == 0 {
		return nil, ErrWrongPassword
	}
	return open, nil
}

// passphrases are what entries are sealed with, by key identifier; empty for
// entries that name none.
func (b *extensionSealed) passphrases(ctx context.Context, password []byte, progress Progress) (map[string][]byte, error) {
	out := map[string][]byte{}
	for id, key := range b.keys {
		const passes, memory = 2, 19456
		raw, err := argonKey(ctx, argon2id, password, []byte(key.text("salt")), passes, memory, 1, 32, progress)
		if err != nil {
			return nil, err
		}
		phrase := []byte(base64.RawStdEncoding.EncodeToString(raw))
		clear(raw)
		right, err := checkPHC(ctx, key.text("hash"), phrase, progress)
		if err != nil {
			return nil, err
		}
		if right {
			out[id] = phrase
		}
	}
	if len(b.keys) > 0 && len(out) == 0 {
		return nil, ErrWrongPassword
	}
	out[""] = password
	if b.wrapped != "" {
		sealed, _ := decodeBase64(b.wrapped)
		raw, ok := openSalted(sealed, password)
		if !ok {
			return nil, ErrWrongPassword
		}
		out[""] = []byte(hex.EncodeToString(raw))
	}
	return out, nil
}

// openExtensionEntry gives the entry in the clear, or nil.
func openExtensionEntry(o jsonObject, keyed, common []byte) jsonObject {
	if o.text("dataType") == "EncOTPStorage" {
		sealed, _ := decodeBase64(o.text("data"))
		plain, ok := openSalted(sealed, keyed)
		if !ok {
			return nil
		}
		v, err := checkJSON(plain)
		if err != nil {
			return nil
		}
		return v.object()
	}
	sealed, _ := decodeBase64(o.text("secret"))
	plain, ok := openSalted(sealed, common)
	if !ok || bytes.ContainsFunc(plain, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) {
		return nil
	}
	clear := jsonObject{}
	for k, v := range o {
		clear[k] = v
	}
	clear["secret"] = jsonValue(`"` + string(plain) + `"`)
	return clear
}

// checkPHC compares a passphrase with a hash in the PHC string format of
// Argon2id. A hash of another form proves nothing and lets the entries decide.
func checkPHC(ctx context.Context, text string, phrase []byte, progress Progress) (bool, error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != "v=19" {
		return true, nil
	}
	var memory, passes, lanes uint64
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil {
		return true, nil
	}
	salt, ok1 := decodeBase64(parts[4])
	want, ok2 := decodeBase64(parts[5])
	if !ok1 || !ok2 || len(want) == 0 || len(want) > 64 {
		return true, nil
	}
	got, err := argonKey(ctx, argon2id, phrase, salt, passes, memory, lanes, len(want), progress)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}
