package platform

import (
	"errors"
	"os"
	"runtime"
)

// Errors of [HasDisplay].
var (
	// ErrNoDisplay says that there is no screen to open a window on.
	ErrNoDisplay = errors.New("no display")
	// ErrNoOpenGL says that the screen cannot give the window what it is drawn
	// with.
	ErrNoOpenGL = errors.New("no OpenGL on this display")
)

// HasDisplay gives ErrNoDisplay or ErrNoOpenGL where opening a window would
// fail. Ask before the toolkit is started: it ends the program without a
// sentence. It asks the X server, which takes a few milliseconds, and at most
// a few seconds if the server hangs.
func HasDisplay() error { return hasDisplay() }

// platformVariable is the toolkit's own choice between X11 and Wayland.
const platformVariable = "FYNE_PLATFORM"

// PreferX11 has the window opened by way of XWayland where there is one: the
// toolkit's own Wayland window has no input method, so that Japanese could not
// be typed. Who sets the variable to something else is obeyed. The packages'
// desktop entry asks for X11 everywhere; where there is none the toolkit would
// panic, so the wish is dropped. Call it before the toolkit starts.
func PreferX11() {
	if runtime.GOOS != "linux" || os.Getenv("WAYLAND_DISPLAY") == "" {
		return
	}
	hasX := os.Getenv("DISPLAY") != ""
	switch platform := os.Getenv(platformVariable); {
	case hasX && platform == "":
		_ = os.Setenv(platformVariable, "x11") // can't fail: neither name nor value is odd
	case !hasX && platform == "x11":
		_ = os.Unsetenv(platformVariable)
	}
}
