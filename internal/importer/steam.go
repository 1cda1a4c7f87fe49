package importer

import (
	"context"
	"crypto/sha1"
	"strings"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

// steamFormat is Steam's own file on a phone, and the maFiles of Steam Desktop
// Authenticator. Only the shared secret and the name are read; the rest can
// move goods and is nobody's business here.
func steamFormat() format {
	return format{
		app: Steam,
		recognise: func(c *content) bool {
			if isSteamManifest(c) {
				return true
			}
			k := c.keys()
			if k.has("shared_secret") {
				return true
			}
			for _, a := range k["accounts"].members() {
				return a.object().has("shared_secret")
			}
			return sealedSteamEntry(c) != nil
		},
		open: openSteam,
	}
}

// isSteamManifest knows the manifest.json of Steam Desktop Authenticator.
func isSteamManifest(c *content) bool {
	k := c.keys()
	if !k.has("entries", "encrypted") {
		return false
	}
	for e := range k["entries"].elements() {
		return e.object().has("filename")
	}
	return false
}

// sealedSteamEntry is the manifest's entry for an encrypted maFile, which is
// base64 and nothing more.
func sealedSteamEntry(c *content) []jsonObject {
	if c.bundle == nil || len(c.bundle.contents) < 2 || len(base64Text(c)) == 0 {
		return nil
	}
	var all []jsonObject
	for _, other := range c.bundle.contents {
		if other == c || !isSteamManifest(other) {
			continue
		}
		for e := range other.keys()["entries"].elements() {
			o := e.object()
			if o.text("encryption_iv") == "" || len(all) == MaxFiles {
				continue
			}
			if strings.EqualFold(o.text("filename"), c.name) {
				return []jsonObject{o}
			}
			all = append(all, o)
		}
	}
	return all // renamed: each of them is tried
}

func openSteam(_ context.Context, c *content) (document, error) {
	if isSteamManifest(c) {
		for _, other := range c.bundle.contents {
			if other != c && (sealedSteamEntry(other) != nil || other.keys().has("shared_secret")) {
				return nil, errCompanion
			}
		}
		return nil, &NeedsFileError{Name: "*.maFile"}
	}
	if entries := sealedSteamEntry(c); entries != nil {
		return &steamSealed{sealed: base64Text(c), entries: entries}, nil
	}
	v, err := c.sound()
	return steamFile{v}, err
}

type steamSealed struct {
	pending
	sealed  []byte
	entries []jsonObject
}

func (s *steamSealed) lock() Lock { return Lock{} }

func (s *steamSealed) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	for i, o := range s.entries {
		progress(float64(i) / float64(len(s.entries)))
		salt, ok1 := decodeBase64(o.text("encryption_salt"))
		iv, ok2 := decodeBase64(o.text("encryption_iv"))
		if !ok1 || !ok2 {
			continue
		}
		const rounds = 50_000
		key, err := pbkdf2Key(ctx, sha1.New, password.Reveal(), salt, rounds, 32, func(float64) {})
		if err != nil {
			return nil, err
		}
		plain, ok := openCBC(key, iv, s.sealed)
		clear(key)
		if !ok {
			continue
		}
		if v, err := checkJSON(plain); err == nil && v.get("shared_secret") != nil {
			return steamFile{v}, nil
		}
	}
	return nil, ErrWrongPassword
}

type steamFile struct{ v jsonValue }

func (f steamFile) read(out *collector) error {
	if f.v.get("shared_secret") != nil {
		return out.put(steamEntry(f.v.object()))
	}
	for _, a := range f.v.get("accounts").members() {
		if o := a.object(); !o.has("shared_secret") && !o.has("account_name") {
			continue // a setting among the accounts
		}
		if err := out.put(steamEntry(a.object())); err != nil {
			return err
		}
	}
	return nil
}

func steamEntry(o jsonObject) *draft {
	d := newDraft(account.Steam)
	d.Issuer, d.Name = "Steam", o.first("account_name")
	d.base64(o.text("shared_secret"))
	return d
}
