package platform

import "errors"

// ErrNoDisplay says that there is no screen to open a window on.
var ErrNoDisplay = errors.New("no display")

// HasDisplay gives ErrNoDisplay where opening a window would fail. Ask before
// the toolkit is started: it panics without a display.
func HasDisplay() error { return hasDisplay() }
