package platform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"twofold/internal/qr"
)

// The real portal, xdg-desktop-portal, asked by the program's own code. Its
// part for wlroots pictures a real sway through grim, and lets the user choose
// through slurp.

const (
	wlrName = "org.freedesktop.impl.portal.desktop.wlr"
	// wlrFile is where the part for wlroots writes every picture.
	wlrFile = "/tmp/out.png"
)

// service runs a program of the desktop until the test ends, and waits until it
// has its name on the session bus.
func service(t testing.TB, name, program string, env ...string) {
	t.Helper()
	if _, err := os.Stat(program); err != nil {
		t.Skipf("needs %s, which is not installed", program)
	}
	var log bytes.Buffer
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = &log, &log
	cmd.WaitDelay = time.Second // a tool it began may hold its output
	t.Cleanup(func() {          // after the process has ended
		if t.Failed() {
			t.Logf("%s said:\n%s", program, &log)
		}
	})
	start(t, cmd)
	conn := standIn(t, os.Getenv("DBUS_SESSION_BUS_ADDRESS"), "")
	eventually(t, program, func() bool { return hasOwner(t.Context(), conn, name) })
}

// frontend runs xdg-desktop-portal. The part of the desktop is there already:
// the portal offers only what answers when it starts.
func frontend(t testing.TB, env ...string) {
	t.Helper()
	service(t, portalName, "/usr/libexec/xdg-desktop-portal", env...)
}

// wlroots runs the portal with its part for wlroots beside a compositor. env
// is for that part.
func wlroots(t testing.TB, env ...string) {
	t.Helper()
	needs(t, "pipewire", "grim", "slurp")
	keepPictureFile(t)
	sessionBus(t)
	// The part for wlroots ends at once where no PipeWire is, though it needs it
	// for videos only.
	start(t, exec.Command("pipewire"))
	eventually(t, "pipewire", func() bool {
		_, err := os.Stat(filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "pipewire-0"))
		return err == nil
	})
	service(t, wlrName, "/usr/libexec/xdg-desktop-portal-wlr", append(env, "XDG_CURRENT_DESKTOP=sway")...)
	frontend(t, "XDG_CURRENT_DESKTOP=sway")
}

// keepPictureFile keeps the one file that every portal of wlroots on this
// computer writes to this test, and what lay there before safe.
func keepPictureFile(t testing.TB) {
	t.Helper()
	dir, err := os.Open(filepath.Dir(wlrFile))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = dir.Close() })
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	aside := wlrFile + ".kept-by-test"
	if err := os.Rename(wlrFile, aside); err == nil {
		t.Cleanup(func() { _ = os.Rename(aside, wlrFile) })
	} else if !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
}

// show puts a QR code with text on an output.
func (c compositor) show(o, text string) {
	c.t.Helper()
	needs(c.t, "swaybg")
	img, err := qr.Draw(text, qr.Options{})
	if err != nil {
		c.t.Fatal(err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		c.t.Fatal(err)
	}
	path := filepath.Join(c.dir, o+".png")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		c.t.Fatal(err)
	}
	c.tell("output", o, "background", path, "center", fmt.Sprintf("#%02x%02x%02x", backdrop.R, backdrop.G, backdrop.B))
	eventually(c.t, "the code on "+o, func() bool {
		out, err := exec.Command("grim", "-o", o, "-").Output()
		if err != nil {
			return false
		}
		img, err := png.Decode(bytes.NewReader(out))
		return err == nil && slices.Contains(texts(c.t, img), text)
	})
}

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

// asked waits until slurp has greyed every output: then it is ready for the
// mouse and the keyboard.
func (c compositor) asked() {
	c.t.Helper()
	for _, o := range c.outputs() {
		eventually(c.t, "the question on "+o.Name, func() bool {
			out, err := exec.Command("grim", "-o", o.Name, "-").Output()
			if err != nil {
				return false
			}
			img, err := png.Decode(bytes.NewReader(out))
			return err == nil && color.RGBAModel.Convert(img.At(0, 0)) != backdrop
		})
	}
}

// backdrop is the colour around the codes.
var backdrop = color.RGBA{0x80, 0x90, 0xa0, 0xff}

const (
	one = "otpauth://totp/One:hanako?secret=JBSWY3DPEHPK3PXP&issuer=One"
	two = "otpauth://totp/Two:花子?secret=GEZDGNBVGY3TQOJQ&issuer=Two"
)

// twoScreens shows a code on each of two outputs of different scales.
func twoScreens(t testing.TB, scale string) compositor {
	t.Helper()
	c := wayland(t)
	c.tell("create_output")
	c.tell("output", "HEADLESS-1", "position", "0", "0")
	c.tell("output", "HEADLESS-2", "scale", scale)
	c.tell("output", "HEADLESS-2", "position", "1280", "0")
	c.show("HEADLESS-1", one)
	c.show("HEADLESS-2", two)
	return c
}

// TestRealPortal pictures two outputs through the whole chain, with a frame
// that the user draws over both.
func TestRealPortal(t *testing.T) {
	for _, scale := range []string{"1.5", "2"} {
		t.Run("scale "+scale, func(t *testing.T) {
			c := twoScreens(t, scale)
			wlroots(t)
			m := c.mouse()
			pictured(t, c, true, func() ([]Screen, error) {
				return while(func() { c.asked(); m.drag() }, func() ([]Screen, error) { return CaptureScreens(t.Context()) })
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
	wlroots(t, "PATH="+bin)
	pictured(t, c, false, func() ([]Screen, error) { return capturePortal(t.Context(), time.Hour) })
}

// pictured takes a picture of both outputs and checks that each pixel of theirs
// is in it, and that no file is left.
func pictured(t *testing.T, c compositor, chosen bool, capture func() ([]Screen, error)) {
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
	outs, scale, width := c.outputs(), 1.0, 0
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
	if _, err := os.Lstat(wlrFile); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the portal's file: %v", err)
	}
}

// TestRealPortalEscape closes the question what to picture.
func TestRealPortalEscape(t *testing.T) {
	c := wayland(t)
	c.show("HEADLESS-1", one)
	c.mouse()
	c.keyboard()
	wlroots(t)
	screens, err := while(func() { c.asked(); run(t, nil, "wtype", "-k", "Escape") },
		func() ([]Screen, error) { return capturePortal(t.Context(), 0) })
	if !errors.Is(err, ErrCancelled) || screens != nil {
		t.Errorf("%d screens, %v; want ErrCancelled", len(screens), err)
	}
}

// TestRealPortalGivenUp: the program ends while the question stands.
func TestRealPortalGivenUp(t *testing.T) {
	c := wayland(t)
	c.show("HEADLESS-1", one)
	c.mouse()
	wlroots(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	screens, err := while(func() { c.asked(); cancel() }, func() ([]Screen, error) { return CaptureScreens(ctx) })
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
	frontend(t, "XDG_CURRENT_DESKTOP=sway", "XDG_DESKTOP_PORTAL_DIR="+t.TempDir())
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
