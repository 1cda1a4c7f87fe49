package window

import (
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"twofold/app/config"
	"twofold/app/locale"
	"twofold/app/platform"
)

const watcherName = "org.kde.StatusNotifierWatcher"

// panel plays the watcher and the host of the StatusNotifierItem
// specification. The bus, the messages and our side are real.
type panel struct {
	conn  *dbus.Conn
	items chan dbus.Sender
}

func (p *panel) RegisterStatusNotifierItem(_ string, sender dbus.Sender) *dbus.Error {
	p.items <- sender
	return nil
}

func (p *panel) Get(_, name string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant(name == "IsStatusNotifierHostRegistered"), nil
}

// node is one line of a menu of com.canonical.dbusmenu.
type node struct {
	ID         int32
	Properties map[string]dbus.Variant
	Children   []dbus.Variant
}

// menu asks the item for its menu: labels with their ids, disabled ones with
// "(off)" behind.
func (p *panel) menu(t *testing.T, item dbus.Sender) map[string]int32 {
	t.Helper()
	var revision uint32
	var root node
	err := p.conn.Object(string(item), "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.GetLayout", 0,
		int32(0), int32(-1), []string{}).Store(&revision, &root)
	if err != nil {
		t.Fatal(err)
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
			if err := dbus.Store([]any{c.Value()}, &child); err != nil {
				t.Fatal(err)
			}
			walk(child)
		}
	}
	walk(root)
	return out
}

// TestTrayOnTheBus puts the real icon into a panel on a real bus, reads its
// menu there, and clicks.
func TestTrayOnTheBus(t *testing.T) {
	address := privateBus(t)
	if platform.HasTray(t.Context()) {
		t.Fatal("a tray without a panel")
	}
	p := &panel{connect(t, address), make(chan dbus.Sender, 4)}
	for _, iface := range []string{watcherName, "org.freedesktop.DBus.Properties"} {
		if err := p.conn.Export(p, "/StatusNotifierWatcher", iface); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.conn.RequestName(watcherName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	if !platform.HasTray(t.Context()) {
		t.Fatal("the panel is not seen")
	}

	r := newRig(t, setting{language: locale.English})
	r.desk.tray = true
	queued := make(chan func(), 8)
	r.tray.icon = &systemTray{queue: func(f func()) { queued <- f }}
	must(r, r.cfg.Change(func(s *config.Settings) { s.Tray = true }))
	var item dbus.Sender
	select {
	case item = <-p.items:
	case <-time.After(10 * time.Second):
		t.Fatal("no icon was registered")
	}
	menu := p.menu(t, item)
	for _, label := range []string{"Open Twofold", "Lock now", "Quit"} {
		if _, ok := menu[label]; !ok {
			t.Errorf("no %q in %v", label, menu)
		}
	}
	must(r, r.ses.Lock())
	var locked bool
	for deadline := time.Now().Add(10 * time.Second); !locked && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		menu = p.menu(t, item)
		_, locked = menu["Locked (off)"]
	}
	if !locked || strings.Contains(strings.Join(keysOf(menu), " "), "Lock now") {
		t.Errorf("locked, the menu has %v", keysOf(menu))
	}

	r.hide()
	call := p.conn.Object(string(item), "/StatusNotifierItem/menu").Call("com.canonical.dbusmenu.Event", 0,
		menu["Open Twofold"], "clicked", dbus.MakeVariant(""), uint32(0))
	if call.Err != nil {
		t.Fatal(call.Err)
	}
	select {
	case f := <-queued:
		f()
	case <-time.After(10 * time.Second):
		t.Fatal("the click does not arrive")
	}
	if r.hidden {
		t.Error("the window is still hidden")
	}
}

func keysOf(m map[string]int32) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	return out
}
