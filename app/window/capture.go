package window

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"twofold/app/config"
	"twofold/app/control"
	"twofold/app/platform"
)

// canHide reports whether this system can keep a window out of pictures.
const canHide = runtime.GOOS == "windows"

// capture is the switch of the settings. Where the system has no such thing
// the switch says so instead of promising something.
func (p *settingsPage) capture() fyne.CanvasObject {
	detail := "set.capture.d"
	if !canHide {
		detail = "set.capture.no"
	}
	on := p.a.cfg.Settings().ExcludeFromCapture && canHide
	sw := control.NewToggle(p.a.txt, p.a.txt.T("set.capture"), p.a.txt.T(detail), on, func(on bool) {
		p.a.setConfig(func(s *config.Settings) { s.ExcludeFromCapture = on })
	})
	sw.SetEnabled(canHide)
	return sw
}

// keepOutOfPictures follows the setting, once the window has a native handle.
func (a *App) keepOutOfPictures(s config.Settings) {
	w, ok := a.win.(driver.NativeWindow)
	if !ok || !canHide {
		return
	}
	w.RunNative(func(context any) {
		if c, ok := context.(driver.WindowsWindowContext); ok && c.HWND != 0 {
			if err := platform.ExcludeFromCapture(c.HWND, s.ExcludeFromCapture); err != nil {
				fyne.LogError("keep the window out of pictures", err)
			}
		}
	})
}
