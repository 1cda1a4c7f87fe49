package platform

import "errors"

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
