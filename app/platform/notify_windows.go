package platform

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// notifyIconData is NOTIFYICONDATAW of shellapi.h.
type notifyIconData struct {
	size            uint32
	window          windows.HWND
	id              uint32
	flags           uint32
	callbackMessage uint32
	icon            windows.Handle
	tip             [128]uint16
	state           uint32
	stateMask       uint32
	info            [256]uint16
	version         uint32
	infoTitle       [64]uint16
	infoFlags       uint32
	guid            windows.GUID
	balloonIcon     windows.Handle
}

// Values of Shell_NotifyIconW.
const (
	nimAdd    = 0
	nimDelete = 2
	nifIcon   = 0x02
	nifInfo   = 0x10
	// niifQuiet is no icon, no sound (NIIF_NOSOUND), and nothing at all in the
	// hours in which the user wants quiet (NIIF_RESPECT_QUIET_TIME).
	niifQuiet   = 0x10 | 0x80
	idiApp      = 32512
	noticeStays = 8 * time.Second
)

var (
	procShellNotifyIcon = shell32.NewProc("Shell_NotifyIconW")
	procLoadIcon        = user32.NewProc("LoadIconW")
)

// notify shows a balloon of an icon that is removed again. It is a system call
// with two buffers: no script is built, so no text can become one.
func notify(_ context.Context, n Notice) error {
	w, err := newHiddenWindow(nil)
	if err != nil {
		return err
	}
	d := &notifyIconData{id: 1, flags: nifInfo | nifIcon, infoFlags: niifQuiet}
	d.size = uint32(unsafe.Sizeof(*d))
	d.window = w.handle
	icon, _, _ := procLoadIcon.Call(0, idiApp)
	d.icon = windows.Handle(icon)
	if err := errors.Join(putUTF16(d.infoTitle[:], n.Title), putUTF16(d.info[:], n.Body)); err != nil {
		w.close()
		return err
	}
	ok, _, err := procShellNotifyIcon.Call(nimAdd, uintptr(unsafe.Pointer(d)))
	if ok == 0 {
		w.close()
		return fmt.Errorf("show balloon: %w", err)
	}
	// The balloon goes with its icon, so the icon stays for a while.
	time.AfterFunc(noticeStays, func() {
		_, _, _ = procShellNotifyIcon.Call(nimDelete, uintptr(unsafe.Pointer(d)))
		w.close()
	})
	return nil
}

// putUTF16 copies s into a fixed buffer, cut to fit and ended with a zero.
func putUTF16(buf []uint16, s string) error {
	u, err := windows.UTF16FromString(s)
	if err != nil {
		return err
	}
	if len(u) > len(buf) {
		u = u[:len(buf)-1]
		if last := u[len(u)-1]; last >= 0xd800 && last < 0xdc00 {
			u = u[:len(u)-1] // no half of a surrogate pair
		}
		u = append(u, 0)
	}
	copy(buf, u)
	return nil
}
