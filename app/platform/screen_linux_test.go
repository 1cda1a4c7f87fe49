package platform

import (
	"context"
	"errors"
	"image"
	"image/color"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/jezek/xgb/xproto"
)

// paint fills a part of the root window, as a window shown there would.
func paint(t *testing.T, r image.Rectangle, rgb uint32) {
	t.Helper()
	conn, err := openX(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close) // the window goes with its connection
	id, err := xproto.NewWindowId(conn)
	if err != nil {
		t.Fatal(err)
	}
	root := rootScreen(conn)
	err = xproto.CreateWindowChecked(conn, root.RootDepth, id, root.Root, int16(r.Min.X), int16(r.Min.Y),
		uint16(r.Dx()), uint16(r.Dy()), 0, xproto.WindowClassInputOutput, root.RootVisual,
		xproto.CwBackPixel|xproto.CwOverrideRedirect, []uint32{rgb, 1}).Check()
	if err != nil {
		t.Fatal(err)
	}
	if err := xproto.MapWindowChecked(conn, id).Check(); err != nil {
		t.Fatal(err)
	}
}

func TestCaptureX(t *testing.T) {
	privateHome(t)
	// Xvfb puts all its monitors at the same place; see the next test.
	xvfb(t, "+xinerama", "-screen", "0", "320x200x24", "-screen", "1", "100x80x24")
	paint(t, image.Rect(10, 20, 30, 40), 0xff8001)
	screens, err := CaptureScreens(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(screens) != 2 {
		t.Fatalf("%d screens, want 2", len(screens))
	}
	for i, want := range []image.Rectangle{image.Rect(0, 0, 320, 200), image.Rect(0, 0, 100, 80)} {
		if s := screens[i]; s.Bounds != want || s.Image.Bounds() != want {
			t.Errorf("screen %d: %v, picture %v; want %v", i, s.Bounds, s.Image.Bounds(), want)
		}
	}
	orange, black := color.RGBA{0xff, 0x80, 0x01, 0xff}, color.RGBA{0, 0, 0, 0xff}
	for p, want := range map[image.Point]color.RGBA{{10, 20}: orange, {29, 39}: orange, {30, 39}: black, {9, 20}: black} {
		if got := screens[0].Image.At(p.X, p.Y); got != want {
			t.Errorf("at %v is %v, want %v", p, got, want)
		}
	}
}

// A monitor to the right of another one is a part of the root window.
func TestPictureOfAPart(t *testing.T) {
	privateHome(t)
	xvfb(t, "-screen", "0", "420x200x24")
	paint(t, image.Rect(320, 40, 340, 50), 0x0102fe)
	conn, err := openX(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if got := monitors(conn); len(got) != 1 || got[0] != image.Rect(0, 0, 420, 200) {
		t.Errorf("monitors %v", got)
	}
	img, err := pictureOfRoot(conn, image.Rect(320, 40, 420, 120))
	if err != nil {
		t.Fatal(err)
	}
	if got := img.At(0, 0); img.Bounds() != image.Rect(0, 0, 100, 80) || got != (color.RGBA{0x01, 0x02, 0xfe, 0xff}) {
		t.Errorf("picture %v with %v at its corner", img.Bounds(), got)
	}
	if got := img.At(20, 10); got != (color.RGBA{0, 0, 0, 0xff}) {
		t.Errorf("beyond the window is %v", got)
	}
}

func TestCaptureXFails(t *testing.T) {
	privateHome(t)
	if _, err := CaptureScreens(t.Context()); !errors.Is(err, ErrNoScreen) || !errors.Is(err, ErrNoDisplay) {
		t.Errorf("without a display: %v", err)
	}
	xvfb(t, "-screen", "0", "64x64x16")
	if _, err := CaptureScreens(t.Context()); !errors.Is(err, ErrNoScreen) {
		t.Errorf("16 bits a pixel: %v, want ErrNoScreen", err)
	}
}

func TestCaptureXHungServer(t *testing.T) {
	privateHome(t)
	server := xvfb(t)
	if err := server.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Process.Signal(syscall.SIGCONT) })
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := CaptureScreens(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hung server: %v", err)
	}
}

// portalPicture makes the portal answer with a file, as the real ones do.
func portalPicture(t *testing.T, data []byte) (*portalStandIn, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "Screenshot from now.png")
	p := newPortal(t, func(map[string]dbus.Variant) (uint32, map[string]dbus.Variant) {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Error(err)
		}
		uri := (&url.URL{Scheme: "file", Path: path}).String()
		return 0, map[string]dbus.Variant{"uri": dbus.MakeVariant(uri)}
	})
	setenv(t, "WAYLAND_DISPLAY", "wayland-none")
	return p, path
}

func TestCapturePortal(t *testing.T) {
	want := noise(40, 30)
	p, path := portalPicture(t, encodePNG(t, want))
	screens, err := CaptureScreens(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if a := <-p.asked; a.kind != "screenshot" || a.options["interactive"].Value() != true {
		t.Errorf("asked %+v", a)
	}
	if len(screens) != 1 || screens[0].Bounds != want.Bounds() {
		t.Errorf("%d screens, first %v", len(screens), screens[0].Bounds)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the portal's file was left behind")
	}
}

func TestCapturePortalDamaged(t *testing.T) {
	_, path := portalPicture(t, []byte("no picture"))
	if _, err := CaptureScreens(t.Context()); err == nil {
		t.Error("captured rubbish")
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the portal's file was left behind")
	}
}

func TestTakeFileTakesOnlyFiles(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "precious.png")
	if err := os.WriteFile(target, encodePNG(t, noise(2, 2)), 0o600); err != nil {
		t.Fatal(err)
	}
	link, pipe := filepath.Join(dir, "link"), filepath.Join(dir, "pipe")
	if err := errors.Join(os.Symlink(target, link), syscall.Mkfifo(pipe, 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{link, pipe, dir, filepath.Join(dir, "missing")} {
		if _, err := takeFile(path); err == nil {
			t.Errorf("took %s", path)
		}
	}
	if _, err := os.Stat(target); err != nil {
		t.Error("the target of a link is gone")
	}
}

func TestCaptureWaylandWithoutPortal(t *testing.T) {
	needs(t, "grim")
	wayland(t)
	screens, err := CaptureScreens(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(screens) != 1 || screens[0].Bounds.Empty() {
		t.Errorf("screens %v", screens)
	}
	setenv(t, "PATH", t.TempDir())
	if _, err := CaptureScreens(t.Context()); !errors.Is(err, ErrNoScreen) {
		t.Errorf("without portal and tool: %v, want ErrNoScreen", err)
	}
}
