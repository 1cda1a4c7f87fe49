package store

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"twofold/sync/store/disk"
)

// takeLock makes this process the owner of the directory until the lock is
// closed or the process ends. The kernel holds the lock, so one left by a
// crash is no lock.
//
// The lock is not behind the file system seam: it is a promise between
// processes, which an imitation could not keep.
func takeLock(path string) (*flock.Flock, error) {
	l := flock.New(filepath.Join(path, lockFile), flock.SetPermissions(0o600))
	ok, err := l.TryLock()
	if err != nil {
		return nil, disk.Classify("lock", path, err)
	}
	if !ok {
		return nil, ErrInUse
	}
	return l, nil
}

// ownsDirectory reports whether the directory at the store's path still is
// the one that was locked. After a folder was deleted and made again, or
// another disk mounted in its place, writing would replace somebody else's
// files.
func (s *Store) ownsDirectory() bool {
	if s.lock == nil {
		return true // a read-only directory, where there is nothing to own
	}
	held, err := s.lock.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(filepath.Join(s.dir.Path(), lockFile))
	if errors.Is(err, os.ErrNotExist) {
		return false
	}
	// A lock file that cannot be looked at for another reason does not keep
	// an edit from being saved.
	return err != nil || os.SameFile(held, there)
}
