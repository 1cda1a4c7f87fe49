package importer

import (
	"context"
	"crypto/sha1"
	"slices"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

// stratumFormat is the backup of Stratum, once called Authenticator Pro: JSON
// in the clear, or after a mark of 16 bytes sealed in one of two ways.
func stratumFormat() format {
	return format{
		app: Stratum,
		recognise: func(c *content) bool {
			return c.hasPrefix(stratumStrong) || c.hasPrefix(stratumLegacy) || c.keys().has("Authenticators")
		},
		open: openStratum,
	}
}

// maxGroups caps the groups of one account.
const maxGroups = 100

// The marks differ in case alone, and so do the schemes.
const (
	stratumStrong = "AUTHENTICATORPRO" // Argon2id, AES-256-GCM
	stratumLegacy = "AuthenticatorPro" // PBKDF2-SHA1, AES-256-CBC
)

func openStratum(_ context.Context, c *content) (document, error) {
	rest := c.data[min(len(c.data), len(stratumStrong)):]
	switch {
	case c.hasPrefix(stratumStrong):
		const salt, nonce, tag = 16, 12, 16
		if len(rest) < salt+nonce+tag {
			return nil, truncated("%d bytes after the mark", len(rest))
		}
		return &stratumSealed{salt: rest[:salt], iv: rest[salt : salt+nonce], sealed: rest[salt+nonce:], strong: true}, nil
	case c.hasPrefix(stratumLegacy):
		const salt, iv = 20, 16
		if len(rest) < salt+iv+16 || (len(rest)-salt-iv)%16 != 0 {
			return nil, truncated("%d bytes after the mark", len(rest))
		}
		return &stratumSealed{salt: rest[:salt], iv: rest[salt : salt+iv], sealed: rest[salt+iv:]}, nil
	}
	v, err := c.sound()
	return stratumBackup{v}, err
}

type stratumSealed struct {
	pending
	salt, iv, sealed []byte
	strong           bool
}

func (s *stratumSealed) lock() Lock { return Lock{} }

func (s *stratumSealed) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	var key []byte
	var err error
	if s.strong {
		key, err = argonKey(ctx, argon2id, password.Reveal(), s.salt, 3, 64<<10, 4, 32, progress)
	} else {
		key, err = pbkdf2Key(ctx, sha1.New, password.Reveal(), s.salt, 64_000, 32, progress)
	}
	if err != nil {
		return nil, err
	}
	defer clear(key)
	open := openCBC
	if s.strong {
		open = func(key, iv, sealed []byte) ([]byte, bool) { return openGCM(key, iv, sealed, nil) }
	}
	plain, ok := open(key, s.iv, s.sealed)
	if !ok {
		return nil, ErrWrongPassword
	}
	v, err := checkJSON(plain)
	switch {
	case err != nil && !s.strong:
		// Without a MAC one wrong password in 256 gets this far.
		return nil, ErrWrongPassword
	case err != nil:
		return nil, err
	}
	return stratumBackup{v}, nil
}

type stratumBackup struct{ v jsonValue }

func (b stratumBackup) read(out *collector) error {
	list := b.v.get("Authenticators")
	if list.kind() != '[' {
		return damaged("no list of authenticators")
	}
	names := namesByID(b.v.get("Categories"), "Id", "Name")
	groups := map[string][]string{}
	for v := range b.v.get("AuthenticatorCategories").elements() {
		o := v.object()
		id := o.text("AuthenticatorSecret")
		if name := names[o.text("CategoryId")]; name != "" && len(groups[id]) < maxGroups {
			groups[id] = append(groups[id], name)
		}
	}
	icons := map[string][]byte{}
	for v := range b.v.get("CustomIcons").elements() {
		o := v.object()
		if data, ok := decodeBase64(o.text("Data")); ok {
			icons["@"+o.text("Id")] = data
		}
	}
	return out.each(list, func(o jsonObject) *draft {
		d := stratumEntry(o)
		d.Groups = slices.Clone(groups[o.text("Secret")])
		d.icon = icons[o.text("Icon")]
		return d
	})
}

// stratumTypes are the numbers of the app's enumeration.
func stratumTyped(n number) *draft {
	switch {
	case n.ok && n.n == 1:
		return newDraft(account.HOTP)
	case n.ok && n.n == 2:
		return newDraft(account.TOTP)
	case n.ok && n.n == 3:
		return newDraft(account.MOTP)
	case n.ok && n.n == 4:
		return newDraft(account.Steam)
	case n.ok && n.n == 5:
		return newDraft(account.Yandex)
	}
	d := newDraft(account.TOTP)
	d.failField(account.FieldType, account.Unknown, n.spelling())
	return d
}

func stratumAlgorithm(d *draft, n number) {
	switch {
	case !n.set || n.ok && n.n == 0:
	case n.ok && n.n == 1:
		d.algorithm("SHA256")
	case n.ok && n.n == 2:
		d.algorithm("SHA512")
	default:
		d.failField(account.FieldAlgorithm, account.Unknown, n.spelling())
	}
}

func stratumEntry(o jsonObject) *draft {
	d := stratumTyped(o["Type"].number())
	d.Issuer, d.Name = o.first("Issuer"), o.first("Username")
	if n := o["Ranking"].number(); n.ok {
		d.order = n
	}
	if n := o["CopyCount"].number(); n.ok && n.n > 0 {
		d.Usage.Count = uint64(n.n)
	}
	stratumAlgorithm(d, o["Algorithm"].number())
	if d.Key.Type == account.MOTP {
		d.hex(o.text("Secret"))
	} else {
		d.base32(o.text("Secret"))
	}
	d.digits(o["Digits"].number())
	d.period(o["Period"].number())
	d.counter(o["Counter"].number())
	d.pin(o.first("Pin"))
	return d
}
