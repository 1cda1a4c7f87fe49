//go:build !windows

package disk

import (
	"errors"
	"syscall"
)

// dirsSync says that a directory can be opened and synced.
const dirsSync = true

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

// isGone finds a disk that was pulled out. A deleted directory shows as a
// missing file, which [Dir] tells apart by looking.
func isGone(err error) bool {
	return errors.Is(err, syscall.ENODEV) || errors.Is(err, syscall.ENXIO) ||
		errors.Is(err, syscall.ESTALE) || errors.Is(err, syscall.ENOTCONN)
}

// isBusy is never true: a rename replaces open files on these systems.
func isBusy(error) bool { return false }

func notSupported(err error) bool {
	return errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP)
}
