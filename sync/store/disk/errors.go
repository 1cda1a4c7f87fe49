package disk

import (
	"errors"
	"fmt"
	"io/fs"
)

// The failures of a file system that a caller tells apart. The error of the
// operating system is wrapped beside them.
var (
	// ErrFull means that the disk or the user's quota is used up.
	ErrFull = errors.New("disk full")
	// ErrReadOnly means a file system that takes no writes at all.
	ErrReadOnly = errors.New("read-only file system")
	// ErrGone means that the directory has vanished: deleted, renamed, or on
	// a disk that was pulled out.
	ErrGone = errors.New("directory gone")
	// ErrPermission means that this user may not read or write there.
	ErrPermission = errors.New("permission denied")
	// ErrMismatch means that a file read back differs from what was written.
	ErrMismatch = errors.New("file read back differs from what was written")
	// ErrTooLarge means a file above the limit of its kind.
	ErrTooLarge = errors.New("file too large")
	// ErrBusy means that another program holds the destination of a rename
	// open, for good as far as could be waited. Only Windows knows it.
	ErrBusy = errors.New("file in use by another program")
	// ErrNotFile means a directory, a pipe or a device where a file belongs.
	ErrNotFile = errors.New("not a file")
)

// Classify puts the matching error of this package before err, so that both
// can be found with errors.Is. A missing file stays fs.ErrNotExist: only the
// caller knows whether its directory is missing too.
func Classify(op, name string, err error) error {
	if err == nil {
		return nil
	}
	for _, known := range []error{ErrFull, ErrReadOnly, ErrGone, ErrPermission, ErrMismatch, ErrBusy} {
		if errors.Is(err, known) {
			return fmt.Errorf("%s %s: %w", op, name, err)
		}
	}
	var kind error
	switch {
	case isFull(err):
		kind = ErrFull
	case isReadOnly(err):
		kind = ErrReadOnly
	case isGone(err):
		kind = ErrGone
	case errors.Is(err, fs.ErrPermission):
		kind = ErrPermission
	case isBusy(err):
		kind = ErrBusy
	default:
		return fmt.Errorf("%s %s: %w", op, name, err)
	}
	return fmt.Errorf("%s %s: %w: %w", op, name, kind, err)
}
