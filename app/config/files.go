package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// FileSystem is what this package asks of a disk. [Disk] is the real one;
// tests put one in that fails at a chosen step.
type FileSystem interface {
	// ReadFile reads at most limit+1 bytes of a regular file.
	ReadFile(path string, limit int) ([]byte, error)
	MkdirAll(path string) error
	// CreateTemp makes a new file readable by the owner only.
	CreateTemp(dir, pattern string) (TempFile, error)
	Rename(from, to string) error
	Remove(path string) error
	Exists(path string) bool
	// SyncDir makes a rename in this directory last.
	SyncDir(dir string) error
}

// TempFile is a file being written.
type TempFile interface {
	io.WriteCloser
	Name() string
	Sync() error
}

// Disk is the computer's own file system.
type Disk struct{}

// ReadFile implements [FileSystem].
func (Disk) ReadFile(path string, limit int) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if fi, err := f.Stat(); err != nil || !fi.Mode().IsRegular() {
		return nil, errors.Join(fmt.Errorf("%s is not a regular file", filepath.Base(path)), err)
	}
	return io.ReadAll(io.LimitReader(f, int64(limit)+1))
}

// MkdirAll implements [FileSystem].
func (Disk) MkdirAll(path string) error { return os.MkdirAll(path, 0o700) }

// CreateTemp implements [FileSystem]; the standard library creates it as 0600.
func (Disk) CreateTemp(dir, pattern string) (TempFile, error) { return os.CreateTemp(dir, pattern) }

// Rename implements [FileSystem]. Windows refuses while another program, a
// virus scanner mostly, has the target open, so it is tried a few times.
func (Disk) Rename(from, to string) error {
	err := os.Rename(from, to)
	for i := 0; i < 10 && runtime.GOOS == "windows" && errors.Is(err, fs.ErrPermission); i++ {
		time.Sleep(20 * time.Millisecond)
		err = os.Rename(from, to)
	}
	return err
}

// Remove implements [FileSystem].
func (Disk) Remove(path string) error { return os.Remove(path) }

// Exists implements [FileSystem].
func (Disk) Exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// SyncDir implements [FileSystem]. Windows has no such call and makes the
// rename last by itself.
func (Disk) SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// replace writes data beside path and renames it over path, so that at every
// moment the old or the new content is there as a whole.
func replace(files FileSystem, path string, data []byte) (err error) {
	dir := filepath.Dir(path)
	if err := files.MkdirAll(dir); err != nil {
		return fmt.Errorf("make settings directory: %w", err)
	}
	f, err := files.CreateTemp(dir, ".settings-*.tmp")
	if err != nil {
		return fmt.Errorf("create settings: %w", err)
	}
	defer func() {
		if err != nil {
			_ = files.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	if err = files.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("replace settings: %w", err)
	}
	// The rename happened; a directory that cannot be synced only means that
	// after a power cut the old settings may be back.
	_ = files.SyncDir(dir)
	return nil
}
