package importer

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

// Lengths of a Yandex.Key secret in bytes; see [code.Check].
const (
	yandexShort = 16
	yandexLong  = 26
)

// draft is an entry on its way in. The first wrong value decides that it will
// be refused; reading goes on, so that the report can name it.
type draft struct {
	account.Account
	archived bool
	trashed  bool
	line     int
	order    number // place in the source's order, where that is not the file's
	icon     []byte // a picture as the source had it
	err      error
}

// newDraft begins with the parameters everybody omits.
func newDraft(t account.Type) *draft {
	d := &draft{}
	d.Key = account.Defaults(t)
	return d
}

func (d *draft) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

func (d *draft) failField(f account.Field, p account.Problem, value string) {
	d.fail(&account.FieldError{Field: f, Problem: p, Value: clip(value)})
}

// typeNamed begins a draft by a type's usual name: totp, hotp, steam, motp,
// yandex. Others are refused.
func typeNamed(name string) *draft {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "", "null", "totp":
		return newDraft(account.TOTP)
	case "hotp":
		return newDraft(account.HOTP)
	case "steam", "steamtotp":
		return newDraft(account.Steam)
	case "motp":
		return newDraft(account.MOTP)
	case "yandex", "yaotp":
		return newDraft(account.Yandex)
	}
	d := newDraft(account.TOTP)
	d.failField(account.FieldType, account.Unknown, name)
	return d
}

// base32 sets the secret from base32 of any spelling.
func (d *draft) base32(text string) {
	s, err := account.DecodeSecret(text)
	if err != nil {
		d.fail(err)
		return
	}
	d.Key.Secret = s
}

// hex sets the secret from hexadecimal digits.
func (d *draft) hex(text string) {
	s, err := account.DecodeHex(text)
	if err != nil {
		d.fail(err)
		return
	}
	d.Key.Secret = s
}

// base64 sets the secret from standard base64, padded or not.
func (d *draft) base64(text string) {
	b, ok := decodeBase64(text)
	if !ok {
		d.failField(account.FieldSecret, account.Malformed, "")
		return
	}
	d.raw(b)
}

// raw sets the secret and takes b over.
func (d *draft) raw(b []byte) {
	if len(b) == 0 {
		d.failField(account.FieldSecret, account.Missing, "")
		return
	}
	d.Key.Secret = secret.New(b)
}

// pin sets the PIN of the types that have one.
func (d *draft) pin(text string) {
	if text != "" && (d.Key.Type == account.MOTP || d.Key.Type == account.Yandex) {
		d.Key.PIN = secret.FromString(text)
	}
}

// algorithm sets the hash by name. Types with a hash of their own keep it,
// whatever the file says.
func (d *draft) algorithm(name string) {
	if !d.free() {
		return
	}
	a, ok := algorithmNamed(name)
	if !ok {
		d.failField(account.FieldAlgorithm, account.Unknown, name)
		return
	}
	if a != "" {
		d.Key.Algorithm = a
	}
}

// hashNoise is what stands in the names of hashes beside the hash.
var hashNoise = strings.NewReplacer("-", "", "_", "", "HMAC", "")

// algorithmNamed understands "sha1", "SHA-256", "HmacSHA512", "HMAC-SHA-1"
// and "Algorithm.sha1". Absent means the default, and is empty.
func algorithmNamed(name string) (account.Algorithm, bool) {
	n := strings.ToUpper(strings.TrimSpace(name))
	n = strings.TrimPrefix(n, "ALGORITHM.")
	n = hashNoise.Replace(n)
	switch n {
	case "", "NULL":
		return "", true
	case "SHA1":
		return account.SHA1, true
	case "SHA256":
		return account.SHA256, true
	case "SHA512":
		return account.SHA512, true
	}
	return "", false
}

// free tells whether the type has parameters to choose: the others are fixed
// by their inventors, and files carry left-overs of other types in them.
func (d *draft) free() bool {
	return d.Key.Type == account.TOTP || d.Key.Type == account.HOTP
}

// digits sets the length of the codes. 0 is an error of the entry here; in
// formats where it means the default, zeroDefault comes first.
func (d *draft) digits(n number) {
	if d.free() || d.Key.Type == account.MOTP {
		d.whole(n, account.FieldDigits, &d.Key.Digits)
	}
}

// period sets the seconds between codes, with the same rule for 0.
func (d *draft) period(n number) {
	if d.Key.Type == account.TOTP {
		d.whole(n, account.FieldPeriod, &d.Key.Period)
	}
}

func (d *draft) whole(n number, f account.Field, to *int) {
	switch {
	case !n.set:
	case !n.ok:
		d.failField(f, account.Malformed, n.text)
	case n.n < -1<<31 || n.n > 1<<31-1:
		d.failField(f, account.Range, strconv.FormatInt(n.n, 10))
	default:
		*to = int(n.n)
	}
}

// zeroDefault is for binary models, where an absent number reads as 0.
func zeroDefault(n number) number {
	if n.ok && n.n == 0 {
		return number{}
	}
	return n
}

func whole(n int64) number { return number{set: true, ok: true, n: n} }

// counter sets the counter of the next code; other types than HOTP carry
// meaningless ones.
func (d *draft) counter(n number) {
	if d.Key.Type != account.HOTP {
		return
	}
	switch {
	case !n.set:
	case !n.ok:
		d.failField(account.FieldCounter, account.Malformed, n.text)
	case n.n < 0:
		d.failField(account.FieldCounter, account.Range, strconv.FormatInt(n.n, 10))
	default:
		d.Counter = uint64(n.n)
	}
}

// used sets when a code was last wanted, from milliseconds since 1970.
func (d *draft) used(n number) {
	if n.ok && n.n > 0 && n.n < maxUnixMilli {
		d.Usage.Last = time.UnixMilli(n.n).UTC()
	}
}

// maxUnixMilli is the year 9999, after which nothing can be written as text.
const maxUnixMilli = 253_402_300_800_000

func shortened(s secret.Bytes, n int) secret.Bytes { return secret.Copy(s.Reveal()[:n]) }

// decodeBase64 takes standard and URL alphabets, padding or none, and line
// ends inside.
func decodeBase64(text string) ([]byte, bool) {
	text = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\r', '\n', '=':
			return -1
		case '-':
			return '+'
		case '_':
			return '/'
		}
		return r
	}, text)
	b, err := base64.RawStdEncoding.DecodeString(text)
	return b, err == nil
}
