package platform

import (
	"os"

	"golang.org/x/sys/windows"
)

// attachParentProcess asks for the console of whoever started us
// (ATTACH_PARENT_PROCESS of AttachConsole).
const attachParentProcess = ^uintptr(0)

var attachConsoleProc = kernel32.NewProc("AttachConsole")

func attachConsole() {
	in, out, errs := closed(os.Stdin), closed(os.Stdout), closed(os.Stderr)
	if !in && !out && !errs {
		return
	}
	if ok, _, _ := attachConsoleProc.Call(attachParentProcess); ok == 0 {
		return // started from the desktop: there is nobody to talk to
	}
	// Reading too: a console's mode, which hides a typed passphrase, can be
	// changed only through a handle that may do both.
	if f := console("CONIN$"); in && f != nil {
		os.Stdin = f
	}
	if f := console("CONOUT$"); out && f != nil {
		os.Stdout = f
	}
	if f := console("CONOUT$"); errs && f != nil {
		os.Stderr = f
	}
}

// closed reports whether a stream leads nowhere.
func closed(f *os.File) bool {
	kind, err := windows.GetFileType(windows.Handle(f.Fd()))
	return err != nil || kind == windows.FILE_TYPE_UNKNOWN
}

func console(name string) *os.File {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil
	}
	return f
}
