package importer

import (
	"context"
	"errors"
	"strings"
	"time"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/vault"
)

// Our own files. An encrypted backup is an age file (C2SP age v1) for a
// password; what is inside is recognised like any file, so that an export of
// another program that somebody sealed with age opens as well.

const (
	ageIntro   = "age-encryption.org/v1\n"
	ageVersion = "age-encryption.org/"
	ageHybrid  = "\n-> mlkem768x25519 " // the kind of recipients in a backup folder
	ageHead    = 4 << 10                // more than the first recipient takes
)

// backupFormat is an age file for a password.
func backupFormat() format {
	return format{
		app:       Twofold,
		recognise: func(c *content) bool { return sealed.NeedsPassphrase(c.data) },
		open: func(_ context.Context, c *content) (document, error) {
			return &sealedBackup{name: c.name, data: c.data}, nil
		},
	}
}

// folderFileFormat is any other age file. The files of the backup folder are
// for the computers of a vault; no password opens them.
func folderFileFormat() format {
	return format{
		app:       Twofold,
		recognise: func(c *content) bool { return c.hasPrefix(ageVersion) },
		open: func(_ context.Context, c *content) (document, error) {
			if !c.hasPrefix(ageIntro) {
				return nil, &NewerError{Version: "age"}
			}
			_, err := sealed.Open(c.data) // with no key at all, so only to hear what is wrong
			if errors.Is(err, sealed.ErrNotForMe) && !strings.Contains(string(c.data[:min(len(c.data), ageHead)]), ageHybrid) {
				return nil, &UnsupportedError{What: "age, for a key"}
			}
			return nil, ageError(err)
		},
	}
}

// sealedBackup is an age file for a password.
type sealedBackup struct {
	pending
	name string
	data []byte
}

func (b *sealedBackup) lock() Lock { return Lock{} }

func (b *sealedBackup) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	plain, err := await(ctx, password.Reveal(), progress, func(own []byte) ([]byte, error) {
		pass := secret.Copy(own)
		defer pass.Wipe()
		plain, err := sealed.OpenPassphrase(b.data, pass)
		return plain.Reveal(), err
	})
	if err != nil {
		if cancelled(ctx, err) {
			return nil, err
		}
		return nil, ageError(err)
	}
	inner := newBundle([]File{{Name: b.name, Data: plain}}).contents[0]
	f, doc, err := recognise(ctx, inner)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, ErrUnknownFile) && strings.Contains(inner.text(), "AGE-SECRET-KEY-"):
		return nil, ErrFolderFile // a recovery file: it opens snapshots
	case err != nil:
		return nil, err
	}
	return &box{parts: []*part{{file: b.name, app: appOf(doc, f.app), doc: doc}}}, nil
}

// ageError is an error of package sealed in the words of this one.
func ageError(err error) error {
	switch {
	case errors.Is(err, sealed.ErrWrongPassphrase):
		return ErrWrongPassword
	case errors.Is(err, sealed.ErrNotForMe):
		return ErrFolderFile
	case errors.Is(err, sealed.ErrCostTooHigh):
		return &CostError{What: "scrypt cost, the logarithm of N", Value: uint64(sealed.MaxCost) + 1, Limit: uint64(sealed.MaxCost)}
	case errors.Is(err, sealed.ErrTooLarge):
		return &TooLargeError{Limit: sealed.MaxFile}
	}
	return damaged("%w", err)
}

// packedFormat is the text inside a backup, and that of a snapshot which was
// decrypted by hand.
func packedFormat() format {
	return format{
		app:       Twofold,
		recognise: func(c *content) bool { return vault.IsPacked(c.data) },
		open: func(_ context.Context, c *content) (document, error) {
			doc, bad, err := vault.Unpack(c.data)
			switch {
			case errors.Is(err, vault.ErrPackedNewer):
				return nil, &NewerError{Version: "newer"}
			case errors.Is(err, vault.ErrPackedTooMany):
				return nil, &TooManyError{What: "entries", Limit: MaxEntries}
			case err != nil:
				return nil, damaged("%w", err)
			}
			return packed{doc, bad}, nil
		},
	}
}

// packed is the records of accounts.
type packed struct {
	doc *vault.Document
	bad []vault.Quarantined
}

func (p packed) read(out *collector) error {
	for _, e := range p.doc.Accounts() {
		if err := out.put(fromRecord(e)); err != nil {
			return err
		}
	}
	for _, e := range p.doc.Trashed() {
		d := fromRecord(e)
		d.trashed, d.Trashed = true, time.Time{} // it is deleted where it is added
		if err := out.put(d); err != nil {
			return err
		}
	}
	for _, q := range p.bad {
		if err := out.reject("", q.Line+1, q.Err); err != nil { // behind the header
			return err
		}
	}
	return nil
}

// fromRecord is an account of a vault on its way to another one, or back.
func fromRecord(e vault.Entry) *draft {
	d := &draft{Account: e.Account}
	d.ID, d.icon, d.Icon.PNG = "", e.Icon.PNG, nil
	switch {
	case e.Err != nil:
		d.fail(e.Err)
	case e.Problem != vault.NoProblem:
		// Its secret is bound to a computer, or never arrived.
		d.failField(account.FieldSecret, account.Missing, "")
	}
	return d
}
