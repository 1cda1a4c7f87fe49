package sway

import (
	"bytes"
	"errors"
	"image/color"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	portalName = "org.freedesktop.portal.Desktop"
	gtkName    = "org.freedesktop.impl.portal.desktop.gtk"
	wlrName    = "org.freedesktop.impl.portal.desktop.wlr"
	// PortalFile is where the portal's part for wlroots writes every picture.
	PortalFile = "/tmp/out.png"
)

// Portal runs the real desktop portal, xdg-desktop-portal, on the session bus
// until the test ends, with its part for wlroots, which pictures this desk
// through grim and lets the user choose through slurp. env is for that part.
func (d *Desk) Portal(env ...string) {
	d.t.Helper()
	Needs(d.t, "pipewire", "grim", "slurp")
	keepPictureFile(d.t)
	// The part for wlroots ends at once where no PipeWire answers, though it needs
	// it for videos only. A directory of its own: in that of the session the
	// socket of one that was killed would pass for it.
	own := d.t.TempDir()
	media := "PIPEWIRE_RUNTIME_DIR=" + own
	pipewire := exec.Command("pipewire")
	pipewire.Env = append(os.Environ(), media)
	start(d.t, pipewire)
	eventually(d.t, "pipewire", func() bool {
		conn, err := net.Dial("unix", filepath.Join(own, "pipewire-0"))
		if err != nil {
			return false
		}
		return conn.Close() == nil
	})
	Service(d.t, wlrName, "/usr/libexec/xdg-desktop-portal-wlr", append(env, media, "WAYLAND_DISPLAY="+d.Display, "XDG_CURRENT_DESKTOP=sway")...)
	// Version 1.16 of the portal offers pictures only if some part also shows its
	// permission question. The parts are there first: the portal offers only what
	// answers when it starts.
	Service(d.t, gtkName, "/usr/libexec/xdg-desktop-portal-gtk", "WAYLAND_DISPLAY="+d.Display, "GDK_BACKEND=wayland", "GSETTINGS_BACKEND=memory")
	Frontend(d.t, "XDG_CURRENT_DESKTOP=sway")
}

// Frontend runs xdg-desktop-portal alone on the session bus.
func Frontend(t testing.TB, env ...string) {
	t.Helper()
	Service(t, portalName, "/usr/libexec/xdg-desktop-portal", env...)
}

// Service runs a program of the desktop until the test ends, and waits until it
// has its name on the session bus.
func Service(t testing.TB, name, program string, env ...string) {
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
	conn, err := dbus.Connect(os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	eventually(t, program, func() (has bool) {
		err := conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, name).Store(&has)
		return err == nil && has
	})
}

// keepPictureFile keeps the one file that every portal of wlroots on this
// computer writes to this test, and what lay there before safe.
func keepPictureFile(t testing.TB) {
	t.Helper()
	dir, err := os.Open(filepath.Dir(PortalFile))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = dir.Close() })
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	aside := PortalFile + ".kept-by-test"
	if err := os.Rename(PortalFile, aside); err == nil {
		t.Cleanup(func() { _ = os.Rename(aside, PortalFile) })
	} else if !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
}

// Asked waits until slurp has greyed every screen: then it is ready for the
// mouse and the keyboard. Until then the upper left corners must show the
// backdrop.
func (d *Desk) Asked() {
	d.t.Helper()
	for _, o := range d.Outputs() {
		eventually(d.t, "the question on "+o.Name, func() bool {
			img, err := d.Screen(o.Name)
			return err == nil && color.RGBAModel.Convert(img.At(0, 0)) != Backdrop
		})
	}
}
