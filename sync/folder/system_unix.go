//go:build !windows

package folder

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

func isGone(err error) bool {
	return errors.Is(err, syscall.ENODEV) || errors.Is(err, syscall.ENXIO) || errors.Is(err, syscall.EIO) ||
		errors.Is(err, syscall.ESTALE) || errors.Is(err, syscall.ENOTCONN)
}

// isBusy finds the imitation of what Windows says; other systems never do.
func isBusy(err error) bool { return errors.Is(err, errBusy) }

func cannotSync(err error) bool {
	return errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) || errors.Is(err, syscall.ENOSYS)
}

// notHydrated finds a file whose content the provider would have to fetch,
// where fetching is switched off.
func notHydrated(err error) bool { return errors.Is(err, syscall.EDEADLK) }

// syncDir makes the new name durable. Errors are ignored: the provider uploads
// what it sees, durable or not.
func syncDir(path string) {
	if d, err := os.Open(path); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// volumeOf is the number of the file system that info lies on.
func volumeOf(info fs.FileInfo) (uint64, bool) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return uint64(st.Dev) + 1, true // Dev may be 0, which here means unknown
}

// writable asks the system without writing anything.
func writable(path string) bool {
	const writeAndSearch = 2 | 1
	return syscall.Access(path, writeAndSearch) == nil
}
