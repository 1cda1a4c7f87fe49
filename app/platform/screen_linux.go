package platform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"
)

// captureScreens asks the portal on Wayland, where no program may look at the
// screen by itself, and the X server elsewhere.
func captureScreens(ctx context.Context) ([]Screen, error) {
	if os.Getenv("WAYLAND_DISPLAY") == "" {
		ctx, cancel := context.WithTimeout(ctx, captureTime)
		defer cancel()
		return captureX(ctx)
	}
	screens, err := capturePortal(ctx, drawn())
	if errors.Is(err, errNoPortal) {
		screens, err = captureGrim(ctx)
	}
	return screens, err
}

// drawn is how long a desktop takes at least to ask what to picture and a
// person to close that. What ends sooner was never asked. Where wlroots' tool
// to ask with is installed, it can hardly be missing, and a quick Esc must not
// be taken for that: the screen would be pictured against the user's will.
func drawn() time.Duration {
	if hasTool("slurp") {
		return seen
	}
	return 500 * time.Millisecond
}

// capturePortal lets the user choose what is pictured. Where the portal ends
// that sooner than in least, its way to ask is missing: wlroots' part wants a
// tool, slurp, that its package does not bring. It can picture all there is
// then. Later, the user has closed it: wlroots' part has no other answer to Esc.
func capturePortal(ctx context.Context, least time.Duration) ([]Screen, error) {
	asked := time.Now()
	screens, err := portalScreens(ctx, true)
	if !errors.Is(err, errPortalClosed) {
		return screens, err
	}
	if time.Since(asked) >= least {
		return nil, ErrCancelled
	}
	screens, err = portalScreens(ctx, false)
	if errors.Is(err, errPortalClosed) {
		return nil, ErrScreenPermission // refused by the user or the desktop
	}
	return screens, err
}

// portalScreens asks for a picture of what the user chooses, or of everything.
// The portal writes it into a file, in the user's pictures or in /tmp, which is
// removed before it is looked at.
func portalScreens(ctx context.Context, choose bool) ([]Screen, error) {
	results, err := askPortal(ctx, "org.freedesktop.portal.Screenshot.Screenshot", map[string]dbus.Variant{
		"modal":       dbus.MakeVariant(true),
		"interactive": dbus.MakeVariant(choose),
	}, "")
	if errors.Is(err, errPortalEnded) && !errors.Is(err, errPortalClosed) {
		return nil, ErrScreenPermission
	}
	if err != nil {
		return nil, err
	}
	uri, ok := results["uri"].Value().(string)
	path, isFile := pathOfURI(uri)
	if !ok || !isFile {
		return nil, fmt.Errorf("portal gave no file: %w", ErrNoScreen)
	}
	data, err := takeFile(path)
	if err != nil {
		return nil, err
	}
	screens, err := pictureOf(data)
	if err == nil {
		screens[0].Chosen = choose
	}
	return screens, err
}

// takeFile reads a file that another program made for us and leaves nothing of
// it: it is opened, unlinked, and only then read.
func takeFile(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("open the picture: %w", err)
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil || !fi.Mode().IsRegular() || !ownedByUs(fi) {
		return nil, fmt.Errorf("the picture is not a file of ours: %w", ErrNoScreen)
	}
	if err := os.Remove(path); err != nil {
		return nil, fmt.Errorf("remove the picture: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxClipboardImage+1))
	if err != nil {
		return nil, fmt.Errorf("read the picture: %w", err)
	}
	if len(data) > maxClipboardImage {
		return nil, ErrImageTooLarge
	}
	return data, nil
}

// captureGrim is for desktops built on wlroots that run no portal.
func captureGrim(ctx context.Context) ([]Screen, error) {
	if !hasTool("grim") {
		return nil, ErrNoScreen
	}
	ctx, cancel := context.WithTimeout(ctx, captureTime)
	defer cancel()
	data, err := runTool(ctx, nil, maxClipboardImage, "grim", "-")
	if err != nil {
		return nil, errors.Join(ErrNoScreen, err)
	}
	return pictureOf(data)
}

func pictureOf(data []byte) ([]Screen, error) {
	img, err := decodePicture(data)
	if err != nil {
		return nil, err
	}
	return []Screen{{Image: img, Bounds: img.Bounds()}}, nil
}
