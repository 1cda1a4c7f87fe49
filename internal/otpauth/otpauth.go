// Package otpauth reads and writes accounts as text: otpauth:// URIs (the Key
// Uri Format), their relatives steam:// and motp://, Google Authenticator's
// otpauth-migration:// pages, and lists of all these in a text file.
//
// Reading is strict about everything that decides a code, because a wrong code
// looks like a right one: an unknown algorithm or a number of digits that
// makes no sense is an error with its field, never a default. It is tolerant
// about the rest, as real files need it. Texts come out of
// [account.Account.Clean], keys pass [code.Check].
package otpauth

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/code"
)

// MaxURI is the longest URI that is looked at, in bytes. A QR code holds 3 KB;
// exports of some programs put notes into the URI as well.
const MaxURI = 64 << 10

// Parse reads one account from an otpauth://, steam:// or motp:// URI. The
// error is a [*account.FieldError] for an account that cannot be used, or a
// [*NotAccountError] for a text that is something else.
func Parse(uri string) (account.Account, error) {
	a, err := parse(uri)
	if err != nil {
		return account.Account{}, err
	}
	return a, nil
}

// parse is Parse, but with an error it gives what was read before it, so that
// a report can name the account. That account holds no secret then.
func parse(uri string) (account.Account, error) {
	uri = trim(uri)
	if len(uri) > MaxURI {
		return account.Account{}, &NotAccountError{Kind: TooLong}
	}
	scheme, rest, _ := strings.Cut(uri, "://")
	var a account.Account
	var err error
	switch strings.ToLower(scheme) {
	case "otpauth":
		a, err = parseOTPAuth(rest)
	case "motp":
		a, err = parseMOTP(rest)
	case "steam":
		a, err = parseSteam(uri, rest)
	default:
		return account.Account{}, notAccount(uri)
	}
	if err == nil {
		err = code.Check(a.Key)
	}
	if err != nil {
		a.Key = account.Key{Type: a.Key.Type}
	}
	return a.Clean(), err
}

// trim drops what surrounds a URI in files and on clipboards.
func trim(s string) string {
	return strings.TrimSpace(strings.TrimPrefix(s, "\ufeff"))
}

func parseOTPAuth(rest string) (account.Account, error) {
	// A # before the ? is an unescaped part of the label, not a fragment, as
	// in user#EXT#@example; behind it, it belongs to a value.
	path, query, _ := strings.Cut(rest, "?")
	host, label, _ := strings.Cut(path, "/")
	q := parseQuery(query)
	var a account.Account
	a.Issuer, a.Name = names(unescape(label), q.get("issuer"))

	typ, err := typeOf(host)
	if err != nil {
		return a, err
	}
	steamEncoder := typ == account.TOTP && strings.EqualFold(q.get("encoder"), "steam")
	if steamEncoder {
		typ = account.Steam
	}
	a.Key = account.Defaults(typ)
	if a.Key.Secret, err = account.DecodeSecret(q.get("secret")); err != nil {
		return a, err
	}
	if err := parseParameters(&a, q); err != nil {
		return a, err
	}
	if steamEncoder {
		// Written with digits=6 by programs that count no Steam digits.
		a.Key.Digits = account.Defaults(account.Steam).Digits
	}
	return a, nil
}

func typeOf(host string) (account.Type, error) {
	switch strings.ToLower(host) {
	case "totp":
		return account.TOTP, nil
	case "hotp":
		return account.HOTP, nil
	case "steam":
		return account.Steam, nil
	case "yaotp", "yandex":
		return account.Yandex, nil
	case "":
		return "", &account.FieldError{Field: account.FieldType, Problem: account.Missing}
	}
	return "", &account.FieldError{Field: account.FieldType, Problem: account.Unknown, Value: clip(host)}
}

// parseParameters reads what both otpauth and motp may carry beside the
// secret. Parameters that are absent, empty or "null" keep their default.
func parseParameters(a *account.Account, q query) error {
	k := &a.Key
	if v := q.get("algorithm"); v != "" {
		var ok bool
		if k.Algorithm, ok = algorithmOf(v); !ok {
			return &account.FieldError{Field: account.FieldAlgorithm, Problem: account.Unknown, Value: clip(v)}
		}
	}
	if v := q.get("digits"); v != "" {
		n, err := number(account.FieldDigits, v, account.MinDigits, account.MaxDigits)
		if err != nil {
			return err
		}
		k.Digits = int(n)
	}
	if v := q.get("period"); v != "" && k.Type != account.HOTP {
		n, err := number(account.FieldPeriod, v, 1, account.MaxPeriod)
		if err != nil {
			return err
		}
		k.Period = int(n)
	}
	if v := q.get("counter"); v != "" && k.Type == account.HOTP {
		n, err := number(account.FieldCounter, v, 0, math.MaxUint64)
		if err != nil {
			return err
		}
		a.Counter = n
	}
	if k.Type == account.MOTP || k.Type == account.Yandex {
		k.PIN = secret.FromString(q["pin"])
	}
	return nil
}

// algorithmOf knows the spellings of real files: sha1, SHA-256, HmacSHA512,
// hmac-sha-256, Algorithm.sha1. The caller checks whether the type of the
// account goes with it.
func algorithmOf(s string) (account.Algorithm, bool) {
	s = strings.ToUpper(s)
	s = strings.TrimPrefix(s, "ALGORITHM.")
	s = strings.NewReplacer("-", "", "_", "", " ", "", "HMAC", "").Replace(s)
	switch alg := account.Algorithm(s); alg {
	case account.SHA1, account.SHA256, account.SHA512, account.MD5:
		return alg, true
	}
	return "", false
}

// number reads a decimal number between least and most.
func number(field account.Field, s string, least, most uint64) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		problem := account.Malformed
		_, negative := strconv.ParseInt(s, 10, 64)
		if errors.Is(err, strconv.ErrRange) || negative == nil {
			problem = account.Range
		}
		return 0, &account.FieldError{Field: field, Problem: problem, Value: clip(s)}
	}
	if n < least || n > most {
		return 0, &account.FieldError{Field: field, Problem: account.Range, Value: clip(s)}
	}
	return n, nil
}

// clip keeps errors short when the value came from outside.
func clip(s string) string {
	const most = 32
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "…"
}
