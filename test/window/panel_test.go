//go:build window

package window_test

import (
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

// panel is the tray of a desktop: the watcher and the host of the
// StatusNotifierItem specification, on the private session bus. It also says,
// as a desktop does, that the screen was locked.
type panel struct {
	t     *testing.T
	conn  *dbus.Conn
	items chan dbus.Sender
}

const watcher = "org.kde.StatusNotifierWatcher"

// RegisterStatusNotifierItem is what a program with an icon calls.
func (p *panel) RegisterStatusNotifierItem(_ string, sender dbus.Sender) *dbus.Error {
	p.items <- sender
	return nil
}

// Get is org.freedesktop.DBus.Properties.Get.
func (p *panel) Get(_, name string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant(name == "IsStatusNotifierHostRegistered"), nil
}

func newPanel(t *testing.T) *panel {
	t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	p := &panel{t, conn, make(chan dbus.Sender, 8)}
	for _, iface := range []string{watcher, "org.freedesktop.DBus.Properties"} {
		if err := conn.Export(p, "/StatusNotifierWatcher", iface); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := conn.RequestName(watcher, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return p
}

// node is a line of a menu of com.canonical.dbusmenu.
type node struct {
	ID         int32
	Properties map[string]dbus.Variant
	Children   []dbus.Variant
}

// menu are the lines of an icon's menu with their ids; those that cannot be
// chosen have "(off)" behind.
func (p *panel) menu(item dbus.Sender) map[string]int32 {
	p.t.Helper()
	var revision uint32
	var root node
	if err := p.conn.Object(string(item), "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.GetLayout", 0,
		int32(0), int32(-1), []string{}).Store(&revision, &root); err != nil {
		return nil // the program has just gone, or is not that far
	}
	out := map[string]int32{}
	var walk func(n node)
	walk = func(n node) {
		label, _ := n.Properties["label"].Value().(string)
		if on, is := n.Properties["enabled"].Value().(bool); is && !on {
			label += " (off)"
		}
		out[label] = n.ID
		for _, c := range n.Children {
			var child node
			if dbus.Store([]any{c.Value()}, &child) == nil {
				walk(child)
			}
		}
	}
	walk(root)
	return out
}

// choose waits for a line of the menu and clicks on it.
func (p *panel) choose(d *desk, item dbus.Sender, label string) {
	p.t.Helper()
	var id int32
	d.wait("line "+label+" in the tray", func() (ok bool) { id, ok = p.menu(item)[label]; return ok })
	if err := p.conn.Object(string(item), "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.Event", 0,
		id, "clicked", dbus.MakeVariant(""), uint32(0)).Err; err != nil {
		p.t.Fatal(err)
	}
}

// screen tells all programs that the screen is locked, or not any more.
func (p *panel) screen(locked bool) {
	p.t.Helper()
	if err := p.conn.Emit("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", locked); err != nil {
		p.t.Fatal(err)
	}
}

// item waits for a program that puts its icon up, and sees that it has a
// picture and a menu, and is put up once.
func (p *panel) item(d *desk) (item dbus.Sender) {
	p.t.Helper()
	d.wait("icon in the tray", func() bool {
		select {
		case item = <-p.items:
			return true
		default:
			return false
		}
	})
	d.wait("menu in the tray", func() bool { _, ok := p.menu(item)[d.txt.T("tray.lock")]; return ok })
	d.wait("picture in the tray", func() bool {
		v, err := p.conn.Object(string(item), "/StatusNotifierItem").GetProperty("org.kde.StatusNotifierItem.IconPixmap")
		var pictures []struct {
			W, H   int32
			Pixels []byte
		}
		return err == nil && dbus.Store([]any{v.Value()}, &pictures) == nil && len(pictures) == 1 && len(pictures[0].Pixels) > 0
	})
	if len(p.items) > 0 {
		p.t.Error("the icon is put up more than once")
	}
	return item
}

// shown reports whether the window is on the screen.
func (d *desk) shown() bool {
	out, _ := tool("xdotool", "search", "--onlyvisible", "--name", "^Twofold").Output()
	return d.id != "" && strings.Contains(string(out), d.id)
}

// refocus waits until the window has the keyboard.
func (d *desk) refocus() {
	d.t.Helper()
	d.wait("keyboard", func() bool {
		_ = tool("xdotool", "windowfocus", d.id).Run()
		out, _ := tool("xdotool", "getwindowfocus").Output()
		return strings.TrimSpace(string(out)) == d.id
	})
}

// TestTray closes the window into a real tray, copies from there, brings it
// back, and locks by the screen's own lock.
func TestTray(t *testing.T) {
	p := newPanel(t)
	home := t.TempDir()
	settings(t, home, map[string]any{"tray": true})
	command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB))
	d := open(t, home, english)
	d.see("Alpha")
	item := p.item(d)

	// Focus leaves, and comes back: the list is as it was.
	other := open(t, t.TempDir(), english)
	other.says("first.title")
	other.close()
	d.refocus()
	d.see("Alpha")
	d.key("Return")
	d.copied(secretA)

	d.key("ctrl+w")
	d.wait("hidden window", func() bool { return !d.shown() })
	p.choose(d, item, d.txt.T("tray.open"))
	d.wait("window", d.shown)
	d.refocus()
	d.see("Alpha")

	// The screen is locked: so is the program, hidden or not.
	p.screen(true)
	d.says("lock.h")
	d.gone("Alpha")
	d.shot("1-locked")
	d.wait("locked tray", func() bool { _, ok := p.menu(item)[d.txt.T("tray.locked")+" (off)"]; return ok })
	p.screen(false)
	d.tap("lock.unlock")
	d.see("Alpha")
	d.key("shift+F10")
	d.tap("menu.pin")
	d.key("ctrl+w")
	d.wait("hidden window", func() bool { return !d.shown() })
	d.putText("nothing")
	p.choose(d, item, "Alpha – one")
	d.copied(secretA)
	p.screen(true)
	d.wait("locked tray", func() bool { _, ok := p.menu(item)[d.txt.T("tray.locked")+" (off)"]; return ok })

	// A second start shows the window, --toggle hides it.
	toggle := func() {
		t.Helper()
		if out, err := program(home, english, "--toggle").CombinedOutput(); err != nil {
			t.Fatalf("--toggle: %v\n%s", err, out)
		}
	}
	toggle()
	d.wait("window", d.shown)
	d.says("lock.h")
	d.refocus()
	toggle()
	d.wait("hidden window", func() bool { return !d.shown() })
	p.choose(d, item, d.txt.T("tray.quit"))
	d.ended()
	d.complaints()
}

// TestPanelComesAndGoes starts before the panel does, as at sign-in, and
// outlives it: the icon is in every panel that comes, and a hidden window comes
// back when there is none.
func TestPanelComesAndGoes(t *testing.T) {
	home := t.TempDir()
	settings(t, home, map[string]any{"tray": true})
	command(t, home, "add", link("Alpha", "one", secretA))
	d := open(t, home, english)
	d.see("Alpha")
	hidden := func() {
		t.Helper()
		d.wait("hidden window", func() bool { return !d.shown() })
	}
	back := func() {
		t.Helper()
		d.wait("window", d.shown)
		d.refocus()
		d.see("Alpha")
	}
	call := func(args ...string) {
		t.Helper()
		if out, err := program(home, english, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	call("--toggle") // without a panel
	hidden()
	call("--toggle")
	back()

	p := newPanel(t)
	item := p.item(d)
	d.key("ctrl+w")
	hidden()
	p.choose(d, item, d.txt.T("tray.open"))
	back()

	d.key("ctrl+w")
	hidden()
	_ = p.conn.Close() // the panel crashes, and nobody starts it again
	back()
	call("--toggle")
	hidden()
	call() // a second start
	back()

	p = newPanel(t)
	p.item(d)
	d.key("ctrl+w")
	hidden()
	_ = p.conn.Close() // this time somebody does
	p = newPanel(t)
	item = p.item(d)
	if d.shown() {
		t.Error("the window came up though the panel was only started anew")
	}
	p.choose(d, item, d.txt.T("tray.open"))
	back()
	if len(p.items) > 0 {
		t.Error("the icon is put up more than once")
	}
	d.quit()
}

// TestHiddenStart begins in the tray, and shows its window where there is none.
func TestHiddenStart(t *testing.T) {
	home := t.TempDir()
	settings(t, home, map[string]any{"tray": true})
	command(t, home, "add", link("Alpha", "one", secretA))

	d := open(t, home, english, "--hidden") // waits for a window
	d.see("Alpha")
	d.quit()

	p := newPanel(t)
	d = begin(t, home, english, nil, "--hidden")
	item := <-p.items
	d.wait("open vault in the tray", func() bool { _, ok := p.menu(item)[d.txt.T("tray.lock")]; return ok })
	if out, _ := tool("xdotool", "search", "--onlyvisible", "--name", "^Twofold").Output(); len(out) > 0 {
		t.Errorf("a window is shown: %s", out)
	}
	p.choose(d, item, d.txt.T("tray.open"))
	d.found()
	d.see("Alpha")
	d.quit()
}
