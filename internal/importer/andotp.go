package importer

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

// andOTPFormat is the plain backup of andOTP: a JSON list. GNOME Authenticator
// and others write the same shape.
func andOTPFormat() format {
	return format{
		app:       AndOTP,
		recognise: func(c *content) bool { return c.elementKeys().has("secret", "label", "type") },
		open: func(_ context.Context, c *content) (document, error) {
			v, err := c.sound()
			return andOTPBackup{v}, err
		},
	}
}

type andOTPBackup struct{ v jsonValue }

func (b andOTPBackup) read(out *collector) error {
	return out.each(b.v, andOTPEntry)
}

func andOTPEntry(o jsonObject) *draft {
	d := typeNamed(o.text("type"))
	d.Groups = o.texts("tags")
	d.Issuer, d.Name = o.first("issuer"), o.first("label")
	if !o.has("issuer") {
		if issuer, name, ok := strings.Cut(d.Name, " - "); ok {
			d.Issuer, d.Name = strings.TrimSpace(issuer), strings.TrimSpace(name)
		} else if len(d.Groups) == 1 {
			// GNOME Authenticator keeps the issuer in the only tag.
			d.Issuer = d.Groups[0]
		}
	} else {
		d.Name = withoutIssuer(d.Name, d.Issuer)
	}
	if d.Key.Type == account.MOTP {
		// base32 of the hexadecimal text that the service gave
		text, err := account.DecodeSecret(o.text("secret"))
		if err != nil {
			d.fail(err)
		} else {
			d.hex(string(text.Reveal()))
			text.Wipe()
		}
	} else {
		d.base32(o.text("secret"))
	}
	d.algorithm(o.text("algorithm"))
	d.digits(o["digits"].number())
	d.period(o["period"].number())
	d.counter(o["counter"].number())
	if n := o["used_frequency"].number(); n.ok && n.n > 0 {
		d.Usage.Count = uint64(n.n)
	}
	d.used(o["last_used"].number())
	return d
}

// andOTPSealed is an encrypted backup. It has no mark: what begins with a
// believable number of rounds may be of the newer kind, and anything may be of
// the older. AES-GCM tells when a password opens it.
type andOTPSealed struct {
	pending
	data []byte
}

const (
	andOTPOldHead = 12                     // nonce
	andOTPNewHead = 4 + 12 + andOTPOldHead // rounds, salt, nonce
	andOTPTag     = 16
	// andOTPRounds is the largest number that is taken for one of rounds.
	andOTPRounds = 10_000_000
)

func (a *andOTPSealed) lock() Lock { return Lock{Guessed: true} }

func (a *andOTPSealed) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	if doc, err := a.unlockNew(ctx, password, progress); doc != nil || err != nil {
		return doc, err
	}
	if len(a.data) < andOTPOldHead+andOTPTag {
		return nil, ErrWrongPassword
	}
	key := sha256.Sum256(password.Reveal())
	defer clear(key[:])
	return andOTPPlain(openGCM(key[:], a.data[:andOTPOldHead], a.data[andOTPOldHead:], nil))
}

// unlockNew gives neither document nor error where the older kind may still
// fit.
func (a *andOTPSealed) unlockNew(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	if len(a.data) < andOTPNewHead+andOTPTag {
		return nil, nil
	}
	rounds := binary.BigEndian.Uint32(a.data)
	if rounds == 0 || rounds > andOTPRounds {
		return nil, nil
	}
	key, err := pbkdf2Key(ctx, sha1.New, password.Reveal(), a.data[4:16], uint64(rounds), 32, progress)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	doc, err := andOTPPlain(openGCM(key, a.data[16:andOTPNewHead], a.data[andOTPNewHead:], nil))
	if err == ErrWrongPassword {
		return nil, nil
	}
	return doc, err
}

func andOTPPlain(plain []byte, ok bool) (document, error) {
	if !ok {
		return nil, ErrWrongPassword
	}
	v, err := checkJSON(plain)
	if err != nil {
		return nil, err
	}
	return andOTPBackup{v}, nil
}
