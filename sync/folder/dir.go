package folder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Clock gives the time and timers. Nothing here reads the time by itself.
type Clock interface {
	Now() time.Time
	// After gives a channel that gets the time once d has passed, unless stop
	// is called before.
	After(d time.Duration) (c <-chan time.Time, stop func())
}

// SystemClock is the clock of the operating system.
type SystemClock struct{}

// Now implements [Clock].
func (SystemClock) Now() time.Time { return time.Now() }

// After implements [Clock].
func (SystemClock) After(d time.Duration) (<-chan time.Time, func()) {
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}

// Dir is a real directory. It never makes its root, and never writes
// anywhere else when the root is missing.
//
// Calls into a provider's file system can hang for ever. They run in their
// own goroutines, of which there are at most [Readers] for reading and one
// each for scanning and writing, and the caller stops waiting after
// [ReadLimit] or at the end of its context.
type Dir struct {
	root  string
	names Names
	clock Clock
	rand  io.Reader
	sys   system

	reading, scanning, writing chan struct{}
	watch                      *watch // nil until Watch

	mu     sync.Mutex
	volume uint64 // on which the root was last seen; 0 if unknown
	swept  time.Time
}

// system is the part of package os that a test makes fail.
type system struct {
	create func(path string) (file, error)
	rename func(from, to string) error
	remove func(path string) error
	read   func(path string) ([]byte, error)
}

type file interface {
	io.Writer
	Sync() error
	Close() error
}

// NewDir describes the folder at root. Nothing is touched.
func NewDir(root string, names Names, clock Clock, rand io.Reader) *Dir {
	return &Dir{
		root: filepath.Clean(root), names: names, clock: clock, rand: rand,
		sys:     system{create: createFile, rename: os.Rename, remove: os.Remove, read: readFile},
		reading: make(chan struct{}, Readers), scanning: make(chan struct{}, 1), writing: make(chan struct{}, 1),
	}
}

// Root is where the folder lies.
func (d *Dir) Root() string { return d.root }

func createFile(path string) (file, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// special are kinds of files that are never opened: it could block for ever.
// ModeIrregular is not among them: it is what Go says of every placeholder of
// OneDrive on Windows.
const special = fs.ModeDir | fs.ModeNamedPipe | fs.ModeSocket | fs.ModeDevice | fs.ModeCharDevice

func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode()&special != 0 {
		return nil, fs.ErrInvalid
	}
	if info.Size() > MaxFile {
		return nil, ErrTooLarge
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // opened for reading: nothing can be lost here
	b, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err != nil {
		return nil, err
	}
	if len(b) > MaxFile {
		return nil, ErrTooLarge
	}
	return b, nil
}

// run does work in a goroutine of its own, as soon as one of slots is free,
// and waits for it as long as makes sense. A call that hangs keeps its slot,
// so that the number of hanging goroutines is bounded.
func run[T any](ctx context.Context, clock Clock, slots chan struct{}, work func() (T, error)) (T, error) {
	var none T
	late, stop := clock.After(ReadLimit)
	defer stop()
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return none, ctx.Err()
	case <-late:
		return none, ErrSlow
	}
	type result struct {
		v   T
		err error
	}
	done := make(chan result, 1)
	go func() {
		v, err := work()
		<-slots
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.v, r.err
	case <-ctx.Done():
		return none, ctx.Err()
	case <-late:
		return none, ErrSlow
	}
}

// Read implements [Folder].
func (d *Dir) Read(ctx context.Context, path string) ([]byte, error) {
	full, err := d.path(path)
	if err != nil {
		return nil, err
	}
	b, err := run(ctx, d.clock, d.reading, func() ([]byte, error) { return d.sys.read(full) })
	switch {
	case err == nil:
		return b, nil
	case notHydrated(err):
		return nil, fmt.Errorf("read %s: %w", path, ErrNotDownloaded)
	}
	return nil, fmt.Errorf("read %s: %w", path, err)
}

// Remove implements [Folder].
func (d *Dir) Remove(ctx context.Context, path string) error {
	full, err := d.path(path)
	if err != nil {
		return err
	}
	_, err = run(ctx, d.clock, d.writing, func() (struct{}, error) {
		return struct{}{}, d.patiently(ctx, func() error { return d.sys.remove(full) })
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return d.fail("remove", path, err)
	}
	return nil
}

// path keeps a relative path inside the folder: a file of the root or of a
// directory in it.
func (d *Dir) path(path string) (string, error) {
	if !fs.ValidPath(path) || path == "." || !filepath.IsLocal(filepath.FromSlash(path)) {
		return "", fmt.Errorf("%w: not a path inside the folder", ErrBadName)
	}
	dirs := 0
	for _, c := range path {
		if c == '/' {
			dirs++
		}
	}
	if dirs > 1 {
		return "", fmt.Errorf("%w: too deep", ErrBadName)
	}
	return filepath.Join(d.root, filepath.FromSlash(path)), nil
}

// fail names an error of writing. A missing file can mean a missing folder.
func (d *Dir) fail(op, name string, err error) error {
	var kind error
	switch {
	case isFull(err):
		kind = ErrFull
	case isReadOnly(err), errors.Is(err, fs.ErrPermission):
		kind = ErrReadOnly
	case isGone(err):
		kind = ErrUnavailable
	case errors.Is(err, fs.ErrNotExist):
		if _, gone := os.Stat(d.root); gone != nil {
			kind = ErrUnavailable
		}
	}
	if kind == nil || errors.Is(err, kind) {
		return fmt.Errorf("%s %s: %w", op, name, err)
	}
	return fmt.Errorf("%s %s: %w: %w", op, name, kind, err)
}
