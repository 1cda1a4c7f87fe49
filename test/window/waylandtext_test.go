//go:build window

package window_test

import (
	"testing"
	"time"
)

// TestWaylandWithoutTools uses the window's own clipboard: no wl-clipboard, and
// no X server. A link is pasted, a code copied and cleared by locking while
// another window has the keyboard, and what another program put there since is
// left alone.
func TestWaylandWithoutTools(t *testing.T) {
	home := t.TempDir()
	s := sit(t)
	noTools := "PATH=" + t.TempDir()
	d := s.open(t, home, english, noTools)
	d.says("first.title")
	s.offer(t, "image/png", []byte("a picture"))
	d.key("ctrl+v")
	d.says("err.clip.textonly")
	d.key("Return")
	d.says("first.title")
	s.offer(t, "text/plain;charset=utf-8", []byte(link("Linked", "two", secretB)))
	d.key("ctrl+v")
	d.says("add.confirm.h")
	d.key("Return")
	d.gone(beginning(d.txt.T("add.confirm.h")))
	d.see("Linked")

	copied := func() {
		t.Helper()
		d.key("Return")
		d.wait("code on the clipboard", func() bool {
			got, now := s.clipboard(), time.Now()
			return got == totp(t, secretB, now) || got == totp(t, secretB, now.Add(-30*time.Second))
		})
	}
	d.key("Down")
	copied()
	d.key("ctrl+l")
	d.says("lock.h")
	d.wait("empty clipboard", func() bool { return s.clipboard() == "" })
	d.key("Return")
	d.see("Linked")
	d.key("Down")
	copied()

	// Another window comes to the front, and locking from elsewhere clears.
	p := newPanel(t)
	other := s.open(t, t.TempDir(), english, noTools)
	other.says("first.title")
	d.wait("window behind", func() bool { return !d.hasKeys() })
	p.screen(true)
	d.wait("empty clipboard", func() bool { return s.clipboard() == "" })
	other.quit()
	d.wait("keyboard", d.hasKeys)
	d.says("lock.h")
	d.key("Return")
	d.see("Linked")
	d.key("Down")
	copied()

	const theirs = "of another program"
	s.offer(t, "text/plain;charset=utf-8", []byte(theirs))
	d.wait("text on the clipboard", func() bool { return s.clipboard() == theirs })
	d.key("ctrl+l")
	d.says("lock.h")
	d.quit()
	if got := s.clipboard(); got != theirs {
		t.Errorf("the clipboard holds %q", got)
	}
}
