package session

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"io"
	"path/filepath"

	"twofold/crypto/secret"
	"twofold/internal/account"
	"twofold/internal/exporter"
	"twofold/sync/store"
	"twofold/sync/store/disk"
)

// Export says what to write. The caller has asked for [Session.Verify] before,
// and has said what a format in the clear means.
type Export struct {
	Format exporter.Format
	// Password seals an encrypted format. It is wiped.
	Password []byte
	// Sheet has the fonts and words of the printed sheet.
	Sheet exporter.SheetOptions
}

// Verify asks again who sits here, before secrets are shown or written: the
// passphrase where there is one, else the system's keyring, which answers only
// while the user's own session is unlocked. It wipes pass, derives a key or
// asks the keyring. [ErrWrongPassphrase].
func (s *Session) Verify(ctx context.Context, pass []byte) error {
	if s.Ways().Passphrase {
		return s.CheckPassphrase(ctx, pass)
	}
	clear(pass)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.doc == nil {
		return ErrLocked
	}
	if s.o.Keyring == nil {
		return store.ErrKeyringKey
	}
	line, err := s.o.Keyring.Get(ctx, s.store.Computer())
	defer clear(line)
	if err != nil {
		return err
	}
	if len(line) == 0 {
		return store.ErrKeyringKey
	}
	return nil
}

// leaving gives the accounts as they are at this moment, with keys of their
// own: a lock in the middle of an export must neither wait nor wipe what is
// being written. The trash comes behind them where f has a place for it. Call
// wipe afterwards.
func (s *Session) leaving(f exporter.Format) (as []account.Account, wipe func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.doc == nil {
		return nil, nil, ErrLocked
	}
	entries := s.doc.Accounts()
	if exporter.HoldsTrash(f) {
		entries = append(entries, s.doc.Trashed()...)
	}
	for _, e := range entries {
		a := e.Account
		a.Key.Secret, a.Key.PIN = a.Key.Secret.Clone(), a.Key.PIN.Clone()
		as = append(as, a)
	}
	return as, func() {
		for _, a := range as {
			a.Key.Secret.Wipe()
			a.Key.PIN.Wipe()
		}
	}, nil
}

// PlanExport tells what a format would hold, before anything is written. It
// takes a few milliseconds for thousands of accounts.
func (s *Session) PlanExport(f exporter.Format) (exporter.Report, error) {
	as, wipe, err := s.leaving(f)
	if err != nil {
		return exporter.Report{}, err
	}
	defer wipe()
	return exporter.Plan(f, as)
}

// ExportTo writes the accounts to a file that only the user can read. A file
// that is there is replaced as a whole, or stays as it is. It derives keys and
// writes; the errors are those of the exporter and of the disk.
func (s *Session) ExportTo(ctx context.Context, path string, e Export) (exporter.Report, error) {
	var b bytes.Buffer
	defer func() { clear(b.Bytes()) }()
	r, err := s.ExportInto(ctx, &b, e)
	if err != nil {
		return r, err
	}
	return r, s.WriteFile(path, b.Bytes())
}

// WriteFile puts data the user asked for where the user chose.
func (s *Session) WriteFile(path string, data []byte) error {
	dir := disk.NewDir(disk.OS{}, filepath.Dir(path), disk.SystemClock{}, s.o.Rand)
	if err := dir.Write(filepath.Base(path), data); err != nil {
		return fmt.Errorf("%w: %w", ErrNotWritten, err)
	}
	return nil
}

// ExportInto is [Session.ExportTo] for a stream.
func (s *Session) ExportInto(ctx context.Context, w io.Writer, e Export) (exporter.Report, error) {
	pass := secret.New(e.Password)
	defer pass.Wipe()
	as, wipe, err := s.leaving(e.Format)
	if err != nil {
		return exporter.Report{}, err
	}
	defer wipe()
	return exporter.Write(ctx, w, e.Format, as, exporter.Options{
		Password: pass, Now: s.o.Now(), Rand: s.o.Rand, Sheet: e.Sheet, Cost: s.o.Cost,
	})
}

// MigrationPages draws the accounts as the QR codes of a Google Authenticator
// export, ten accounts each, to be scanned one after the other.
func (s *Session) MigrationPages(ctx context.Context) ([]image.Image, exporter.Report, error) {
	as, wipe, err := s.leaving(exporter.Migration)
	if err != nil {
		return nil, exporter.Report{}, err
	}
	defer wipe()
	uris, report := exporter.Pages(as)
	if len(uris) == 0 {
		return nil, report, exporter.ErrNothing
	}
	var pages []image.Image
	for _, u := range uris {
		if err := ctx.Err(); err != nil {
			return nil, report, err
		}
		img, err := exporter.Picture(u)
		if err != nil {
			return nil, report, err
		}
		pages = append(pages, img)
	}
	return pages, report, nil
}

// QRCode draws one account for another app to scan; [*exporter.LeftError] for
// one that must not leave this computer.
func (s *Session) QRCode(id string) (image.Image, error) {
	as, wipe, err := s.leaving("")
	if err != nil {
		return nil, err
	}
	defer wipe()
	for _, a := range as {
		if a.ID == id {
			return exporter.Code(a)
		}
	}
	return nil, ErrNoSuchAccount
}
