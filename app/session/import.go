package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"twofold/crypto/secret"
	"twofold/internal/importer"
)

// ErrBadEntry is an entry of an export that makes no sense as one.
var ErrBadEntry = errors.New("entry cannot be read")

// Import is a set of files of which some need a password.
type Import struct {
	s      *Session
	paths  map[string][]string
	base   Found // what came from elsewhere in the same act of reading
	mu     sync.Mutex
	source *importer.Source
	sealed map[string]bool // names of the files that were locked at first
}

// Locks lists the files that need a password.
func (i *Import) Locks() []importer.Lock {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.source.Locks()
}

// Unlock tries a password on the locked files and gives everything that was
// found so far, these files' accounts included. A file that needs another
// password is in the new [Found.Import]. It derives keys, which takes seconds
// where a file asks for it: progress, which may be nil, hears how far it is
// (0 to 1, or a negative number where nobody knows) on this goroutine, and ctx
// ends it at once. It wipes pass. [importer.ErrWrongPassword] opened nothing,
// and may be followed by another try.
func (i *Import) Unlock(ctx context.Context, pass []byte, progress func(float64)) (Found, error) {
	p := secret.New(pass)
	defer p.Wipe()
	i.mu.Lock()
	defer i.mu.Unlock()
	if err := i.source.Unlock(ctx, p, progress); err != nil {
		return Found{}, err
	}
	return i.read(), nil
}

// read gives all that can be read by now. Needs i.mu.
func (i *Import) read() Found {
	f := &finder{found: i.base, paths: i.paths}
	f.found.Candidates = slices.Clone(i.base.Candidates)
	f.found.Problems = slices.Clone(i.base.Problems)
	f.found.Clear = slices.Clone(i.base.Clear)
	f.take(i.source, i.sealed)
	if i.source.Locked() {
		f.found.Import = i
	}
	i.s.decide(f.found.Candidates)
	return f.found
}

// imported reads the files of f, as far as they are open.
func (s *Session) imported(f *finder) Found {
	i := &Import{s: s, source: f.source, base: f.found, paths: f.paths, sealed: map[string]bool{}}
	for _, l := range i.source.Locks() {
		i.sealed[l.File] = true
	}
	return i.read()
}

// take adds what a source holds.
func (f *finder) take(src *importer.Source, sealed map[string]bool) {
	r, err := src.Read()
	f.found.Imported, f.found.App = true, appName(r.App)
	f.found.Notes = r.Notes
	inOrder(r.Entries)
	gave := map[string]bool{}
	for _, e := range r.Entries {
		if e.Title() == "" {
			// Nameless there, and it would be refused here. Where it came from
			// is the best that can be said of it.
			e.Issuer = cmp.Or(appName(r.App), strings.TrimSuffix(e.File, filepath.Ext(e.File)))
		}
		f.found.Candidates = append(f.found.Candidates, Candidate{Account: e.Account, Archived: e.Archived, Trashed: e.Trashed})
		gave[e.File] = true
	}
	for _, p := range r.Rejected {
		f.reject(p)
		gave[p.File] = true
	}
	for _, p := range r.Files {
		if errors.Is(p.Err, importer.ErrLocked) {
			continue // it is asked for
		}
		f.problem(p.File, p.Err)
	}
	if err != nil && len(r.Files) == 0 {
		f.problem(f.name(), err)
	}
	for name := range gave {
		if !sealed[name] {
			f.found.Clear = append(f.found.Clear, f.paths[name]...)
		}
	}
	slices.Sort(f.found.Clear)
}

// appName leaves out what is a form of file and no program.
func appName(a importer.App) string {
	switch a {
	case importer.TextList, importer.HTML, importer.JSON, importer.Picture, importer.Table:
		return ""
	}
	return string(a)
}

// name is that of the only file, or nothing.
func (f *finder) name() string {
	if len(f.paths) == 1 {
		for name := range f.paths {
			return name
		}
	}
	return ""
}

// reject notes an entry that was refused, by the name it can be found under.
func (f *finder) reject(r importer.Rejected) {
	err := asText(r.Err)
	if Explain(err, "").Key == "err.unknown" {
		err = fmt.Errorf("%w: %w", ErrBadEntry, err)
	}
	f.found.Problems = append(f.found.Problems, Problem{Name: cmp.Or(r.Title, r.File), Line: r.Line, Err: err})
}

// inOrder puts the entries of each file into their own order.
func inOrder(es []importer.Entry) {
	for from := 0; from < len(es); {
		to := from + 1
		for to < len(es) && es[to].File == es[from].File {
			to++
		}
		slices.SortStableFunc(es[from:to], func(a, b importer.Entry) int { return cmp.Compare(a.Order, b.Order) })
		from = to
	}
}
