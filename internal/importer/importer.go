// Package importer reads the exports, backups and databases of other
// authenticators and password managers. Nothing here writes, shows or keeps
// anything: files come in as bytes, accounts and reasons come out as values.
//
// What a file is gets decided by its content, never by its name. Each foreign
// format is one file of this package and one line of the registry; a format
// recognises content, opens it, asks for a password where one is needed, and
// reads entries. One bad entry is refused by name and keeps nobody else out.
//
// Every byte is taken for hostile: sizes, nesting, unpacked lengths and the
// costs of key derivation are capped before they are paid.
package importer

import (
	"context"
	"errors"

	"golang.org/x/text/unicode/norm"

	"twofold/crypto/secret"
)

// Limits of what is read at all.
const (
	MaxFile    = 64 << 20 // bytes of one file, as it is and after unpacking
	MaxFiles   = 1000     // files of one import
	MaxEntries = 100_000  // entries of one import, good or bad
)

// File is one file, or one text from the clipboard, that may hold accounts.
type File struct {
	// Name is shown in reports. It also finds companions that a format keeps
	// apart by name (a database and its journal), and decides nothing else.
	Name string
	Data []byte
}

// Progress hears how far an unlocking is, from 0 to 1; a negative number means
// that nobody can know. It may be nil, and is called on the goroutine that
// called [Source.Unlock].
type Progress func(fraction float64)

// Source is a set of opened files. It is not safe for concurrent use, apart
// from contexts being cancelled.
type Source struct {
	parts  []*part
	failed []FileError
}

// part is one opened file of a source.
type part struct {
	file      string
	app       App
	doc       document
	encrypted bool
}

// Open recognises and opens files that belong together: the pages of one
// export, a database with its journal, or simply one file. It does so much
// work as to know whether a password is needed; codes in pictures are read
// here, which is what ctx interrupts.
//
// The error is the first file's if none could be opened; otherwise those that
// could not are in the [Result]. Errors are those of this package, see
// errors.go.
func Open(ctx context.Context, files []File) (*Source, error) {
	if len(files) > MaxFiles {
		return nil, &TooManyError{What: "files", Limit: MaxFiles}
	}
	b := newBundle(files)
	s := &Source{}
	for _, c := range b.contents {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f, doc, err := recognise(ctx, c)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, errCompanion):
			// Read together with the file it belongs to.
		case err != nil:
			s.failed = append(s.failed, FileError{File: c.name, App: f.app, Err: err})
		default:
			s.parts = append(s.parts, unboxed(&part{file: c.name, app: appOf(doc, f.app), doc: doc})...)
		}
	}
	switch {
	case len(s.parts) > 0:
		return s, nil
	case len(s.failed) > 0:
		return nil, s.failed[0].Err
	}
	return nil, ErrUnknownFile
}

// appOf is the document's own opinion, or that of its format.
func appOf(doc document, app App) App {
	if n, ok := doc.(named); ok {
		return n.app()
	}
	return app
}

// unboxed gives the parts of an archive in place of the archive.
func unboxed(p *part) []*part {
	_, isLocked := p.doc.(locked)
	p.encrypted = p.encrypted || isLocked
	b, ok := p.doc.(*box)
	if !ok {
		return []*part{p}
	}
	var out []*part
	for _, inner := range b.parts {
		inner.encrypted = inner.encrypted || p.encrypted
		if inner.app == "" {
			inner.app = p.app
		}
		out = append(out, unboxed(inner)...)
	}
	return out
}

// Locked reports whether a password is still needed.
func (s *Source) Locked() bool { return len(s.Locks()) > 0 }

// Locks lists the files that still need a password.
func (s *Source) Locks() []Lock {
	var out []Lock
	for _, p := range s.parts {
		if l, ok := p.doc.(locked); ok {
			k := l.lock()
			k.File, k.App = p.file, p.app
			out = append(out, k)
		}
	}
	return out
}

// Unlock tries the password on every file that needs one. It takes seconds
// where the file asks for it, and ctx ends it at once. The error is
// [ErrWrongPassword] if it opened none of them; files it did not fit stay
// locked, and another password may be tried. The password stays the caller's.
func (s *Source) Unlock(ctx context.Context, password secret.Bytes, progress Progress) error {
	if progress == nil {
		progress = func(float64) {}
	}
	var first error
	opened := false
	var parts []*part
	for i, p := range s.parts {
		l, ok := p.doc.(locked)
		if !ok {
			parts = append(parts, p)
			continue
		}
		doc, err := unlock(ctx, l, password, progress)
		if cancelled(ctx, err) {
			s.parts = append(parts, s.parts[i:]...)
			return err
		}
		if err != nil {
			if e := withApp(err, p.app); first == nil {
				first = e
			}
			parts = append(parts, p)
			continue
		}
		p.doc, p.app, opened = doc, appOf(doc, p.app), true
		parts = append(parts, unboxed(p)...)
	}
	s.parts = parts
	if opened {
		return nil
	}
	return first
}

// cancelled tells an error that is the end of ctx from one of the file.
func cancelled(ctx context.Context, err error) bool {
	return ctx.Err() != nil && errors.Is(err, ctx.Err())
}

// unlock tries a password as it was typed, and then in the other forms that
// the same letters have: systems differ in how they compose é and が (Unicode
// NFC and NFD), so that the telephone an export comes from may have hashed other
// bytes for the same password.
func unlock(ctx context.Context, l locked, password secret.Bytes, progress Progress) (document, error) {
	doc, err := unlockOnce(ctx, l, password, progress)
	for _, form := range []norm.Form{norm.NFC, norm.NFD} {
		if err != ErrWrongPassword || form.IsNormal(password.Reveal()) {
			continue
		}
		other := secret.New(form.Bytes(password.Reveal()))
		doc, err = unlockOnce(ctx, l, other, progress)
		other.Wipe()
	}
	return doc, err
}

// unlockOnce keeps a mistake in one format from ending the program: the
// password decides which bytes a reader meets, and no test has seen them all.
func unlockOnce(ctx context.Context, l locked, password secret.Bytes, progress Progress) (doc document, err error) {
	defer recovered(&err)
	return l.unlock(ctx, password, progress)
}

// Read gives what was found. Files that are still locked are reported among
// the [Result.Files] with [ErrLocked]. The error is for a result that would
// hold nothing at all: the one file's reason, or [ErrNoAccounts].
func (s *Source) Read() (Result, error) {
	out := newCollector()
	out.result.Files = append(out.result.Files, s.failed...)
	for i, p := range s.parts {
		out.begin(p, i)
		err := read(p.doc, out)
		if err != nil {
			err = withApp(err, p.app)
			out.result.Files = append(out.result.Files, FileError{File: p.file, App: p.app, Err: err})
			var many *TooManyError
			if errors.As(err, &many) {
				break
			}
		}
	}
	r := out.finish()
	if len(r.Entries) == 0 && len(r.Rejected) == 0 {
		if len(r.Files) > 0 {
			return r, r.Files[len(r.Files)-1].Err
		}
		return r, ErrNoAccounts
	}
	return r, nil
}

func read(doc document, out *collector) (err error) {
	defer recovered(&err)
	return doc.read(out)
}
