package platform

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Values of winuser.h and winbase.h.
const (
	cfDIB         = 8
	cfUnicodeText = 13
	gmemMoveable  = 0x0002
)

// markFormats keep a text out of the clipboard history, the cloud clipboard
// and tools that watch the clipboard. All of them are present with a zero,
// which for the first means "excluded" whatever its value is.
var markFormats = []string{
	"ExcludeClipboardContentFromMonitorProcessing",
	"CanIncludeInClipboardHistory",
	"CanUploadToCloudClipboard",
	"Clipboard Viewer Ignore",
}

var (
	procOpenClipboard              = user32.NewProc("OpenClipboard")
	procCloseClipboard             = user32.NewProc("CloseClipboard")
	procEmptyClipboard             = user32.NewProc("EmptyClipboard")
	procSetClipboardData           = user32.NewProc("SetClipboardData")
	procGetClipboardData           = user32.NewProc("GetClipboardData")
	procIsClipboardFormatAvailable = user32.NewProc("IsClipboardFormatAvailable")
	procRegisterClipboardFormat    = user32.NewProc("RegisterClipboardFormatW")
	procGlobalAlloc                = kernel32.NewProc("GlobalAlloc")
	procGlobalFree                 = kernel32.NewProc("GlobalFree")
	procGlobalLock                 = kernel32.NewProc("GlobalLock")
	procGlobalUnlock               = kernel32.NewProc("GlobalUnlock")
	procGlobalSize                 = kernel32.NewProc("GlobalSize")
	procRtlMoveMemory              = kernel32.NewProc("RtlMoveMemory")
)

type systemClipboard struct{}

func (*systemClipboard) backend() (clipboardBackend, error) { return windowsClipboard{}, nil }

func (*systemClipboard) close() {}

type windowsClipboard struct{}

// withClipboard opens the clipboard, which one program at a time may, and
// which belongs to the thread that opened it.
func withClipboard[T any](ctx context.Context, use func() (T, error)) (T, error) {
	return bounded(ctx, func() (T, error) {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		var none T
		for {
			ok, _, err := procOpenClipboard.Call(0)
			if ok != 0 {
				break
			}
			if ctx.Err() != nil {
				return none, fmt.Errorf("open clipboard: %w", err)
			}
			time.Sleep(10 * time.Millisecond)
		}
		defer procCloseClipboard.Call()
		return use()
	})
}

func (windowsClipboard) write(ctx context.Context, text string) error {
	u, err := windows.UTF16FromString(text)
	if err != nil {
		return errors.New("text with a zero")
	}
	_, err = withClipboard(ctx, func() (struct{}, error) {
		if ok, _, err := procEmptyClipboard.Call(); ok == 0 {
			return struct{}{}, fmt.Errorf("empty clipboard: %w", err)
		}
		// The marks come first: a watcher that wakes up too early finds them.
		for _, name := range markFormats {
			if err := setClipboard(registerFormat(name), make([]byte, 4)); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, setClipboard(cfUnicodeText, unsafe.Slice((*byte)(unsafe.Pointer(&u[0])), len(u)*2))
	})
	return err
}

func (windowsClipboard) readText(ctx context.Context) (string, error) {
	return withClipboard(ctx, func() (string, error) {
		data, err := getClipboard(cfUnicodeText, MaxClipboardText*2)
		if err != nil || len(data) < 2 {
			return "", ErrNoText
		}
		// UTF16ToString stops at the first zero.
		return windows.UTF16ToString(unsafe.Slice((*uint16)(unsafe.Pointer(&data[0])), len(data)/2)), nil
	})
}

func (windowsClipboard) clear(ctx context.Context) error {
	_, err := withClipboard(ctx, func() (struct{}, error) {
		if ok, _, err := procEmptyClipboard.Call(); ok == 0 {
			return struct{}{}, err
		}
		return struct{}{}, nil
	})
	return err
}

// image prefers the PNG that browsers and snipping tools offer; Windows makes
// a CF_DIB of every other bitmap by itself.
func (windowsClipboard) image(ctx context.Context) ([]byte, error) {
	return withClipboard(ctx, func() ([]byte, error) {
		data, err := getClipboard(registerFormat("PNG"), maxClipboardImage)
		if err == nil {
			return data, nil
		}
		if errors.Is(err, errTooMuch) {
			return nil, ErrImageTooLarge
		}
		dib, err := getClipboard(cfDIB, maxClipboardImage)
		if errors.Is(err, errTooMuch) {
			return nil, ErrImageTooLarge
		}
		if err != nil {
			return nil, ErrNoImage
		}
		return bmpFromDIB(dib)
	})
}

func (windowsClipboard) close() {}

func registerFormat(name string) uintptr {
	p, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return 0
	}
	id, _, _ := procRegisterClipboardFormat.Call(uintptr(unsafe.Pointer(p)))
	return id
}

// setClipboard copies data into a block of global memory, which the clipboard
// owns once it has taken it.
func setClipboard(format uintptr, data []byte) error {
	h, _, err := procGlobalAlloc.Call(gmemMoveable, uintptr(len(data)))
	if h == 0 {
		return fmt.Errorf("allocate clipboard memory: %w", err)
	}
	p, _, err := procGlobalLock.Call(h)
	if p == 0 {
		_, _, _ = procGlobalFree.Call(h)
		return fmt.Errorf("lock clipboard memory: %w", err)
	}
	_, _, _ = procRtlMoveMemory.Call(p, uintptr(unsafe.Pointer(&data[0])), uintptr(len(data)))
	_, _, _ = procGlobalUnlock.Call(h)
	if ok, _, err := procSetClipboardData.Call(format, h); ok == 0 {
		_, _, _ = procGlobalFree.Call(h)
		return fmt.Errorf("set clipboard: %w", err)
	}
	return nil
}

// getClipboard copies what is there under a format. The size is that of the
// memory block, so nothing is read beyond it.
func getClipboard(format uintptr, limit int) ([]byte, error) {
	if has, _, _ := procIsClipboardFormatAvailable.Call(format); has == 0 {
		return nil, errNoFormat
	}
	h, _, err := procGetClipboardData.Call(format)
	if h == 0 {
		return nil, fmt.Errorf("get clipboard: %w", err)
	}
	size, _, _ := procGlobalSize.Call(h)
	if size == 0 {
		return nil, errNoFormat
	}
	if size > uintptr(limit) {
		return nil, errTooMuch
	}
	p, _, err := procGlobalLock.Call(h)
	if p == 0 {
		return nil, fmt.Errorf("lock clipboard memory: %w", err)
	}
	defer procGlobalUnlock.Call(h)
	data := make([]byte, size)
	_, _, _ = procRtlMoveMemory.Call(uintptr(unsafe.Pointer(&data[0])), p, size)
	return data, nil
}

var errNoFormat = errors.New("clipboard has no such format")
