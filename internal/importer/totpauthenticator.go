package importer

import (
	"context"
	"crypto/sha256"
	"strings"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

// totpAuthenticatorFormat is the backup of TOTP Authenticator: base64 of
// AES-256-CBC, with a well-known key where no password was set. It has no mark
// and comes late in the registry.
func totpAuthenticatorFormat() format {
	return format{
		app: TOTPAuthenticator,
		recognise: func(c *content) bool {
			if _, ok := c.pref(totpAuthenticatorPref); ok {
				return true
			}
			sealed := base64Text(c)
			return len(sealed) >= 32 && len(sealed)%16 == 0
		},
		open: openTOTPAuthenticator,
	}
}

const (
	totpAuthenticatorPref = "STATIC_TOTP_CODES_LIST"
	totpAuthenticatorKey  = "TotpAuthenticator"
)

// base64Text is the content decoded, if it is nothing but base64.
func base64Text(c *content) []byte {
	text := strings.TrimSpace(c.text())
	if len(text) < 40 || strings.ContainsAny(text[:40], " .:;,<{") {
		return nil
	}
	b, ok := decodeBase64(text)
	if !ok {
		return nil
	}
	return b
}

func openTOTPAuthenticator(_ context.Context, c *content) (document, error) {
	if text, ok := c.pref(totpAuthenticatorPref); ok {
		v, err := checkJSON([]byte(text))
		return totpAuthenticatorList{v}, err
	}
	s := &totpAuthenticatorSealed{sealed: base64Text(c)}
	if doc, err := s.try([]byte(totpAuthenticatorKey)); err == nil {
		return doc, nil
	}
	if strings.HasSuffix(strings.ToLower(c.name), ".mafile") {
		// Nothing else tells an encrypted maFile of Steam from this format.
		return nil, &NeedsFileError{App: Steam, Name: "manifest.json"}
	}
	return s, nil
}

type totpAuthenticatorSealed struct {
	pending
	sealed []byte
}

func (s *totpAuthenticatorSealed) lock() Lock { return Lock{Guessed: true} }

func (s *totpAuthenticatorSealed) unlock(_ context.Context, password secret.Bytes, _ Progress) (document, error) {
	return s.try(password.Reveal())
}

// try believes a password when JSON comes out: there is no MAC. The JSON is an
// object with one name, and the name is the list.
func (s *totpAuthenticatorSealed) try(password []byte) (document, error) {
	key := sha256.Sum256(password)
	defer clear(key[:])
	plain, ok := openCBC(key[:], make([]byte, 16), s.sealed)
	if !ok {
		return nil, ErrWrongPassword
	}
	v, err := checkJSON(plain)
	if err != nil {
		return nil, ErrWrongPassword
	}
	for name := range v.members() {
		list, err := checkJSON([]byte(name))
		if err != nil {
			return nil, damaged("list of accounts")
		}
		return totpAuthenticatorList{list}, nil
	}
	return totpAuthenticatorList{v}, nil
}

type totpAuthenticatorList struct{ v jsonValue }

func (l totpAuthenticatorList) read(out *collector) error {
	return out.each(l.v, func(o jsonObject) *draft {
		d := newDraft(account.TOTP)
		d.Issuer, d.Name = o.first("issuer"), o.first("name")
		if d.Issuer == "Unknown" {
			d.Issuer = ""
		}
		switch base := o["base"].number(); {
		case base.ok && base.n == 16:
			d.hex(o.text("key"))
		case base.ok && base.n == 64:
			d.base64(o.text("key"))
		case !base.set || base.ok && base.n == 32:
			d.base32(o.text("key"))
		default:
			d.failField(account.FieldSecret, account.Unknown, "")
		}
		d.algorithm(o.text("algorithm"))
		d.digits(o["digits"].number())
		d.period(o["period"].number())
		return d
	})
}
