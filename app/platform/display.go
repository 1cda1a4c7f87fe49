package platform

import "errors"

// Errors of [ChooseDisplay].
var (
	// ErrNoDisplay says that there is no screen to open a window on.
	ErrNoDisplay = errors.New("no display")
	// ErrNoOpenGL says that the screen cannot give the window what it is drawn
	// with.
	ErrNoOpenGL = errors.New("no OpenGL on this display")
)

// ChooseDisplay decides where the window is opened, and gives ErrNoDisplay or
// ErrNoOpenGL where it can't be. Call it before the toolkit is started, which
// ends the program without a sentence where it fails. It asks the X server,
// which takes a few milliseconds, and at most a few seconds if that hangs.
//
// In a Wayland session the window is opened by way of XWayland where that
// answers: the toolkit's own Wayland window has no input method, so that
// Japanese could not be typed. Who sets FYNE_PLATFORM is obeyed if it can be;
// the packages' desktop entry asks for X11 everywhere. A variable of the session
// that leads nowhere is taken out of the environment of this program: a
// terminal that outlived its desktop has one.
func ChooseDisplay() error { return chooseDisplay() }

// platformVariable is the toolkit's own choice between X11 and Wayland.
const platformVariable = "FYNE_PLATFORM"
