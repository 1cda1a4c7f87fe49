//go:build window

package window_test

import (
	"bytes"
	"image/png"
	"os"
	"os/exec"
	"testing"
	"time"
)

// TestWaylandClipboard pastes a picture and a link, and copies a code. The
// clipboard is empty after the end.
func TestWaylandClipboard(t *testing.T) {
	home := t.TempDir()
	s := sit(t)
	d := s.open(t, home, english)
	d.says("first.title")
	var picture bytes.Buffer
	if err := png.Encode(&picture, code(t, link("Picture", "one", secretA))); err != nil {
		t.Fatal(err)
	}
	for title, copied := range map[string]struct {
		kind string
		data []byte
	}{"Picture": {"image/png", picture.Bytes()}, "Linked": {"text/plain;charset=utf-8", []byte(link("Linked", "two", secretB))}} {
		s.offer(t, copied.kind, copied.data)
		d.key("ctrl+v")
		d.says("add.confirm.h")
		d.key("Return")
		d.gone(beginning(d.txt.T("add.confirm.h")))
		d.see(title)
	}
	d.click(d.see("Picture").middle())
	d.key("Return")
	d.wait("code on the clipboard", func() bool {
		got, now := s.clipboard(), time.Now()
		return got == totp(t, secretA, now) || got == totp(t, secretA, now.Add(-30*time.Second))
	})
	d.quit()
	if got := s.clipboard(); got != "" {
		t.Errorf("after the end the clipboard holds %q", got)
	}
}

// offer puts something on the clipboard as another program does.
func (s *seat) offer(t *testing.T, kind string, data []byte) {
	t.Helper()
	cmd := s.client("wl-copy", "--type", kind)
	cmd.Stdin = bytes.NewReader(data)
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
}

// clipboard is the text on the clipboard, as another program sees it.
func (s *seat) clipboard() string {
	out, _ := s.client("wl-paste", "--no-newline").Output()
	return string(out)
}

// client prepares another program of the compositor.
func (s *seat) client(name string, args ...string) *exec.Cmd {
	cmd := tool(name, args...)
	cmd.Env = append(os.Environ(), "WAYLAND_DISPLAY="+s.Display)
	return cmd
}
