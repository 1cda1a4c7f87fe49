package window

import (
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/platform"
)

// windowText is the window's own clipboard, for a Wayland session in which
// nothing else gives us one. It implements [platform.TextClipboard], hopping to
// the UI goroutine.
//
// There only the window in front may put something on the clipboard, and the
// toolkit is not told when the compositor refuses: a copy from behind would be
// said to have worked. So it is refused here. Clearing works from behind as
// well: it takes our offer back. What is there while the window is behind
// cannot be known, but whether our offer still stands can, and that is all that
// clearing asks.
type windowText struct {
	app     atomic.Pointer[App] // nil until there is a window
	wayland func() bool         // on the UI goroutine
}

// windowTextTime is how long the UI goroutine may take to get to it. At the
// end of the program it never does.
const windowTextTime = 3 * time.Second

// Content implements [platform.TextClipboard].
func (w *windowText) Content() (text string, err error) {
	err = w.use(func(_ *App, c fyne.Clipboard) error {
		text = c.Content()
		return nil
	})
	if err != nil {
		return "", err
	}
	return text, nil
}

// SetContent implements [platform.TextClipboard].
func (w *windowText) SetContent(text string) error {
	return w.use(func(a *App, c fyne.Clipboard) error {
		if text != "" && !a.inFront {
			return platform.ErrNoClipboard
		}
		c.SetContent(text)
		return nil
	})
}

// use runs f on the UI goroutine, if it comes to that in time, or never.
func (w *windowText) use(f func(*App, fyne.Clipboard) error) error {
	a := w.app.Load()
	if a == nil {
		return platform.ErrNoClipboard
	}
	var taken atomic.Bool // by the UI goroutine, or by the end of the time
	done := make(chan error, 1)
	a.do(func() {
		switch {
		case !taken.CompareAndSwap(false, true):
		case !w.wayland():
			done <- platform.ErrNoClipboard
		default:
			done <- f(a, a.fy.Clipboard())
		}
	})
	select {
	case err := <-done:
		return err
	case <-time.After(windowTextTime):
	}
	if taken.CompareAndSwap(false, true) {
		return platform.ErrNoClipboard
	}
	return <-done
}
