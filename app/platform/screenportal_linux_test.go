package platform

import (
	"context"
	"errors"
	"image"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"twofold/internal/qr"
	"twofold/test/sway"
)

// The real portal, xdg-desktop-portal, asked by the program's own code. Its
// part for wlroots pictures a real sway through grim, and lets the user choose
// through slurp.

func texts(t testing.TB, img image.Image) (out []string) {
	t.Helper()
	found, err := qr.Read(t.Context(), img)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range found.Codes {
		out = append(out, c.Text)
	}
	slices.Sort(out)
	return out
}

// files lists everything below the home of the test but what the services keep
// in the runtime directory.
func files(t testing.TB) (out []string) {
	t.Helper()
	home := os.Getenv("HOME")
	err := filepath.WalkDir(home, func(path string, d fs.DirEntry, err error) error {
		if path == os.Getenv("XDG_RUNTIME_DIR") {
			return fs.SkipDir
		}
		out = append(out, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// while does something beside what waits for it.
func while[T any](act func(), wait func() (T, error)) (got T, err error) {
	var wg sync.WaitGroup
	wg.Go(func() { got, err = wait() })
	act()
	wg.Wait()
	return got, err
}

const (
	one = "otpauth://totp/One:hanako?secret=JBSWY3DPEHPK3PXP&issuer=One"
	two = "otpauth://totp/Two:花子?secret=GEZDGNBVGY3TQOJQ&issuer=Two"
)

// twoScreens shows a code on each of two outputs of different scales.
func twoScreens(t testing.TB, scale string) *sway.Desk {
	t.Helper()
	c := wayland(t)
	c.Tell("create_output")
	c.Tell("output", "HEADLESS-1", "position", "0", "0")
	c.Tell("output", "HEADLESS-2", "scale", scale)
	c.Tell("output", "HEADLESS-2", "position", "1280", "0")
	show(t, c, "HEADLESS-1", one)
	show(t, c, "HEADLESS-2", two)
	return c
}

// TestRealPortal pictures two outputs through the whole chain, with a frame
// that the user draws over both.
func TestRealPortal(t *testing.T) {
	for _, scale := range []string{"1.5", "2"} {
		t.Run("scale "+scale, func(t *testing.T) {
			c := twoScreens(t, scale)
			wlroots(t, c)
			m := c.Mouse()
			pictured(t, c, true, func() ([]Screen, error) {
				return while(func() { c.Asked(); m.DragAll() }, func() ([]Screen, error) { return CaptureScreens(t.Context()) })
			})
		})
	}
}

// TestRealPortalWithoutTool pictures all there is, where the tool for the frame
// is not installed.
func TestRealPortalWithoutTool(t *testing.T) {
	needs(t, "grim")
	grim, err := exec.LookPath("grim")
	bin := t.TempDir()
	if err = errors.Join(err, os.Symlink(grim, filepath.Join(bin, "grim"))); err != nil {
		t.Fatal(err)
	}
	c := twoScreens(t, "1.5")
	wlroots(t, c, "PATH="+bin)
	pictured(t, c, false, func() ([]Screen, error) { return capturePortal(t.Context(), time.Hour) })
}

// pictured takes a picture of both outputs and checks that each pixel of theirs
// is in it, and that no file is left.
func pictured(t *testing.T, c *sway.Desk, chosen bool, capture func() ([]Screen, error)) {
	t.Helper()
	before := files(t)
	screens, err := capture()
	if after := files(t); !slices.Equal(before, after) {
		t.Errorf("files before %q, after %q", before, after)
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(screens) != 1 || screens[0].Chosen != chosen {
		t.Fatalf("%d screens, the first chosen: %v", len(screens), screens[0].Chosen)
	}
	outs, scale, width := c.Outputs(), 1.0, 0
	for _, o := range outs {
		scale, width = max(scale, o.Scale), max(width, o.Rect.X+o.Rect.Width)
	}
	// The frame may miss a pixel at each edge.
	if got, want := screens[0].Bounds.Dx(), int(float64(width)*scale); got > want || float64(got) < float64(want)-3*scale {
		t.Errorf("%d pixels wide, want %d for %v", got, want, outs)
	}
	if got := texts(t, screens[0].Image); !slices.Equal(got, []string{one, two}) {
		t.Errorf("read %q from %v", got, outs)
	}
	if _, err := os.Lstat(sway.PortalFile); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the portal's file: %v", err)
	}
}

// TestRealPortalEscape closes the question what to picture.
func TestRealPortalEscape(t *testing.T) {
	c := wayland(t)
	show(t, c, "HEADLESS-1", one)
	c.Mouse()
	k := c.Keyboard()
	wlroots(t, c)
	screens, err := while(func() { c.Asked(); k.Press("Escape") },
		func() ([]Screen, error) { return capturePortal(t.Context(), 0) })
	if !errors.Is(err, ErrCancelled) || screens != nil {
		t.Errorf("%d screens, %v; want ErrCancelled", len(screens), err)
	}
}

// TestRealPortalGivenUp: the program ends while the question stands.
func TestRealPortalGivenUp(t *testing.T) {
	c := wayland(t)
	show(t, c, "HEADLESS-1", one)
	c.Mouse()
	wlroots(t, c)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	screens, err := while(func() { c.Asked(); cancel() }, func() ([]Screen, error) { return CaptureScreens(ctx) })
	if !errors.Is(err, context.Canceled) || screens != nil {
		t.Errorf("%d screens, %v; want the end", len(screens), err)
	}
}

// TestRealPortalWithoutPart: the portal is there, and no part of it pictures
// the screen.
func TestRealPortalWithoutPart(t *testing.T) {
	needs(t, "grim")
	wayland(t)
	sessionBus(t)
	sway.Frontend(t, "XDG_CURRENT_DESKTOP=sway", "XDG_DESKTOP_PORTAL_DIR="+t.TempDir())
	if _, err := portalScreens(t.Context(), true); !errors.Is(err, errNoPortal) {
		t.Errorf("%v, want errNoPortal", err)
	}
	if screens, err := CaptureScreens(t.Context()); err != nil || len(screens) != 1 || screens[0].Chosen {
		t.Errorf("%d screens, %v; want grim's", len(screens), err)
	}
	setenv(t, "PATH", t.TempDir())
	if _, err := CaptureScreens(t.Context()); !errors.Is(err, ErrNoScreen) || errors.Is(err, ErrScreenPermission) {
		t.Errorf("%v, want ErrNoScreen", err)
	}
}
