package session

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"twofold/internal/account"
	"twofold/internal/importer"
	"twofold/internal/otpauth"
	"twofold/internal/qr"
)

// finder collects what one act of reading brings.
type finder struct {
	found Found
	pages []otpauth.Page

	files  []importer.File
	size   int                 // of files, in bytes
	paths  map[string][]string // of files, by name
	source *importer.Source
}

func (f *finder) problem(name string, err error) {
	f.found.Problems = append(f.found.Problems, Problem{Name: name, Err: err})
}

func (f *finder) account(a account.Account) {
	f.found.Candidates = append(f.found.Candidates, Candidate{Account: a.Clean()})
}

// file reads a picture at once, because it is shown to the user and may be one
// of several parts. Everything else waits for the other files of the import.
func (f *finder) file(ctx context.Context, path string) {
	name := filepath.Base(path)
	data, err := readFile(path)
	if err != nil {
		f.problem(name, err)
		return
	}
	if len(data) == 0 {
		f.problem(name, ErrEmptyFile)
		return
	}
	img, err := qr.Decode(data)
	switch {
	case err == nil:
		had := len(f.found.Candidates) + len(f.pages)
		f.picture(ctx, name, img)
		if len(f.found.Candidates)+len(f.pages) > had {
			f.found.Clear = append(f.found.Clear, path)
		}
	case !errors.Is(err, qr.ErrUnknownImage):
		f.problem(name, err)
	case f.plain(name, data):
		f.found.Clear = append(f.found.Clear, path)
	case f.size+len(data) > maxAll:
		f.problem(name, ErrFileTooBig)
	default:
		f.size += len(data)
		f.files = append(f.files, importer.File{Name: name, Data: data})
		if f.paths == nil {
			f.paths = map[string][]string{}
		}
		f.paths[name] = append(f.paths[name], path)
	}
}

// plain takes the two kinds of text that belong to no program: a bare key, and
// the pages of a Google Authenticator export as text, which must find those
// read as pictures.
func (f *finder) plain(name string, data []byte) bool {
	const most = 64 << 10
	if len(data) > most || !utf8.Valid(data) {
		return false
	}
	text := strings.TrimSpace(strings.TrimPrefix(string(data), "\ufeff"))
	if !strings.Contains(text, ":") {
		return f.key(text)
	}
	lines := strings.Fields(text)
	for _, l := range lines {
		if !otpauth.IsMigration(l) {
			return false
		}
	}
	for _, l := range lines {
		f.uri(name, l)
	}
	return len(lines) > 0
}

// readFile reads at most maxFile bytes of a regular file: a device or a pipe
// would never end.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, ErrIsFolder
	case !info.Mode().IsRegular():
		return nil, ErrUnknownFile // opening a pipe would wait for a writer
	case info.Size() > maxFile:
		return nil, ErrFileTooBig
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = ErrFileTooBig
	}
	return data, err
}

// open gives the collected files to the importer.
func (f *finder) open(ctx context.Context) {
	if len(f.files) == 0 {
		return
	}
	src, err := importer.Open(ctx, f.files)
	if err == nil {
		f.source = src
		return
	}
	if len(f.files) == 1 {
		f.problem(f.files[0].Name, err)
		return
	}
	// None could be opened: each has a reason of its own.
	for _, file := range f.files {
		if _, err := importer.Open(ctx, []importer.File{file}); err != nil {
			f.problem(file.Name, err)
		}
	}
}
