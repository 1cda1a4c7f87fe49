package platform

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// hosts plays a watcher whose hosts come and go.
type hosts struct{ there atomic.Bool }

func (h *hosts) Get(_, name string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant(h.there.Load() && name == "IsStatusNotifierHostRegistered"), nil
}

// heard waits for the next word of a channel.
func heard(t *testing.T, c <-chan bool, want bool) {
	t.Helper()
	select {
	case got, open := <-c:
		if !open || got != want {
			t.Fatalf("told %v (%v), want %v", got, open, want)
		}
	case <-time.After(time.Minute):
		t.Fatalf("not told %v", want)
	}
}

// TestWatchTray follows a watcher that comes after us, hosts that come to it and
// go, and its end, on a real bus.
func TestWatchTray(t *testing.T) {
	privateHome(t)
	bus := sessionBus(t)
	seen := trayNow(t.Context())
	heard(t, seen, false)
	for range 2 {
		conn := standIn(t, bus, "")
		hosts := &hosts{}
		if err := conn.Export(hosts, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties"); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.RequestName(trayWatcher, dbus.NameFlagDoNotQueue); err != nil {
			t.Fatal(err)
		}
		heard(t, seen, false)
		for _, there := range []bool{true, false, true} {
			hosts.there.Store(there)
			signal := trayWatcher + ".StatusNotifierHostUnregistered"
			if there {
				signal = trayWatcher + ".StatusNotifierHostRegistered"
			}
			if err := conn.Emit("/StatusNotifierWatcher", signal); err != nil {
				t.Fatal(err)
			}
			heard(t, seen, there)
		}
		_ = conn.Close() // the desktop crashed
		heard(t, seen, false)
	}
}

// TestWatchTrayWithoutBus ends at once: nobody will ever see an icon.
func TestWatchTrayWithoutBus(t *testing.T) {
	privateHome(t)
	if _, open := <-WatchTray(t.Context()); open {
		t.Error("told of a tray without a bus")
	}
}
