package disk

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
)

// tempSuffix marks files that are being written.
const tempSuffix = ".tmp"

// renamePatience is how long a rename that Windows refuses is tried again.
// Scanners hold a file for 0.2 to 2 seconds.
const renamePatience = 2 * time.Second

// Dir is one directory and its sub-directories, of which this process is the
// only writer. Names are relative and use slashes.
type Dir struct {
	fs    FS
	path  string
	clock Clock
	rand  io.Reader
}

// NewDir describes the directory at path. Nothing is touched.
func NewDir(system FS, path string, clock Clock, rand io.Reader) *Dir {
	return &Dir{fs: system, path: path, clock: clock, rand: rand}
}

// Path is where the directory lies.
func (d *Dir) Path() string { return d.path }

// Make creates the directory and the named sub-directories.
func (d *Dir) Make(subs ...string) error {
	for _, sub := range append([]string{"."}, subs...) {
		if err := d.fs.Mkdir(d.join(sub)); err != nil {
			return Classify("make directory", sub, err)
		}
	}
	return nil
}

// Read gives the content of a file of at most limit bytes. A file that is
// missing from a directory that is there gives fs.ErrNotExist.
func (d *Dir) Read(name string, limit int64) ([]byte, error) {
	b, err := d.fs.Read(d.join(name), limit)
	if err != nil {
		return nil, d.fail("read", name, err)
	}
	return b, nil
}

// Names lists the files of a sub-directory ("." for the directory itself) in
// order, without directories and without files being written.
func (d *Dir) Names(sub string) ([]string, error) {
	entries, err := d.fs.List(d.join(sub))
	if err != nil {
		return nil, d.fail("list", sub, err)
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() && !isTemp(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// Write replaces the content of a file, or makes it. When it returns nil the
// new content is durable. When it returns an error the old content is still
// there, or the new one is: never a mixture and never neither.
func (d *Dir) Write(name string, data []byte) error {
	final := d.join(name)
	temp, err := d.tempName(final)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := d.fill(temp, data); err != nil {
		// The error that matters is the first one; a temporary file that
		// stays is swept at the next start.
		_ = d.fs.Remove(temp)
		return d.fail("write", name, err)
	}
	if err := d.rename(temp, final); err != nil {
		_ = d.fs.Remove(temp)
		return d.fail("write", name, err)
	}
	if err := d.fs.SyncDir(filepath.Dir(final)); err != nil {
		return d.fail("write", name, err)
	}
	return nil
}

// fill makes the temporary file and proves its content.
func (d *Dir) fill(temp string, data []byte) error {
	f, err := d.fs.Create(temp)
	if err != nil {
		return err
	}
	n, err := f.Write(data)
	if err == nil && n < len(data) {
		err = io.ErrShortWrite
	}
	if err == nil {
		err = f.Sync()
	}
	// Some systems report a failed write only here, so Close counts.
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	back, err := d.fs.Read(temp, int64(len(data)))
	if errors.Is(err, ErrTooLarge) {
		return ErrMismatch
	}
	if err != nil {
		return err
	}
	// Comparing the bytes says all that comparing their hashes would say.
	if !bytes.Equal(back, data) {
		return ErrMismatch
	}
	return nil
}

// rename waits out programs that hold the destination open, as Windows allows.
func (d *Dir) rename(from, to string) error {
	begin := d.clock.Now()
	for wait := 10 * time.Millisecond; ; wait *= 2 {
		err := d.fs.Rename(from, to)
		if err == nil || !(isBusy(err) || errors.Is(err, ErrBusy)) {
			return err
		}
		left := renamePatience - d.clock.Now().Sub(begin)
		if left <= 0 {
			return err
		}
		d.clock.Sleep(min(wait, left))
	}
}

// Remove deletes a file durably. A file that is not there is no error.
func (d *Dir) Remove(name string) error {
	err := d.fs.Remove(d.join(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = d.fs.SyncDir(filepath.Dir(d.join(name)))
	}
	if err != nil {
		return d.fail("remove", name, err)
	}
	return nil
}

// MoveAside gives a file that cannot be read a dated name in the same
// directory and returns that name. Nothing is ever overwritten: a name that
// is taken gets a number.
func (d *Dir) MoveAside(name string) (string, error) {
	sub := filepath.ToSlash(filepath.Dir(name))
	entries, err := d.fs.List(d.join(sub))
	if err != nil {
		return "", d.fail("list", sub, err)
	}
	taken := map[string]bool{}
	for _, e := range entries {
		taken[e.Name()] = true
	}
	stem := asideStem(filepath.Base(name), d.clock.Now())
	target := stem
	for n := 2; taken[target]; n++ {
		target = fmt.Sprintf("%s-%d", stem, n)
	}
	aside := target
	if sub != "." {
		aside = sub + "/" + target
	}
	if err := d.rename(d.join(name), d.join(aside)); err != nil {
		return "", d.fail("move aside", name, err)
	}
	if err := d.fs.SyncDir(d.join(sub)); err != nil {
		return "", d.fail("move aside", name, err)
	}
	return aside, nil
}

// asideMark separates a file's name from the moment it was moved aside.
const asideMark = ".unreadable-"

func asideStem(base string, now time.Time) string {
	return base + asideMark + now.UTC().Format("2006-01-02-150405")
}

// IsAside reports whether name was given by [Dir.MoveAside].
func IsAside(name string) bool { return strings.Contains(name, asideMark) }

// Sweep removes the temporary files that a crash left behind in the named
// sub-directories. Only the one process that owns the directory may call it.
func (d *Dir) Sweep(subs ...string) error {
	for _, sub := range subs {
		entries, err := d.fs.List(d.join(sub))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return d.fail("list", sub, err)
		}
		for _, e := range entries {
			if e.IsDir() || !isTemp(e.Name()) {
				continue
			}
			if err := d.fs.Remove(filepath.Join(d.join(sub), e.Name())); err != nil {
				return d.fail("remove", e.Name(), err)
			}
		}
	}
	return nil
}

// fail names an error. Where a file is missing, the directory is looked for:
// one that has vanished too is a different trouble from a missing file.
func (d *Dir) fail(op, name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		if _, gone := d.fs.List(d.path); errors.Is(gone, fs.ErrNotExist) {
			return fmt.Errorf("%s %s: %w: %w", op, name, ErrGone, err)
		}
	}
	return Classify(op, name, err)
}

func (d *Dir) join(name string) string { return filepath.Join(d.path, filepath.FromSlash(name)) }

// tempName adds 64 random bits, so that two attempts never meet.
func (d *Dir) tempName(final string) (string, error) {
	var b [8]byte
	if _, err := io.ReadFull(d.rand, b[:]); err != nil {
		return "", fmt.Errorf("read random bytes: %w", err)
	}
	return final + "." + hex.EncodeToString(b[:]) + tempSuffix, nil
}

func isTemp(name string) bool { return strings.HasSuffix(name, tempSuffix) }
