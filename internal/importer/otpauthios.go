package importer

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"strings"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/importer/bplist"
)

// otpAuthFormat is OTP Auth for iOS and macOS, the backup and the file of a
// single account: an archive of objects inside an encryption under a password,
// inside an archive, inside an encryption under a key that is in every copy of
// the app. The outer layer is what it is recognised by.
func otpAuthFormat() format {
	return format{
		app:       OTPAuth,
		recognise: func(c *content) bool { return otpAuthKey(c.data) != nil },
		open:      openOTPAuth,
	}
}

// otpAuthKeys are hashed into the outer keys of backups and of accounts.
var otpAuthKeys = [...]string{"Authenticator", "OTPAuth"}

// otpAuthKey is the outer key that fits, told by the first block.
func otpAuthKey(data []byte) []byte {
	const block = 16
	if len(data) < 2*block {
		return nil
	}
	for _, phrase := range otpAuthKeys {
		key := sha256.Sum256([]byte(phrase))
		if first := decryptCBC(key[:], make([]byte, block), data[:block]); strings.HasPrefix(string(first), bplist.Magic) {
			return key[:]
		}
	}
	return nil
}

func openOTPAuth(_ context.Context, c *content) (document, error) {
	if len(c.data)%16 != 0 {
		return nil, truncated("%d bytes, not whole blocks", len(c.data))
	}
	plain, ok := openCBC(otpAuthKey(c.data), make([]byte, 16), c.data)
	if !ok {
		return nil, truncated("padding of the outer layer")
	}
	root, err := archiveRoot(plain)
	if err != nil {
		return nil, err
	}
	s := &otpAuthSealed{version: root.Key("Version").Text(), backup: true, sealed: root.Key("WrappedData").Bytes()}
	if s.sealed == nil {
		s.backup, s.sealed = false, root.Key("Data").Bytes()
	}
	if s.sealed == nil {
		return nil, damaged("no data in the archive")
	}
	switch {
	case s.backup && s.version == "1.1", !s.backup && s.version == "1.2":
		s.rnCryptor = true
	case s.backup && (s.version == "1" || s.version == "1.0"), !s.backup && s.version == "1.1":
		s.salt, s.iv = otpAuthText(root.Key("Salt")), otpAuthText(root.Key("IV"))
	default:
		return nil, &NewerError{Version: clip(s.version)}
	}
	return s, nil
}

// otpAuthText is a value kept as text in some versions and as data in others.
func otpAuthText(o bplist.Object) []byte {
	if b := o.Bytes(); b != nil {
		return b
	}
	return []byte(o.Text())
}

func archiveRoot(data []byte) (bplist.Object, error) {
	list, err := bplist.Parse(data)
	if err != nil {
		return bplist.Object{}, damaged("%w", err)
	}
	archive, err := bplist.OpenArchive(list)
	if err != nil {
		return bplist.Object{}, damaged("%w", err)
	}
	return archive.Root(), nil
}

type otpAuthSealed struct {
	pending
	version   string
	backup    bool
	rnCryptor bool
	salt, iv  []byte // of the older scheme
	sealed    []byte
}

func (s *otpAuthSealed) lock() Lock { return Lock{} }

func (s *otpAuthSealed) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	var plain []byte
	if s.rnCryptor {
		var err error
		if plain, err = openRNCryptor(ctx, s.sealed, password.Reveal(), progress); err != nil {
			return nil, err
		}
	} else {
		phrase := append(append([]byte(nil), s.salt...), '-')
		phrase = append(phrase, password.Reveal()...)
		key, iv := sha256.Sum256(phrase), sha1.Sum(s.iv)
		clear(phrase)
		var ok bool
		if plain, ok = openCBC(key[:], iv[:16], s.sealed); !ok {
			return nil, ErrWrongPassword
		}
	}
	root, err := archiveRoot(plain)
	if err != nil && !s.rnCryptor {
		return nil, ErrWrongPassword // without a MAC the content is the proof
	}
	if err != nil {
		return nil, err
	}
	return otpAuthArchive{root: root, backup: s.backup}, nil
}

// openRNCryptor opens the data format of RNCryptor, version 3: two salts, IV,
// AES-256-CBC, HMAC-SHA256 over everything before it.
func openRNCryptor(ctx context.Context, data, password []byte, progress Progress) ([]byte, error) {
	const (
		head, salt, iv, mac = 2, 8, 16, 32
		body                = head + 2*salt + iv
		rounds              = 10_000
	)
	switch {
	case len(data) < body+16+mac:
		return nil, truncated("%d bytes of encrypted data", len(data))
	case data[0] != 3:
		return nil, &UnsupportedError{What: "RNCryptor version"}
	case data[1]&1 != 1:
		return nil, &UnsupportedError{What: "RNCryptor without a password"}
	}
	macKey, err := pbkdf2Key(ctx, sha1.New, password, data[head+salt:head+2*salt], rounds, 32, progress)
	if err != nil {
		return nil, err
	}
	defer clear(macKey)
	h := hmac.New(sha256.New, macKey)
	h.Write(data[:len(data)-mac])
	if subtle.ConstantTimeCompare(h.Sum(nil), data[len(data)-mac:]) != 1 {
		return nil, ErrWrongPassword
	}
	key, err := pbkdf2Key(ctx, sha1.New, password, data[head:head+salt], rounds, 32, progress)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	plain, ok := openCBC(key, data[head+2*salt:body], data[body:len(data)-mac])
	if !ok {
		return nil, damaged("padding under a good MAC")
	}
	return plain, nil
}

type otpAuthArchive struct {
	root   bplist.Object
	backup bool
}

func (a otpAuthArchive) read(out *collector) error {
	if !a.backup {
		return out.put(otpAuthAccount(a.root, ""))
	}
	folders := a.root.Key("Folders")
	seen := map[uint64]bool{} // an account is in one folder, once
	for i := range folders.Len() {
		folder := folders.At(i)
		name, accounts := folder.Key("name").Text(), folder.Key("accounts")
		for j := range accounts.Len() {
			o := accounts.At(j)
			if seen[o.ID()] {
				continue
			}
			seen[o.ID()] = o.ID() != 0
			if err := out.put(otpAuthAccount(o, name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func otpAuthAccount(o bplist.Object, group string) *draft {
	num := func(key string) number {
		if n, ok := o.Key(key).Int(); ok {
			return whole(n)
		}
		return parseNumber(o.Key(key).Text())
	}
	d := newDraft(account.TOTP)
	switch kind := num("type"); {
	case kind.ok && kind.n == 1:
		d = newDraft(account.HOTP)
	case kind.ok && kind.n != 2 && kind.n != 0:
		d.failField(account.FieldType, account.Unknown, kind.spelling())
	}
	switch a := num("algorithm"); {
	case !a.set || a.ok && a.n <= 1 && a.n >= 0:
	case a.ok && a.n == 2:
		d.algorithm("SHA256")
	case a.ok && a.n == 3:
		d.algorithm("SHA512")
	default:
		d.failField(account.FieldAlgorithm, account.Unknown, a.spelling())
	}
	d.Issuer, d.Name = strings.TrimSpace(o.Key("issuer").Text()), strings.TrimSpace(o.Key("label").Text())
	if group != "" {
		d.Groups = []string{group}
	}
	d.raw(append([]byte(nil), o.Key("secret").Bytes()...))
	d.digits(zeroDefault(num("digits")))
	d.period(zeroDefault(num("period")))
	d.counter(num("counter"))
	return d
}
