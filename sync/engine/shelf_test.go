package engine_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"twofold/sync/engine"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
)

// shelf is a folder that several computers see at once and alike, so that a
// test can change its files one by one.
type shelf struct {
	mu      sync.Mutex
	files   map[string]*book
	waiting []string
	refuse  error // of publishing
	gone    bool
	reads   int
	clock   time.Time
}

type book struct {
	data  []byte
	mtime time.Time
	err   error // of reading
}

func newShelf() *shelf { return &shelf{files: map[string]*book{}, clock: noon} }

func (s *shelf) put(path string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = s.clock.Add(time.Second)
	s.files[path] = &book{data: data, mtime: s.clock}
}

func (s *shelf) names() (out []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for p := range s.files {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

// newest is the path and bytes of the newest snapshot of a computer.
func (s *shelf) newest(t testing.TB, dev string) (string, []byte) {
	t.Helper()
	at, best := "", uint64(0)
	for _, p := range s.names() {
		if n, ok := snapshot.ParseName(p); ok && n.Dev == dev && n.Seq >= best {
			at, best = p, n.Seq
		}
	}
	if at == "" {
		t.Fatalf("no file of %s among %q", dev, s.names())
	}
	return at, bytes.Clone(s.files[at].data)
}

func (s *shelf) wipe() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files = map[string]*book{}
}

func (s *shelf) Scan(context.Context) (folder.Listing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gone {
		return folder.Listing{}, folder.ErrUnavailable
	}
	l := folder.Listing{Waiting: slices.Clone(s.waiting)}
	for p, b := range s.files {
		name := p[strings.LastIndexByte(p, '/')+1:]
		_, exact := snapshot.ParseName(name)
		l.Entries = append(l.Entries, folder.Entry{
			Path: p, Name: name, Size: int64(len(b.data)), ModTime: b.mtime, Copy: !exact,
		})
	}
	slices.SortFunc(l.Entries, func(a, b folder.Entry) int { return strings.Compare(a.Path, b.Path) })
	return l, nil
}

func (s *shelf) Read(_ context.Context, path string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	b := s.files[path]
	switch {
	case s.gone:
		return nil, folder.ErrUnavailable
	case b == nil:
		return nil, fmt.Errorf("read %s: no such file", path)
	case b.err != nil:
		return nil, b.err
	}
	return bytes.Clone(b.data), nil
}

func (s *shelf) Publish(_ context.Context, name string, data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.gone:
		return folder.ErrUnavailable
	case s.refuse != nil:
		return s.refuse
	}
	if b := s.files[name]; b != nil {
		if !bytes.Equal(b.data, data) {
			return folder.ErrExists
		}
		return nil
	}
	s.clock = s.clock.Add(time.Second)
	s.files[name] = &book{data: bytes.Clone(data), mtime: s.clock}
	return nil
}

func (s *shelf) Remove(_ context.Context, path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.files, path)
	return nil
}

// pair is two computers of one vault, each with an account, that agree.
func pair(t testing.TB) (*shelf, *machine, *machine) {
	t.Helper()
	s := newShelf()
	a := newMachine(t, "a", s).create()
	b := newMachine(t, "b", s)
	approve(t, a, b)
	a.add("GitHub")
	b.add("Google")
	together(2*time.Minute, a, b)
	if a.print() != b.print() || len(a.issuers()) != 2 {
		t.Fatalf("no agreement: %q and %q", a.issuers(), b.issuers())
	}
	a.said, b.said = nil, nil
	return s, a, b
}

// together lets time pass for all.
func together(d time.Duration, ms ...*machine) {
	for t := time.Duration(0); t < d; t += 5 * time.Second {
		for _, m := range ms {
			m.clock.now = m.clock.now.Add(5 * time.Second)
			m.step()
		}
	}
}

var _ engine.Replica = engine.Alone{}
