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
// be typed. Who sets the variable to something else is obeyed. Call it before
// the toolkit starts; the packages' desktop entry says the same.
func PreferX11() {
	if runtime.GOOS == "linux" && os.Getenv(platformVariable) == "" &&
		os.Getenv("WAYLAND_DISPLAY") != "" && os.Getenv("DISPLAY") != "" {
		_ = os.Setenv(platformVariable, "x11") // can't fail: neither name nor value is odd
	}
}
