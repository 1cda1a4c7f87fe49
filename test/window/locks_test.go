//go:build window

package window_test

import (
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

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

// lockTest is a window that is locked in the middle of something.
type lockTest struct {
	*desk
	picker chooser
}

// middles are what can lie over the list or be half done, in this order: what
// was deleted by the last one comes back at its end.
var middles = []struct {
	name  string
	begin func(d *lockTest)
	after func(d *lockTest) // once locked
	typed bool              // what was typed is gone, which is said after unlocking
	noKey bool              // Ctrl+L is not the window's there
}{
	{name: "list", begin: func(d *lockTest) {}},
	{name: "form", typed: true, begin: func(d *lockTest) {
		d.key("ctrl+n")
		d.says("add.title")
		d.key("Tab", "Tab", "Tab", "Tab", "Return")
		d.says("form.issuer")
		d.text("Halfway")
		d.key("Tab", "Tab")
		d.text("jbswy3dp")
		d.see("Halfway")
	}},
	{name: "edit", typed: true, begin: func(d *lockTest) {
		d.click(d.see("Alpha").middle())
		d.key("F2")
		d.says("edit.title")
		d.key("ctrl+a")
		d.text("Halfway")
		d.key("Tab") // the caret stands on the word
		d.see("Halfway")
	}},
	{name: "search", begin: func(d *lockTest) {
		d.text("Alph")
		d.gone("Beta")
	}},
	{name: "big", begin: func(d *lockTest) {
		d.click(d.see("Alpha").middle())
		d.key("space")
		d.says("menu.copy")
	}},
	{name: "codes", begin: func(d *lockTest) {
		d.click(d.see("Alpha").middle())
		d.key("shift+F10")
		d.tap("menu.codes")
		d.says("codes.title")
	}},
	{name: "menu", noKey: true, begin: func(d *lockTest) { d.key("shift+F10"); d.says("menu.copynext") }},
	{name: "drag", noKey: true, begin: func(d *lockTest) {
		from, to := d.see("Alpha"), d.see("Beta")
		before := d.picture()
		d.do("mousemove", "--window", d.id, fmt.Sprint(from.Min.X+10), fmt.Sprint(from.Min.Y+8), "mousedown", "1")
		for y := from.Min.Y + 8; y < to.Max.Y+20; y += 8 {
			d.do("mousemove", "--window", d.id, fmt.Sprint(from.Min.X+10), fmt.Sprint(y))
		}
		d.wait("row that is dragged", func() bool { return !identical(before, d.picture()) })
	}, after: func(d *lockTest) { d.do("mouseup", "1") }},
	{name: "picker", noKey: true, begin: func(d *lockTest) {
		d.key("ctrl+o")
		d.picker = d.chooser("add.image")
		d.do("windowmove", "--sync", d.picker.window, "700", "100") // what it covers has no picture
	}, after: func(d *lockTest) { d.picker.key("Escape"); d.picker.closed(); d.refocus() }},
	{name: "code", begin: func(d *lockTest) {
		d.key("shift+F10")
		d.tap("menu.qr")
		d.says("qr.confirm")
		d.key("Return")
		d.says("qr.show.warn")
	}},
	{name: "undo", begin: func(d *lockTest) {
		d.click(d.see("Alpha").middle())
		d.key("Delete")
		d.says("delete.h", "name", "Alpha")
		d.key("Return")
		d.says("status.deleted", "name", "Alpha")
	}},
}

// TestLocksInTheMiddle locks by the screen's lock, by the computer's sleep, by
// nobody being there and by its key, in the middle of everything that can lie
// over the list or be half done. The lock page stands alone and has the
// keyboard; after unlocking the list is there, and nothing half typed.
func TestLocksInTheMiddle(t *testing.T) {
	portal(t)
	p, login := newPanel(t), newLogind(t)
	home := t.TempDir()
	settings(t, home, map[string]any{"auto_lock_minutes": 5})
	command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB))
	clock, idle := newClock(t, home), newIdle(t, home)
	cmd := program(home, english)
	cmd.Path, cmd.Args[0] = clockBinary(t), clockBinary(t)
	cmd.Env = append(cmd.Env, "TWOFOLD_TEST_CLOCK="+string(clock), "TWOFOLD_TEST_IDLE="+string(idle),
		"DBUS_SYSTEM_BUS_ADDRESS="+os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
	d := &lockTest{desk: launch(t, home, english, cmd)}
	d.found()
	d.do("windowmove", "--sync", d.id, "40", "60")
	d.see("Alpha")
	d.wait("ear for the computer's sleep", func() bool { return len(login.hears) > 0 })
	d.giveCodes("Alpha", "rescue-4711")

	for _, in := range middles {
		for _, cause := range []struct {
			name string
			lock func()
		}{
			{"screen", func() { p.screen(true) }},
			{"sleep", login.sleeps},
			{"idle", func() { idle.set(t, time.Hour) }},
			{"key", func() { d.key("ctrl+l") }},
		} {
			if cause.name == "key" && in.noKey {
				continue
			}
			d.name = in.name + "-" + cause.name + "-"
			in.begin(d)
			d.shot("1-before")
			cause.lock()
			d.says("lock.h")
			idle.set(t, 0)
			if in.after != nil {
				in.after(d)
			}
			d.alone()
			d.shot("2-locked")
			d.key("Return")
			d.see("Beta")
			d.gone("Halfway")
			if _, ok := d.sees(beginning(d.txt.T("lock.lost"))); ok != in.typed {
				t.Errorf("%s: told of something lost: %v, want %v", d.name, ok, in.typed)
			}
			if in.name == "undo" { // what was deleted is where deleted accounts are
				d.gone("Alpha")
				d.more("trash.title")
				d.tap("trash.restore")
				d.says("trash.empty")
				d.key("Escape")
			}
			d.see("Alpha")
		}
	}
	d.quit()
	if got := names(t, home); got != "Alpha Beta" {
		t.Errorf("order %q", got)
	}
}

// giveCodes types recovery codes for an account.
func (d *lockTest) giveCodes(title, codes string) {
	d.t.Helper()
	d.click(d.see(title).middle())
	d.key("F2")
	d.says("edit.title")
	d.wheel("60")
	x, y := d.says("edit.codes").middle()
	d.click(x, y+40)
	d.text(codes)
	d.shot("codes")
	d.tap("common.save")
	d.gone(beginning(d.txt.T("edit.title")))
	d.see(title)
}

// alone waits until the lock page is all that is in the window.
func (d *lockTest) alone() {
	d.t.Helper()
	others := []string{"Alpha", "Beta", "Halfway"}
	for _, key := range []string{"menu.copynext", "menu.copy", "common.undo", "codes.title", "edit.title", "common.cancel"} {
		others = append(others, d.txt.T(key))
	}
	d.wait("lock page alone", func() bool {
		for _, s := range others {
			if _, ok := d.sees(s); ok {
				return false
			}
		}
		_, ok := d.sees(d.txt.T("lock.h"))
		return ok && !d.showsCode(secretA)
	})
}
