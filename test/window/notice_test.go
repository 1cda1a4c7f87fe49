//go:build window

package window_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"twofold/app/locale"
)

// notices is the notification service of a desktop, on the private session
// bus: the Desktop Notifications Specification 1.2.
type notices struct{ said chan [2]string }

// GetCapabilities says what a body may hold.
func (n notices) GetCapabilities() ([]string, *dbus.Error) { return []string{"body"}, nil }

// Notify shows a notification.
func (n notices) Notify(_ string, _ uint32, _, title, body string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	n.said <- [2]string{title, body}
	return 1, nil
}

func newNotices(t *testing.T) notices {
	t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	n := notices{make(chan [2]string, 16)}
	if err := conn.Export(n, "/org/freedesktop/Notifications", "org.freedesktop.Notifications"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName("org.freedesktop.Notifications", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return n
}

// heard waits for the next notification.
func (n notices) heard(t *testing.T) [2]string {
	t.Helper()
	select {
	case s := <-n.said:
		return s
	case <-time.After(far):
		t.Fatal("no notification")
	}
	return [2]string{}
}

// TestNotification lets a new computer ask while another window has the
// keyboard: the desktop says so, once, with the two fixed sentences. Nothing is
// said of a request that arrives in front of the user.
func TestNotification(t *testing.T) {
	for name, language := range map[string]string{"en": english, "ja": japanese} {
		t.Run(name, func(t *testing.T) { notification(t, language) })
	}
}

func notification(t *testing.T, language string) {
	n := newNotices(t)
	home, shared := t.TempDir(), filepath.Join(t.TempDir(), "Shared")
	if err := os.Mkdir(shared, 0o700); err != nil {
		t.Fatal(err)
	}
	recoveryKey(t, home)
	command(t, home, "add", link("Alpha", "one", secretA))
	command(t, home, "folder", shared, "--yes")
	d := openWith(t, home, language, nil)
	d.see("Alpha")

	end := asks(t, shared)
	d.says("ap.badge") // in front of the user, so the desktop says nothing
	end()
	d.gone(beginning(d.txt.T("ap.badge")))

	other := open(t, t.TempDir(), language) // takes the keyboard
	end = asks(t, shared)
	want := [2]string{locale.Plain(d.txt.T("ap.notify")), locale.Plain(d.txt.T("ap.notify.b"))}
	if got := n.heard(t); got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	end()
	end = asks(t, shared)
	if got := n.heard(t); got != want {
		t.Errorf("said %q of the next request, want %q", got, want)
	}
	if len(n.said) != 0 {
		t.Errorf("said more: %q", <-n.said)
	}
	other.close()
	d.refocus()
	d.says("ap.badge")
	d.shot("badge")
	end()
}

// asks lets a new computer ask the folder's computers for the accounts, until
// end.
func asks(t *testing.T, folder string) (end func()) {
	t.Helper()
	cmd := program(t.TempDir(), english, "pair", folder)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := false
	end = func() {
		if !over {
			over = true
			_ = cmd.Process.Signal(os.Interrupt)
			_ = cmd.Wait()
		}
	}
	t.Cleanup(end)
	return end
}
