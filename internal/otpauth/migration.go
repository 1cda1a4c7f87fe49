package otpauth

import (
	"encoding/base64"
	"errors"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

// ErrDamagedMigration is a migration page that cannot be read at all: cut off,
// not base64, or without any account.
var ErrDamagedMigration = errors.New("damaged migration page")

// Page is one QR code of a Google Authenticator export.
type Page struct {
	Accounts []account.Account
	Rejected []Rejected
	Index    int // from 0
	Size     int // pages of the export, at least 1
	Batch    int // number of the export, often negative; 0 since version 2
	Version  int
}

// Rejected is an entry that was refused while its neighbours were read.
type Rejected struct {
	Title string // the issuer or the name, empty if unknown
	Line  int    // of a text list, from 1; 0 elsewhere
	Err   error
}

// maxPages is far above what an export has at ten accounts a page. Page
// numbers that make no sense are dropped, not believed.
const maxPages = 1000

// The field numbers of Google's migration message.
const (
	pageAccount, pageVersion, pageSize, pageIndex, pageBatch = 1, 2, 3, 4, 5

	entrySecret, entryName, entryIssuer, entryAlgorithm = 1, 2, 3, 4
	entryDigits, entryType, entryCounter                = 5, 6, 7
)

// IsMigration reports whether uri is meant to be a page for [ParseMigration].
func IsMigration(uri string) bool {
	scheme, _, found := strings.Cut(trim(uri), ":")
	return found && strings.EqualFold(scheme, "otpauth-migration")
}

// ParseMigration reads one page. An entry that cannot be used is in Rejected;
// the error, for a page that cannot be read, is [ErrDamagedMigration], or a
// [*NotAccountError] for a text that is no page.
func ParseMigration(uri string) (Page, error) {
	uri = trim(uri)
	switch {
	case len(uri) > MaxURI:
		return Page{}, &NotAccountError{Kind: TooLong}
	case !IsMigration(uri):
		return Page{}, notAccount(uri)
	}
	raw, err := payload(uri)
	if err != nil {
		return Page{}, err
	}
	defer clear(raw)
	page, err := parsePage(raw)
	if err != nil {
		return Page{}, err
	}
	return page, nil
}

// payload finds and decodes the base64 after data=. A + may stand there bare
// although it should not; a space is one that another program decoded.
func payload(uri string) ([]byte, error) {
	_, query, _ := strings.Cut(uri, "?")
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if !strings.EqualFold(name, "data") {
			continue
		}
		text := strings.NewReplacer(" ", "+", "-", "+", "_", "/").Replace(unescape(value))
		raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
		if err != nil {
			return nil, ErrDamagedMigration // the cause would quote the data
		}
		return raw, nil
	}
	return nil, ErrDamagedMigration
}

func parsePage(raw []byte) (Page, error) {
	var p Page
	var version, size, index, batch uint64
	err := fields(raw, func(num protowire.Number, v uint64, b []byte) {
		switch {
		case num == pageAccount && b != nil:
			a, err := parseEntry(b)
			if err != nil {
				p.Rejected = append(p.Rejected, Rejected{Title: a.Title(), Err: err})
				return
			}
			p.Accounts = append(p.Accounts, a)
		case b != nil: // the others are numbers
		case num == pageVersion:
			version = v
		case num == pageSize:
			size = v
		case num == pageIndex:
			index = v
		case num == pageBatch:
			batch = v
		}
	})
	if err != nil || len(p.Accounts)+len(p.Rejected) == 0 {
		return Page{}, ErrDamagedMigration
	}
	// int32 on the wire is sign-extended to ten bytes.
	p.Version, p.Batch = int(int32(version)), int(int32(batch))
	p.Index, p.Size = int(int32(index)), int(int32(size))
	if p.Size < 1 || p.Size > maxPages || p.Index < 0 || p.Index >= p.Size {
		p.Index, p.Size = 0, 1 // never refuse accounts for a wrong page number
	}
	return p, nil
}

// parseEntry gives, with an error, an account that has only names.
func parseEntry(raw []byte) (account.Account, error) {
	var a account.Account
	var key []byte
	var algorithm, digits, typ, counter uint64
	err := fields(raw, func(num protowire.Number, v uint64, b []byte) {
		switch {
		case b == nil && num == entryAlgorithm:
			algorithm = v
		case b == nil && num == entryDigits:
			digits = v
		case b == nil && num == entryType:
			typ = v
		case b == nil && num == entryCounter:
			counter = v
		case b == nil:
		case num == entrySecret:
			key = b
		case num == entryName:
			a.Name = strings.TrimSpace(string(b))
		case num == entryIssuer:
			a.Issuer = strings.TrimSpace(string(b))
		}
	})
	if a.Issuer == "" {
		a.Issuer, a.Name = names(a.Name, "")
	} else if rest, ok := strings.CutPrefix(a.Name, a.Issuer+":"); ok {
		a.Name = rest
	}
	a = a.Clean()
	if err != nil {
		return a, ErrDamagedMigration
	}
	k, err := entryKey(algorithm, digits, typ)
	if err != nil {
		return a, err
	}
	if k.Type == account.HOTP {
		if a.Counter = counter; int64(counter) < 0 {
			a.Counter = 0
			return a, &account.FieldError{Field: account.FieldCounter, Problem: account.Range}
		}
	}
	k.Secret = secret.Copy(key)
	if err := k.Check(); err != nil {
		return a, err
	}
	a.Key = k
	return a, nil
}

// entryKey turns the enumerations of the message into a key without a secret.
// Google's HOTP is 1 and TOTP 2; digits 1 means six, 2 eight; 0 is everywhere
// the default. The format has no period.
func entryKey(algorithm, digits, typ uint64) (account.Key, error) {
	unknown := func(f account.Field, v uint64) error {
		return &account.FieldError{Field: f, Problem: account.Unknown, Value: clip(protoNumber(v))}
	}
	k := account.Defaults(account.TOTP)
	switch typ {
	case 0, 2:
	case 1:
		k = account.Defaults(account.HOTP)
	default:
		return k, unknown(account.FieldType, typ)
	}
	switch algorithm {
	case 0, 1:
	case 2:
		k.Algorithm = account.SHA256
	case 3:
		k.Algorithm = account.SHA512
	case 4:
		return k, &account.FieldError{Field: account.FieldAlgorithm, Problem: account.Unknown, Value: string(account.MD5)}
	default:
		return k, unknown(account.FieldAlgorithm, algorithm)
	}
	switch digits {
	case 0, 1:
	case 2:
		k.Digits = 8
	default:
		return k, unknown(account.FieldDigits, digits)
	}
	return k, nil
}
