package disk

import (
	"errors"
	"syscall"
)

// Error codes of winerror.h.
const (
	errorAccessDenied     syscall.Errno = 5
	errorInvalidDrive     syscall.Errno = 15
	errorWriteProtect     syscall.Errno = 19
	errorNotReady         syscall.Errno = 21
	errorSharingViolation syscall.Errno = 32
	errorHandleDiskFull   syscall.Errno = 39
	errorBadNetPath       syscall.Errno = 53
	errorDiskFull         syscall.Errno = 112
	errorQuotaExceeded    syscall.Errno = 1295
)

// dirsSync says that a directory cannot be synced: NTFS journals names itself.
const dirsSync = false

func isFull(err error) bool {
	return errors.Is(err, errorDiskFull) || errors.Is(err, errorHandleDiskFull) || errors.Is(err, errorQuotaExceeded)
}

func isReadOnly(err error) bool { return errors.Is(err, errorWriteProtect) }

func isGone(err error) bool {
	return errors.Is(err, errorNotReady) || errors.Is(err, errorInvalidDrive) || errors.Is(err, errorBadNetPath)
}

// isBusy finds what a virus scanner, an indexer or a sync client causes while
// it holds the destination open.
func isBusy(err error) bool {
	return errors.Is(err, errorAccessDenied) || errors.Is(err, errorSharingViolation)
}

func notSupported(error) bool { return false }
