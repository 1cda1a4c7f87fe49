//go:build window

package window_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	portalBus = "org.freedesktop.portal.Desktop"
	gtkBus    = "org.freedesktop.impl.portal.desktop.gtk"
)

// portal runs the desktop portal and its GTK part, as Debian has them, on the
// session bus until the test ends. The part that shows dialogs comes first: the
// portal offers only what some part answers for when it starts.
func portal(t *testing.T) {
	t.Helper()
	bus := sessionBus(t)
	service(t, bus, gtkBus, "xdg-desktop-portal-gtk", "GSETTINGS_BACKEND=memory", "GTK_THEME=Adwaita")
	service(t, bus, portalBus, "xdg-desktop-portal", "XDG_CURRENT_DESKTOP=GNOME")
}

func sessionBus(t *testing.T) *dbus.Conn {
	t.Helper()
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	return bus
}

// service runs a program of /usr/libexec until the test ends, and waits until
// it has its name on the bus.
func service(t *testing.T, bus *dbus.Conn, name, program string, env ...string) {
	t.Helper()
	cmd := exec.Command("/usr/libexec/" + program)
	if _, err := os.Stat(cmd.Path); err != nil {
		t.Skipf("%s is not installed: %v", program, err)
	}
	log := &lockedBuffer{}
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end := make(chan struct{})
	go func() { _ = cmd.Wait(); close(end) }()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-end
		if t.Failed() {
			t.Logf("%s said:\n%s", program, log)
		}
	})
	owned := func() (has bool) {
		err := bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, name).Store(&has)
		return err == nil && has
	}
	for deadline := time.Now().Add(patience); !owned(); {
		select {
		case <-end:
			t.Fatalf("%s ended:\n%s", program, log)
		case <-time.After(50 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s is not on the bus:\n%s", program, log)
		}
	}

}

// chooser is a dialog of the system that belongs to the program's window.
type chooser struct {
	*desk
	window string // X window of the dialog
}

// glance is the time a dialog of the system stands before it is used here. The
// program takes one that ends within a tenth of a second for one that never
// opened; nobody closes a dialog that fast, but a test does.
const glance = 300 * time.Millisecond

// chooser waits for the dialog with a title of the catalogue, shown and with
// the keyboard, until a person could have seen it.
func (d *desk) chooser(key string) chooser {
	d.t.Helper()
	c := chooser{desk: d}
	d.wait("dialog of the system", func() bool {
		out, _ := tool("xdotool", "search", "--onlyvisible", "--name", "^"+d.txt.T(key)+"$").Output()
		c.window = strings.TrimSpace(string(out))
		return c.window != "" && !strings.Contains(c.window, "\n")
	})
	d.wait("keyboard in the dialog", func() bool { return focused() == c.window })
	shown := time.Now()
	d.wait("a glance at the dialog", func() bool { return time.Since(shown) > glance })
	c.shot("opened")
	return c
}

// focused is the X window that has the keyboard.
func focused() string {
	out, _ := tool("xdotool", "getwindowfocus").Output()
	return strings.TrimSpace(string(out))
}

// belongs reports the window that the dialog keeps itself in front of.
func (c chooser) belongs() string {
	c.t.Helper()
	out, err := tool("xprop", "-id", c.window, "WM_TRANSIENT_FOR").Output()
	if err != nil {
		c.t.Fatal(err)
	}
	_, id, _ := strings.Cut(strings.TrimSpace(string(out)), "# ")
	var n uint32
	_, _ = fmt.Sscanf(id, "0x%x", &n)
	return fmt.Sprint(n)
}

// types types a path into the line for it, and makes sure by the clipboard that
// all of it arrived. The line opens with the first slash, and may lose what
// comes right after it.
func (c chooser) types(path string) {
	c.t.Helper()
	c.wait("path in the dialog", func() bool {
		c.key("ctrl+a")
		c.text(path)
		c.key("ctrl+a", "ctrl+c")
		return clipboard() == path
	})
	c.key("End")
	c.shot("typed")
}

// closed waits until the dialog is gone and the window has the keyboard again.
func (c chooser) closed() {
	c.t.Helper()
	c.ends()
	c.refocus()
}

// ends waits until the dialog is gone, and helps nobody to the keyboard.
func (c chooser) ends() {
	c.t.Helper()
	c.wait("end of the dialog", func() bool {
		return tool("xprop", "-id", c.window, "WM_NAME").Run() != nil
	})
}

// selected is how high the selected rows of the list are together, in pixels.
func (c chooser) selected() (n int) {
	c.t.Helper()
	img, err := photograph(c.window)
	if err != nil {
		return 0
	}
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		if r, g, bl, _ := img.At(b.Dx()*9/20, y).RGBA(); r>>8 == 0x35 && g>>8 == 0x84 && bl>>8 == 0xe4 { // Adwaita's blue
			n++
		}
	}
	return n
}

func (c chooser) shot(name string) {
	of := *c.desk
	of.id = c.window
	of.shot(name)
}
