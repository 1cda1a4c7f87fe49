package importer

import (
	"context"
	"strconv"
	"strings"

	"twofold/crypto/secret"
)

// protonFormat is the backup of Proton Authenticator.
func protonFormat() format {
	return format{
		app: Proton,
		recognise: func(c *content) bool {
			k := c.keys()
			if k.has("version", "salt", "content") {
				return true
			}
			if !k.has("version", "entries") {
				return false
			}
			return firstHas(k["entries"], "content") || len(k) <= 3 && len(k["entries"]) <= 3 // an empty backup
		},
		open: openProton,
	}
}

const protonAAD = "proton.authenticator.export.v1"

func openProton(_ context.Context, c *content) (document, error) {
	v, err := c.sound()
	if err != nil {
		return nil, err
	}
	const newest = 1
	if n := v.get("version").number(); n.ok && n.n > newest {
		return nil, &NewerError{Version: strconv.FormatInt(n.n, 10)}
	}
	if v.get("entries").kind() == '[' {
		return protonBackup{v}, nil
	}
	salt, ok1 := decodeBase64(v.get("salt").text())
	sealed, ok2 := decodeBase64(v.get("content").text())
	const nonce, tag = 12, 16
	switch {
	case !ok1 || !ok2:
		return nil, damaged("not base64")
	case len(sealed) < nonce+tag:
		return nil, truncated("%d bytes of content", len(sealed))
	}
	return &protonSealed{salt: salt, nonce: sealed[:nonce], sealed: sealed[nonce:]}, nil
}

type protonSealed struct {
	pending
	salt, nonce, sealed []byte
}

func (p *protonSealed) lock() Lock { return Lock{} }

func (p *protonSealed) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	const passes, memory = 2, 19456
	key, err := argonKey(ctx, argon2id, password.Reveal(), p.salt, passes, memory, 1, 32, progress)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	plain, ok := openGCM(key, p.nonce, p.sealed, []byte(protonAAD))
	if !ok {
		return nil, ErrWrongPassword
	}
	v, err := checkJSON(plain)
	if err != nil {
		return nil, err
	}
	return protonBackup{v}, nil
}

type protonBackup struct{ v jsonValue }

func (b protonBackup) read(out *collector) error {
	return out.each(b.v.get("entries"), func(o jsonObject) *draft {
		c := o["content"].object()
		d := fromURI(c.text("uri"), 0)
		if d.Name == "" {
			d.Name = c.first("name")
		}
		if d.err != nil {
			d.Name = c.first("name")
		}
		d.Name = strings.TrimSpace(strings.TrimPrefix(d.Name, ":"))
		if note := o.text("note"); note != "" {
			d.Note = note
		}
		return d
	})
}
