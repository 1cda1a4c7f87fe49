package session_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/session"
	"twofold/crypto/sealed"
	"twofold/internal/account"
	"twofold/internal/importer"
	"twofold/internal/otpauth"
	"twofold/internal/qr"
	"twofold/internal/vault"
	"twofold/sync/store"
)

// hexError is what the form says of a Mobile-OTP secret.
func hexError(text string) error {
	_, err := account.DecodeHex(text)
	return err
}

// TestABadHexSecretIsSaidToBeHexadecimal: typed, from a link and in a file, in
// the words that fit it and not in those of base32.
func TestABadHexSecretIsSaidToBeHexadecimal(t *testing.T) {
	b := newBench(t)
	_, typed := b.Build(session.Manual{Issuer: "VPN", Secret: "e3152afee62599cg", Type: account.MOTP})
	_, odd := b.Build(session.Manual{Issuer: "VPN", Secret: "e3152afee62599c", Type: account.MOTP})
	link := b.ReadText("motp://VPN:hanako?secret=e3152afee62599cg")
	path := filepath.Join(t.TempDir(), "andotp.json")
	must(t, os.WriteFile(path, []byte(`[{"secret":"MUZTCNJSMFTGKZJWGI2TSOLDM4","issuer":"VPN","label":"hanako","type":"MOTP","digits":6,`+
		`"period":10,"algorithm":"SHA1","thumbnail":"Default","last_used":0,"used_frequency":0,"tags":[]}]`), 0o600))
	file := b.ReadFiles(t.Context(), []string{path})
	if len(link.Problems) != 1 || len(file.Problems) != 1 {
		t.Fatalf("link %+v, file %+v", link.Problems, file.Problems)
	}
	for what, err := range map[string]error{"typed": typed, "link": link.Problems[0].Err, "file": file.Problems[0].Err} {
		if s := session.Explain(err, "VPN"); s.Key != "err.secret.hex" {
			t.Errorf("%s: %v is explained as %s", what, err, s.Key)
		}
	}
	if s := session.Explain(odd, ""); s.Key != "err.secret.hex.odd" {
		t.Errorf("odd: %s", s.Key)
	}
	_, err := b.Build(session.Manual{Issuer: "VPN", Secret: "JBSW0", Type: account.TOTP})
	if s := session.Explain(err, ""); s.Key != "err.secret.char" {
		t.Errorf("base32: %s", s.Key)
	}
}

// TestEveryRefusalHasItsOwnSentence: nothing that is refused is refused in the
// words of something else, in either language.
func TestEveryRefusalHasItsOwnSentence(t *testing.T) {
	field := func(f account.Field, p account.Problem) error {
		return &account.FieldError{Field: f, Problem: p, Value: "V"}
	}
	refusals := map[string]error{
		"picture without a code": session.ErrNoCode,
		"web address":            &otpauth.NotAccountError{Kind: otpauth.WebAddress, Host: "example.com"},
		"push code":              &otpauth.NotAccountError{Kind: otpauth.MicrosoftPush},
		"other code":             &otpauth.NotAccountError{},
		"push code of Duo":       &otpauth.NotAccountError{Kind: otpauth.DuoPush},
		"push code of Okta":      &otpauth.NotAccountError{Kind: otpauth.OktaPush},
		"sign-in of Steam":       &otpauth.NotAccountError{Kind: otpauth.SteamLogin},
		"passkey":                &otpauth.NotAccountError{Kind: otpauth.FIDO},
		"no clipboard":           platform.ErrNoClipboard,
		"clipboard of texts":     platform.ErrTextOnly,
		"nothing opens it":       platform.ErrCannotOpen,
		"clipboard refuses":      session.ErrClipboard,
		"group of that name":     vault.ErrGroupExists,
		"no such account":        session.ErrNoSuchAccount,
		"no key":                 session.ErrNoKey,
		"key elsewhere":          session.ErrElsewhere,
		"counter at its end":     vault.ErrCounterUsedUp,
		"changed again":          vault.ErrSuperseded,
		"no way back":            vault.ErrFinal,
		"nothing to take back":   session.ErrNothingToUndo,
		"endless text":           vault.ErrTooLong,
		"damaged picture":        qr.ErrDamagedImage,
		"vast picture":           &qr.TooLargeError{Width: 30000, Height: 30000},
		"unknown file":           session.ErrUnknownFile,
		"no secret":              field(account.FieldSecret, account.Missing),
		"bad secret":             field(account.FieldSecret, account.Malformed),
		"bad hexadecimal secret": hexError("JBSWY3DP"),
		"odd hexadecimal secret": hexError("e3152afee62599c"),
		"digits":                 field(account.FieldDigits, account.Range),
		"period":                 field(account.FieldPeriod, account.Range),
		"algorithm":              field(account.FieldAlgorithm, account.Unknown),
		"damaged vault":          &store.DamagedError{MovedTo: "vault.age.damaged-2026-11-22", Err: sealed.ErrDamaged},
		"newer vault, read-only": session.ErrReadOnly,
		"newer, not readable":    session.ErrTooNew,
		"wrong passphrase":       session.ErrWrongPassphrase,
		"wrong recovery key":     session.ErrWrongKey,
		"no keyring":             platform.ErrNoKeyring,
		"locked keyring":         platform.ErrKeyringLocked,
		"keyring refuses":        platform.ErrKeyringDenied,
		"slow keyring":           platform.ErrKeyringSlow,
		"disk full":              store.ErrFull,
		"read-only directory":    store.ErrReadOnly,
		"directory gone":         store.ErrGone,
		"second start":           session.ErrInUse,
	}
	for _, lang := range []locale.Language{locale.English, locale.Japanese} {
		texts := locale.New(lang, nil)
		said := map[string]string{}
		for what, err := range refusals {
			s := session.Explain(fmt.Errorf("wrapped: %w", err), "picture.png")
			text := texts.T(s.Key, s.Data...)
			if s.Key == "" || s.Key == "err.unknown" || text == s.Key || text == "" {
				t.Errorf("%s: %s has no sentence: %q", lang, what, s.Key)
			}
			if other, taken := said[text]; taken {
				t.Errorf("%s: %s and %s are refused alike: %q", lang, what, other, text)
			}
			said[text] = what
		}
	}
}

// TestRefusedFilesComeWithAWayOut: whoever brought a file or a picture is told
// what to bring instead.
func TestRefusedFilesComeWithAWayOut(t *testing.T) {
	link := func(k otpauth.Kind) error { return &otpauth.NotAccountError{Kind: k, Host: "h"} }
	texts := map[locale.Language]*locale.Texts{}
	said := map[string]error{}
	for _, lang := range []locale.Language{locale.English, locale.Japanese} {
		texts[lang] = locale.New(lang, nil)
	}
	for _, err := range []error{
		session.ErrNoCode, session.ErrUnknownFile, session.ErrEmptyFile, session.ErrIsFolder, session.ErrFileTooBig, qr.ErrDamagedImage, &qr.TooLargeError{Width: 30000, Height: 30000},
		link(otpauth.WebAddress), link(otpauth.MicrosoftPush), link(otpauth.DuoPush), link(otpauth.OktaPush), link(otpauth.AppLink),
		link(otpauth.WiFi), link(otpauth.Contact), link(otpauth.Mail), link(otpauth.Phone), link(otpauth.Place), link(otpauth.Event),
		link(otpauth.Payment), link(otpauth.TooLong), link(otpauth.PlainText),
		&importer.DamagedError{App: importer.Aegis}, importer.ErrNoAccounts,
		&importer.CostError{App: importer.Aegis}, &importer.TooLargeError{Limit: 64 << 20}, &importer.TooLargeError{Packed: true, Limit: 64 << 20},
		&importer.TooManyError{What: "entries", Limit: 1}, &importer.NoCodesError{App: importer.Table},
		&importer.UnsupportedError{What: importer.OpenPGP}, &importer.UnsupportedError{App: importer.KeePass, What: importer.KeePass1Database},
		&importer.UnsupportedError{App: importer.Stratum, What: "whatever"},
	} {
		s := session.Explain(fmt.Errorf("wrapped: %w", err), "a.file")
		for lang, t2 := range texts {
			what, next := t2.T(s.Key, s.Data...), t2.T(s.Next, s.Data...)
			if s.Next == "" || next == s.Next || what == s.Key {
				t.Errorf("%s: %v: %q, %q", lang, err, what, next)
			}
			if other := said[string(lang)+what]; other != nil {
				t.Errorf("%s: %v and %v are refused alike: %q", lang, err, other, what)
			}
			said[string(lang)+what] = err
		}
	}
}

// TestOnlyWhatIsKeptIsSaidToBeKept: an edit that could not be saved waits in
// memory; anything else that a full disk refused was not made.
func TestOnlyWhatIsKeptIsSaidToBeKept(t *testing.T) {
	for _, err := range []error{store.ErrFull, store.ErrReadOnly, store.ErrPermission, store.ErrGone} {
		if s := session.Explain(fmt.Errorf("make a key: %w", err), ""); s.Next != "err.save.again" {
			t.Errorf("%v: %+v", err, s)
		}
		if s := session.Explain(fmt.Errorf("%w: %w", session.ErrSaveFailed, err), ""); s.Next != "err.save.kept" {
			t.Errorf("%v of an edit: %+v", err, s)
		}
	}
}
