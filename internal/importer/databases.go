package importer

import (
	"context"
	"crypto/sha1"
	"errors"
	"slices"
	"strings"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/importer/sqlite"
)

// databaseFormat is the internal database of an app for Android, from a rooted
// phone or its backup: for some apps the only way out there is.
func databaseFormat() format {
	return format{
		app: "",
		recognise: func(c *content) bool {
			return c.hasPrefix(sqlite.Magic) || sqlite.IsLog(c.data) || c.hasPrefix(sharedMemory)
		},
		open: openDatabase,
	}
}

// sharedMemory begins the -shm file that lies beside a database and its log
// and says nothing: version 3007000, little-endian.
const sharedMemory = "\x18\xe2\x2d\x00"

func openDatabase(_ context.Context, c *content) (document, error) {
	if !c.hasPrefix(sqlite.Magic) {
		for _, other := range c.bundle.contents {
			if other.hasPrefix(sqlite.Magic) {
				return nil, errCompanion
			}
		}
		return nil, &NeedsFileError{Name: strings.TrimSuffix(strings.TrimSuffix(c.name, "-wal"), "-shm")}
	}
	db, err := sqlite.Open(c.data, c.log())
	if err != nil {
		return nil, databaseError(err)
	}
	return databaseApp(db)
}

// log is the write-ahead log that belongs to a database: the one that is named
// after it, or the only one if there is but one database.
func (c *content) log() []byte {
	databases := 0
	var logs []*content
	for _, other := range c.bundle.contents {
		switch {
		case other.hasPrefix(sqlite.Magic):
			databases++
		case sqlite.IsLog(other.data):
			if other.name == c.name+"-wal" {
				return other.data
			}
			logs = append(logs, other)
		}
	}
	if databases == 1 && len(logs) == 1 {
		return logs[0].data
	}
	return nil
}

func databaseError(err error) error {
	return &DamagedError{Truncated: errors.Is(err, sqlite.ErrTruncated), Err: err}
}

// database is a table whose rows are accounts.
type database struct {
	db    *sqlite.DB
	table sqlite.Table
	from  App
	entry func(*collector, sqlite.Row) *draft
}

// databaseApp knows the app by its table.
func databaseApp(db *sqlite.DB) (document, error) {
	if t, ok := db.Table("accounts"); ok {
		switch {
		case t.Has("oath_secret_key", "account_type"):
			return database{db, t, Microsoft, microsoftRow}, nil
		case t.Has("email", "secret", "type", "category"):
			return database{db, t, AuthenticatorPlus, authenticatorPlusRow}, nil
		case t.Has("email", "secret", "type"):
			return database{db, t, Google, googleRow}, nil
		}
	}
	if t, ok := db.Table("authenticator"); ok && t.Has("secret", "type") {
		d := database{db: db, table: t, from: Stratum}
		groups := stratumGroups(db)
		d.entry = func(_ *collector, r sqlite.Row) *draft {
			e := stratumRow(r)
			e.Groups = slices.Clone(groups[r.Text("secret")])
			return e
		}
		return d, nil
	}
	return nil, ErrUnknownFile
}

func (d database) app() App { return d.from }

func (d database) read(out *collector) error {
	for row, err := range d.db.Rows(d.table) {
		if err != nil {
			return databaseError(err)
		}
		if e := d.entry(out, row); e != nil {
			if err := out.put(e); err != nil {
				return err
			}
		}
	}
	return nil
}

func rowNumber(r sqlite.Row, column string) number {
	if n, ok := r.Int(column); ok {
		return whole(n)
	}
	return parseNumber(r.Text(column))
}

// googleRow is an account of old versions of Google Authenticator.
func googleRow(_ *collector, r sqlite.Row) *draft {
	d := newDraft(account.TOTP)
	if kind, _ := r.Int("type"); kind == 1 {
		d = newDraft(account.HOTP)
	}
	d.Issuer, d.Name = strings.TrimSpace(r.Text("issuer")), strings.TrimSpace(r.Text("email"))
	if d.Issuer == "" {
		d.Issuer, d.Name = splitLabel(d.Name)
	}
	d.Name = withoutIssuer(d.Name, d.Issuer)
	if n, _ := r.Int("isencrypted"); n > 0 {
		d.failField(account.FieldSecret, account.Unknown, "") // the key stays in the phone
		return d
	}
	d.base32(r.Text("secret"))
	d.counter(rowNumber(r, "counter"))
	return d
}

// authenticatorPlusRow is an account of Authenticator Plus, whose table grew
// out of Google's.
func authenticatorPlusRow(out *collector, r sqlite.Row) *draft {
	const blizzard = 2
	kind, _ := r.Int("type")
	if kind != blizzard {
		d := googleRow(out, r)
		d.Groups = authenticatorPlusGroup(r)
		return d
	}
	d := newDraft(account.TOTP)
	d.Key.Digits = battleNetDigits
	d.Issuer, d.Name = strings.TrimSpace(r.Text("issuer")), strings.TrimSpace(r.Text("email"))
	d.Groups = authenticatorPlusGroup(r)
	d.hex(r.Text("secret"))
	return d
}

func authenticatorPlusGroup(r sqlite.Row) []string {
	if g := strings.TrimSpace(r.Text("category")); g != "" && g != "0" && g != "All Accounts" {
		return []string{g}
	}
	return nil
}

// microsoftRow is an account of Microsoft Authenticator for Android.
func microsoftRow(out *collector, r sqlite.Row) *draft {
	const (
		other    = 0 // a TOTP account of another service
		personal = 1 // a Microsoft account
	)
	kind, ok := r.Int("account_type")
	key := strings.TrimSpace(r.Text("oath_secret_key"))
	if !ok || kind != other && kind != personal || key == "" {
		out.note(NoteWithoutCode, 1) // approvals on the phone
		return nil
	}
	d := newDraft(account.TOTP)
	d.Issuer, d.Name = strings.TrimSpace(r.Text("name")), strings.TrimSpace(r.Text("username"))
	if kind == personal {
		d.Key.Digits = 8
		d.base64(key)
		return d
	}
	d.base32(key)
	return d
}

func stratumRow(r sqlite.Row) *draft {
	d := stratumTyped(rowNumber(r, "type"))
	d.Issuer, d.Name = strings.TrimSpace(r.Text("issuer")), strings.TrimSpace(r.Text("username"))
	d.order = rowNumber(r, "ranking")
	stratumAlgorithm(d, rowNumber(r, "algorithm"))
	if d.Key.Type == account.MOTP {
		d.hex(r.Text("secret"))
	} else {
		d.base32(r.Text("secret"))
	}
	d.digits(rowNumber(r, "digits"))
	d.period(rowNumber(r, "period"))
	d.counter(rowNumber(r, "counter"))
	d.pin(r.Text("pin"))
	return d
}

// stratumGroups are the names of the categories, by secret. Damage there
// costs the groups and not the accounts.
func stratumGroups(db *sqlite.DB) map[string][]string {
	names, groups := map[string]string{}, map[string][]string{}
	if t, ok := db.Table("category"); ok {
		for r, err := range db.Rows(t) {
			if err != nil {
				break
			}
			names[r.Text("id")] = cut(r.Text("name"), 8*account.MaxGroup)
		}
	}
	if t, ok := db.Table("authenticatorcategory"); ok {
		for r, err := range db.Rows(t) {
			if err != nil {
				break
			}
			id := r.Text("authenticatorSecret")
			if name := names[r.Text("categoryId")]; name != "" && len(groups[id]) < maxGroups {
				groups[id] = append(groups[id], name)
			}
		}
	}
	return groups
}

// sealedDatabase is a database of SQLCipher 3, as Authenticator Plus has it.
// Its first bytes are random, so that it has no mark at all.
type sealedDatabase struct {
	pending
	data []byte
}

func (s *sealedDatabase) lock() Lock { return Lock{Guessed: true} }

func (s *sealedDatabase) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	salt := s.data[:sqlite.CipherSalt]
	key, err := pbkdf2Key(ctx, sha1.New, password.Reveal(), salt, sqlite.CipherRounds, 32, progress)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	macSalt := make([]byte, len(salt))
	for i, b := range salt {
		macSalt[i] = b ^ 0x3a
	}
	macKey, err := pbkdf2Key(ctx, sha1.New, key, macSalt, 2, 32, func(float64) {})
	if err != nil {
		return nil, err
	}
	defer clear(macKey)
	plain, err := sqlite.Decrypt(s.data, key, macKey)
	if errors.Is(err, sqlite.ErrWrongKey) {
		return nil, ErrWrongPassword
	}
	if err != nil {
		return nil, databaseError(err)
	}
	db, err := sqlite.Open(plain, nil)
	if err != nil {
		return nil, databaseError(err)
	}
	return databaseApp(db)
}
