// Package disk writes this computer's files so that a crash, a full disk or a
// pulled plug leaves the old content or the new one, never something between.
//
// [Dir.Write] is the protocol of design.md, section 3: a temporary file in the
// same directory, private from creation, written, synced, closed, read back,
// renamed over the old one, and the directory synced. [FS] is the seam to the
// operating system; package faulty implements it with failures, so that every
// step can be made to fail in a test. The package knows nothing of vaults,
// keys or encryption.
package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// FS is what the protocol needs of a file system. Paths are as the operating
// system writes them.
type FS interface {
	// Mkdir makes a directory that only its owner may enter, and its parents.
	// A directory that is there already is no error.
	Mkdir(path string) error
	// Create makes a file that must not exist, readable by its owner alone.
	Create(path string) (File, error)
	// Read gives the content, or [ErrTooLarge] above limit bytes.
	Read(path string, limit int64) ([]byte, error)
	// List gives the entries of a directory in the order of their names.
	List(path string) ([]fs.DirEntry, error)
	// Rename puts the file at from in the place of to, replacing it.
	Rename(from, to string) error
	// Remove deletes a file.
	Remove(path string) error
	// SyncDir makes the names in a directory durable, where the system can.
	SyncDir(path string) error
}

// File is a file being written.
type File interface {
	io.Writer
	// Sync makes the content durable.
	Sync() error
	Close() error
}

// Clock gives the time and waits. The store never reads the time by itself.
type Clock interface {
	Now() time.Time
	Sleep(time.Duration)
}

// SystemClock is the clock of the operating system.
type SystemClock struct{}

// Now gives the current time.
func (SystemClock) Now() time.Time { return time.Now() }

// Sleep waits for d.
func (SystemClock) Sleep(d time.Duration) { time.Sleep(d) }

// OS is the real file system.
type OS struct{}

// Mkdir implements [FS].
func (OS) Mkdir(path string) error { return os.MkdirAll(path, 0o700) }

// Create implements [FS]. O_EXCL refuses a file, a link or a pipe that
// somebody laid there before us.
func (OS) Create(path string) (File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// Read implements [FS]. Pipes and devices are refused before they are opened,
// because opening one can block for ever.
func (OS) Read(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	const special = fs.ModeDir | fs.ModeNamedPipe | fs.ModeSocket | fs.ModeDevice | fs.ModeCharDevice
	if info.Mode()&special != 0 {
		return nil, fmt.Errorf("%s: %w", path, ErrNotFile)
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("%s: %w", path, ErrTooLarge)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // opened for reading: nothing can be lost here
	// The file may have grown since Stat; one byte above the limit tells.
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > limit {
		return nil, fmt.Errorf("%s: %w", path, ErrTooLarge)
	}
	return b, nil
}

// List implements [FS].
func (OS) List(path string) ([]fs.DirEntry, error) { return os.ReadDir(path) }

// Rename implements [FS].
func (OS) Rename(from, to string) error { return os.Rename(from, to) }

// Remove implements [FS].
func (OS) Remove(path string) error { return os.Remove(path) }

// SyncDir implements [FS]. File systems that cannot sync a directory say so
// with an error that is no failure; Windows has no such call at all.
func (OS) SyncDir(path string) error {
	if !dirsSync {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	err = d.Sync()
	if err != nil && notSupported(err) {
		err = nil
	}
	return errors.Join(err, d.Close())
}
