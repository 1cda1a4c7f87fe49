package platform

import (
	"context"
	"errors"
	"fmt"
	"image"
	"time"
)

var (
	// ErrScreenPermission says that the system lets this program take no
	// pictures of the screen until the user allows it in the settings (macOS:
	// Privacy & Security, Screen Recording; Linux: the portal's question).
	ErrScreenPermission = errors.New("pictures of the screen are not allowed")
	// ErrNoScreen says that there is no way to take a picture of the screen.
	ErrNoScreen = errors.New("no way to take a picture of the screen")
)

// Screen is the picture of one screen, or of the part the user chose.
type Screen struct {
	Image image.Image
	// Bounds of the screen on the desktop, in pixels. Where the system does
	// not say, they begin at zero.
	Bounds image.Rectangle
	// Chosen says that the user chose what is pictured in a dialog of the
	// system, so that nothing is left to choose.
	Chosen bool
}

// maxScreens bounds how many screens are looked at.
const maxScreens = 16

// CaptureScreens takes a picture of every screen. Hide your own window first.
// On Wayland the desktop asks the user, so it waits as long as ctx allows and
// may give ErrCancelled; elsewhere it takes at most ten seconds. The pictures
// are kept in memory only: where a tool of the system insists on a file, the
// file is removed before it is looked at.
func CaptureScreens(ctx context.Context) ([]Screen, error) {
	screens, err := captureScreens(ctx)
	if err != nil {
		return nil, fmt.Errorf("take a picture of the screen: %w", err)
	}
	if len(screens) == 0 {
		return nil, fmt.Errorf("take a picture of the screen: %w", ErrNoScreen)
	}
	return screens, nil
}

const captureTime = 10 * time.Second
