package importer

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"strings"
	"unicode"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

// authyFormat is what people get out of Authy without its help: preference
// files of a rooted phone, and captures of what the app loads from its server.
func authyFormat() format {
	return format{
		app: Authy,
		recognise: func(c *content) bool {
			if k := c.keys(); k["authenticator_tokens"] != nil || k["decrypted_authenticator_tokens"] != nil {
				return true
			}
			for app := range c.keys()["apps"].elements() {
				return app.object().has("secret_seed")
			}
			_, third := c.pref(authyThird)
			_, own := c.pref(authyOwn)
			return third || own
		},
		open: openAuthy,
	}
}

const (
	authyThird = "com.authy.storage.tokens.authenticator.key" // of other services
	authyOwn   = "com.authy.storage.tokens.authy.key"         // of Authy's own kind

	authyRounds = 1000 // where a token does not say
	// authyAllRounds bounds the work of one file: every token has a salt of
	// its own, and 100,000 rounds where it is new.
	authyAllRounds = 300_000_000
)

// authyToken is one token of any of the sources, under common names.
type authyToken struct {
	o         jsonObject
	own       bool   // seed in hexadecimal, seven digits, ten seconds
	seed      string // in the clear
	sealed    string
	salt, iv  string
	rounds    number
	unsealing error
}

type authyTokens []authyToken

func openAuthy(_ context.Context, c *content) (document, error) {
	var all authyTokens
	prefs, err := c.preferences()
	if err != nil {
		return nil, err
	}
	if prefs != nil {
		for _, name := range []string{authyThird, authyOwn} {
			text, ok := c.pref(name)
			if !ok {
				continue
			}
			v, err := checkJSON([]byte(text))
			if err != nil {
				return nil, err
			}
			all.add(v, name == authyOwn)
		}
	} else {
		v, err := c.sound()
		if err != nil {
			return nil, err
		}
		all.add(v.get("authenticator_tokens"), false)
		all.add(v.get("decrypted_authenticator_tokens"), false)
		all.add(v.get("apps"), true)
	}
	for _, t := range all {
		if t.seed == "" && t.sealed != "" {
			return &authySealed{tokens: all}, nil
		}
	}
	return all, nil
}

func (all *authyTokens) add(v jsonValue, own bool) {
	for e := range v.elements() {
		o := e.object()
		if len(*all) > MaxEntries {
			return // the reading says so
		}
		t := authyToken{o: o, own: own,
			seed:   o.first("decryptedSecret", "decrypted_seed"),
			sealed: o.first("encryptedSecret", "encrypted_seed"),
			salt:   o.text("salt"), iv: o.first("unique_iv", "uniqueIV"),
			rounds: o["key_derivation_iterations"].number(),
		}
		if own {
			t.seed = o.first("secretSeed", "secret_seed", "decryptedSecret")
		}
		*all = append(*all, t)
	}
}

func (all authyTokens) read(out *collector) error {
	for _, t := range all {
		if err := out.put(t.draft()); err != nil {
			return err
		}
	}
	return nil
}

func (t authyToken) draft() *draft {
	d := newDraft(account.TOTP)
	d.Issuer, d.Name = t.names()
	switch {
	case t.unsealing != nil:
		d.fail(t.unsealing)
	case t.own:
		d.Key.Digits, d.Key.Period = 7, 10
		d.hex(t.seed)
	default:
		d.base32(t.seed)
	}
	d.digits(zeroDefault(t.o["digits"].number()))
	return d
}

// names puts together what Authy spreads over four fields.
func (t authyToken) names() (issuer, name string) {
	original := t.o.first("originalName", "original_name")
	shown := t.o.first("name")
	issuer = t.o.first("originalIssuer", "issuer")
	if issuer == "" {
		issuer, _ = splitLabel(original)
	}
	if before, after, ok := strings.Cut(shown, " - "); issuer == "" && ok {
		issuer, shown = strings.TrimSpace(before), strings.TrimSpace(after)
	}
	if kind := t.o.first("accountType", "account_type"); issuer == "" && kind != "" && kind != "authenticator" && kind != "authy" {
		issuer = capitalised(kind)
	}
	name = original
	if name == "" {
		name = shown
	}
	name = withoutIssuer(name, issuer)
	if name == issuer {
		name = ""
	}
	return issuer, name
}

func capitalised(s string) string {
	r := []rune(strings.ReplaceAll(s, "_", " "))
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}

// authySealed is tokens of which some are encrypted with the backup password.
// AES-CBC without a MAC: a seed that comes out as base32 is the proof.
type authySealed struct {
	pending
	tokens authyTokens
}

func (a *authySealed) lock() Lock { return Lock{} }

func (a *authySealed) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	open := append(authyTokens(nil), a.tokens...)
	keys := map[string][]byte{}
	var spent uint64
	opened, sealed := 0, 0
	for i := range open {
		t := &open[i]
		if t.seed != "" || t.sealed == "" {
			continue
		}
		sealed++
		progress(float64(i) / float64(len(open)))
		rounds := uint64(authyRounds)
		if t.rounds.ok && t.rounds.n > 0 {
			rounds = uint64(t.rounds.n)
		}
		id := t.salt + "\x00" + t.rounds.spelling()
		if keys[id] == nil {
			if err := checkCost("PBKDF2 rounds of all tokens", spent+rounds, authyAllRounds); err != nil {
				return nil, err
			}
			spent += rounds
			key, err := pbkdf2Key(ctx, sha1.New, password.Reveal(), []byte(t.salt), rounds, 32, func(float64) {})
			if err != nil {
				return nil, err
			}
			keys[id] = key
		}
		if t.seed = openAuthySeed(keys[id], t.iv, t.sealed); t.seed == "" {
			t.unsealing = ErrWrongPassword
			continue
		}
		opened++
	}
	if opened == 0 && sealed > 0 {
		return nil, ErrWrongPassword
	}
	return open, nil
}

func openAuthySeed(key []byte, ivText, sealedText string) string {
	iv := make([]byte, 16)
	if ivText != "" {
		b, err := hex.DecodeString(ivText)
		if err != nil || len(b) != len(iv) {
			return ""
		}
		iv = b
	}
	sealed, ok := decodeBase64(sealedText)
	if !ok {
		return ""
	}
	plain, ok := openCBC(key, iv, sealed)
	if !ok {
		return ""
	}
	s, err := account.DecodeSecret(string(plain))
	if err != nil {
		return ""
	}
	s.Wipe()
	return string(plain)
}
