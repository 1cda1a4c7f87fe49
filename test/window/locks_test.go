//go:build window

package window_test

import (
	"errors"
	"os"
	"testing"

	"github.com/godbus/dbus/v5"
)

// logind is the part of systemd-logind that says that the computer is about to
// sleep. It lives on the test's session bus, which the program is told is the
// system's.
type logind struct {
	t     *testing.T
	conn  *dbus.Conn
	hears chan bool // the program listens from now on
}

// Inhibit is what the program asks for as soon as it listens.
func (l *logind) Inhibit(_, _, _, _ string) (dbus.UnixFD, *dbus.Error) {
	l.hears <- true
	return -1, dbus.MakeFailedError(errors.New("not here"))
}

func newLogind(t *testing.T) *logind {
	t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	l := &logind{t, conn, make(chan bool, 64)}
	if err := conn.Export(l, "/org/freedesktop/login1", "org.freedesktop.login1.Manager"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName("org.freedesktop.login1", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return l
}

// sleeps tells that the computer is about to sleep.
func (l *logind) sleeps() {
	l.t.Helper()
	if err := l.conn.Emit("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", true); err != nil {
		l.t.Fatal(err)
	}
}

// TestLocksInTheMiddle locks by the screen's lock and by the computer's sleep in
// the middle of everything that can lie over the list or be half done. The lock
// page stands alone; after unlocking the list is there, and nothing half typed.
func TestLocksInTheMiddle(t *testing.T) {
	portal(t)
	p, login := newPanel(t), newLogind(t)
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB))
	d := openWith(t, home, english, []string{"DBUS_SYSTEM_BUS_ADDRESS=" + os.Getenv("DBUS_SESSION_BUS_ADDRESS")})
	d.do("windowmove", "--sync", d.id, "40", "60")
	d.see("Alpha")
	d.wait("ear for the computer's sleep", func() bool { return len(login.hears) > 0 })

	var c chooser
	for _, in := range []struct {
		name  string
		begin func()
		after func() // once locked
	}{
		{"form", func() {
			d.key("ctrl+n")
			d.says("add.title")
			d.key("Tab", "Tab", "Tab", "Tab", "Return")
			d.says("form.issuer")
			d.text("Halfway")
			d.key("Tab", "Tab")
			d.text("jbswy3dp")
			d.see("Halfway")
		}, nil},
		{"menu", func() { d.key("shift+F10"); d.says("menu.copynext") }, nil},
		{"picker", func() {
			d.key("ctrl+o")
			c = d.chooser("add.image")
			d.do("windowmove", "--sync", c.window, "700", "100") // what it covers has no picture
		}, func() { c.key("Escape"); c.closed(); d.refocus() }},
		{"code", func() {
			d.key("shift+F10")
			d.tap("menu.qr")
			d.says("qr.confirm")
			d.key("Return")
			d.says("qr.show.warn")
		}, nil},
		{"undo", func() {
			d.key("Delete")
			d.says("delete.h", "name", "Alpha")
			d.key("Return")
			d.says("status.deleted", "name", "Alpha")
		}, nil},
	} {
		for name, lock := range map[string]func(){"screen": func() { p.screen(true) }, "sleep": login.sleeps} {
			d.name = in.name + "-" + name + "-"
			in.begin()
			d.shot("1-before")
			lock()
			d.says("lock.h")
			if in.after != nil {
				in.after()
			}
			d.wait("lock page alone", func() bool {
				for _, s := range []string{"Alpha", "Beta", "Halfway", d.txt.T("menu.copynext"), d.txt.T("common.undo")} {
					if _, ok := d.sees(s); ok {
						return false
					}
				}
				_, ok := d.sees(d.txt.T("lock.h"))
				return ok
			})
			d.shot("2-locked")
			d.key("Return")
			d.see("Beta")
			d.gone("Halfway")
			if in.name == "undo" { // what was deleted is where deleted accounts are
				d.gone("Alpha")
				break
			}
		}
	}
	d.quit()
}
