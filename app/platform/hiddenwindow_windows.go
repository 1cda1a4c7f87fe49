package platform

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"
)

// hiddenWindow is a top-level window that is never shown. It is not a
// message-only one, because those miss broadcasts such as WM_POWERBROADCAST.
// Its messages are handled on a thread of its own.
type hiddenWindow struct {
	handle windows.HWND
	ended  chan struct{}
}

// message handles one window message; handled says that result is the answer.
type message func(msg uint32, wparam, lparam uintptr) (result uintptr, handled bool)

// windowClassEx is WNDCLASSEXW of winuser.h.
type windowClassEx struct {
	size       uint32
	style      uint32
	wndProc    uintptr
	clsExtra   int32
	wndExtra   int32
	instance   windows.Handle
	icon       windows.Handle
	cursor     windows.Handle
	background windows.Handle
	menuName   *uint16
	className  *uint16
	iconSmall  windows.Handle
}

// windowMessage is MSG of winuser.h.
type windowMessage struct {
	window  windows.HWND
	message uint32
	wparam  uintptr
	lparam  uintptr
	time    uint32
	x, y    int32
	private uint32
}

const (
	wmDestroy = 0x0002
	wmClose   = 0x0010
)

var (
	procRegisterClassEx  = user32.NewProc("RegisterClassExW")
	procCreateWindowEx   = user32.NewProc("CreateWindowExW")
	procDestroyWindow    = user32.NewProc("DestroyWindow")
	procDefWindowProc    = user32.NewProc("DefWindowProcW")
	procGetMessage       = user32.NewProc("GetMessageW")
	procDispatchMessage  = user32.NewProc("DispatchMessageW")
	procPostMessage      = user32.NewProc("PostMessageW")
	procPostQuitMessage  = user32.NewProc("PostQuitMessage")
	procGetModuleHandleW = kernel32.NewProc("GetModuleHandleW")
)

// hiddenClass is the window class, registered once: a class lives as long as
// the process, and so does a callback made by NewCallback. The table tells the
// one window procedure whose messages it has.
var hiddenClass = struct {
	once     sync.Once
	name     *uint16
	instance uintptr
	err      error
	handlers sync.Map // windows.HWND to message
}{}

func registerHiddenClass() error {
	c := &hiddenClass
	c.once.Do(func() {
		c.name, c.err = windows.UTF16PtrFromString("TwofoldHidden")
		if c.err != nil {
			return
		}
		c.instance, _, _ = procGetModuleHandleW.Call(0)
		class := windowClassEx{
			wndProc:   windows.NewCallback(hiddenWindowProc),
			instance:  windows.Handle(c.instance),
			className: c.name,
		}
		class.size = uint32(unsafe.Sizeof(class))
		if atom, _, err := procRegisterClassEx.Call(uintptr(unsafe.Pointer(&class))); atom == 0 {
			c.err = fmt.Errorf("register window class: %w", err)
		}
	})
	return c.err
}

func hiddenWindowProc(window windows.HWND, msg uint32, wparam, lparam uintptr) uintptr {
	if h, ok := hiddenClass.handlers.Load(window); ok {
		if result, handled := h.(message)(msg, wparam, lparam); handled {
			return result
		}
	}
	switch msg {
	case wmClose:
		_, _, _ = procDestroyWindow.Call(uintptr(window))
		return 0
	case wmDestroy:
		_, _, _ = procPostQuitMessage.Call(0)
		return 0
	}
	result, _, _ := procDefWindowProc.Call(uintptr(window), uintptr(msg), wparam, lparam)
	return result
}

// newHiddenWindow makes one and runs its messages until close. handle may be
// nil; it is called on the window's thread and must return quickly.
func newHiddenWindow(handle message) (*hiddenWindow, error) {
	if err := registerHiddenClass(); err != nil {
		return nil, err
	}
	w := &hiddenWindow{ended: make(chan struct{})}
	made := make(chan error, 1)
	go func() {
		defer close(w.ended)
		runtime.LockOSThread() // messages come to the thread that made the window
		defer runtime.UnlockOSThread()
		h, _, err := procCreateWindowEx.Call(0, uintptr(unsafe.Pointer(hiddenClass.name)), 0, 0,
			0, 0, 0, 0, 0, 0, hiddenClass.instance, 0)
		if h == 0 {
			made <- fmt.Errorf("create hidden window: %w", err)
			return
		}
		w.handle = windows.HWND(h)
		if handle != nil {
			hiddenClass.handlers.Store(w.handle, handle)
			defer hiddenClass.handlers.Delete(w.handle)
		}
		made <- nil
		runMessages()
	}()
	if err := <-made; err != nil {
		return nil, err
	}
	return w, nil
}

// runMessages returns when the window was destroyed.
func runMessages() {
	var m windowMessage
	for {
		got, _, _ := procGetMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0)
		if int32(got) <= 0 {
			return
		}
		_, _, _ = procDispatchMessage.Call(uintptr(unsafe.Pointer(&m)))
	}
}

var errNoMessage = errors.New("window takes no messages")

// post puts a message into the window's queue.
func (w *hiddenWindow) post(msg uint32) error {
	if ok, _, _ := procPostMessage.Call(uintptr(w.handle), uintptr(msg), 0, 0); ok == 0 {
		return errNoMessage
	}
	return nil
}

// close destroys the window and waits until its thread is done.
func (w *hiddenWindow) close() {
	if w.post(wmClose) == nil {
		<-w.ended
	}
}
