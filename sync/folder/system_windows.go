package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Error codes of winerror.h.
const (
	errorAccessDenied      syscall.Errno = 5
	errorInvalidDrive      syscall.Errno = 15
	errorWriteProtect      syscall.Errno = 19
	errorNotReady          syscall.Errno = 21
	errorSharingViolation  syscall.Errno = 32
	errorHandleDiskFull    syscall.Errno = 39
	errorNotSupported      syscall.Errno = 50
	errorBadNetPath        syscall.Errno = 53
	errorDiskFull          syscall.Errno = 112
	errorCloudNotRunning   syscall.Errno = 362
	errorCloudNotInSync    syscall.Errno = 377
	errorCloudNetwork      syscall.Errno = 388
	errorCloudUnsuccessful syscall.Errno = 389
)

func isFull(err error) bool {
	return errors.Is(err, errorDiskFull) || errors.Is(err, errorHandleDiskFull)
}

func isReadOnly(err error) bool { return errors.Is(err, errorWriteProtect) }

func isGone(err error) bool {
	return errors.Is(err, errorNotReady) || errors.Is(err, errorInvalidDrive) || errors.Is(err, errorBadNetPath)
}

func isBusy(err error) bool {
	return errors.Is(err, errBusy) || errors.Is(err, errorAccessDenied) || errors.Is(err, errorSharingViolation)
}

func cannotSync(err error) bool { return errors.Is(err, errorNotSupported) }

func notHydrated(err error) bool {
	return errors.Is(err, errorCloudNotRunning) || errors.Is(err, errorCloudNotInSync) ||
		errors.Is(err, errorCloudNetwork) || errors.Is(err, errorCloudUnsuccessful)
}

func syncDir(string) {} // NTFS journals names itself

// volumeOf does not know: a drive that is pulled out takes its letter along.
func volumeOf(fs.FileInfo) (uint64, bool) { return 0, false }

// Attributes of files whose content is elsewhere (winnt.h).
const (
	attributeOffline            = 0x1000
	attributeRecallOnOpen       = 0x40000
	attributeRecallOnDataAccess = 0x400000
)

func offline(info fs.FileInfo) bool {
	data, ok := info.Sys().(*syscall.Win32FileAttributeData)
	return ok && data.FileAttributes&(attributeOffline|attributeRecallOnOpen|attributeRecallOnDataAccess) != 0
}

// writable tries: access lists cannot be judged in any other way. The name is
// one that no provider uploads.
func writable(path string) bool {
	name := filepath.Join(path, "~$twofold-probe.tmp")
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return false
	}
	_ = f.Close()
	return os.Remove(name) == nil
}
