package platform

import (
	"context"
	"errors"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// fileOperation is SHFILEOPSTRUCTW of shellapi.h on 64-bit Windows, where it
// has the natural alignment.
type fileOperation struct {
	window     windows.HWND
	function   uint32
	from, to   *uint16
	flags      uint16
	aborted    int32
	mappings   uintptr
	titleOfBox *uint16
}

const (
	foDelete            = 3
	fofSilent           = 0x0004
	fofNoConfirmation   = 0x0010
	fofAllowUndo        = 0x0040
	fofNoErrorUI        = 0x0400
	fofWantNukeWarning  = 0x4000
	fileOperationLength = 8 + 8 + 8 + 8 + 8 + 8 + 8
)

var procSHFileOperation = shell32.NewProc("SHFileOperationW")

// moveToBin uses the shell's own operation. Where a disk has no bin the shell
// would delete for good; fofWantNukeWarning makes it ask first.
func moveToBin(ctx context.Context, path string) error {
	_, err := bounded(ctx, func() (struct{}, error) { return struct{}{}, shellDelete(path) })
	return err
}

func shellDelete(path string) error {
	if unsafe.Sizeof(fileOperation{}) != fileOperationLength {
		return errors.Join(ErrNoBin, errors.ErrUnsupported) // 32-bit Windows packs it
	}
	from, err := windows.UTF16FromString(path)
	if err != nil {
		return err
	}
	from = append(from, 0) // a list of paths, ended with an empty one
	op := &fileOperation{
		function: foDelete,
		from:     &from[0],
		flags:    fofSilent | fofNoConfirmation | fofAllowUndo | fofNoErrorUI | fofWantNukeWarning,
	}
	code, _, _ := procSHFileOperation.Call(uintptr(unsafe.Pointer(op)))
	if code != 0 || op.aborted != 0 {
		return errors.Join(ErrNoBin, fmt.Errorf("shell says %#x", code))
	}
	if _, err := os.Lstat(path); err == nil {
		return ErrNoBin
	}
	return nil
}
