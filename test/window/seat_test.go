//go:build window

package window_test

import (
	"image"
	"os"
	"testing"

	"twofold/test/sway"
)

// seat is where a user of Wayland sits: a compositor of its own beside the X
// server of the other tests, with a mouse and a keyboard. A desk with a seat is
// looked at and used through them.
type seat struct {
	*sway.Desk
	mouse *sway.Mouse
	keys  *sway.Keyboard
}

// sit begins a compositor in which windows float, as they do on most desktops.
func sit(t testing.TB) *seat {
	t.Helper()
	sway.Needs(t, "grim", "wl-copy", "wl-paste")
	s := &seat{Desk: sway.Start(t)}
	s.Tell("default_floating_border", "none")
	s.Tell("for_window", "[shell=.*]", "floating", "enable")
	s.mouse, s.keys = s.Mouse(), s.Keyboard()
	return s
}

// open starts the program as a client of the compositor, with no X server in
// reach unless env has one, and waits for its window.
func (s *seat) open(t testing.TB, home, language string, env ...string) *desk {
	t.Helper()
	cmd := program(home, language)
	cmd.Env = append(cmd.Env, "WAYLAND_DISPLAY="+s.Display, "DISPLAY=", "XDG_SESSION_TYPE=wayland", "XDG_CURRENT_DESKTOP=sway")
	cmd.Env = append(cmd.Env, env...)
	d := launch(t, home, language, cmd)
	d.seat = s
	d.found()
	return d
}

// window is the program's window as the compositor sees it.
func (d *desk) window() (sway.Window, bool) { return d.seat.Window(d.cmd.Process.Pid) }

// hasKeys reports whether there is a window and it has the keyboard.
func (d *desk) hasKeys() bool {
	w, ok := d.window()
	return ok && w.Focused
}

func (d *desk) seatPicture() (image.Image, error) {
	w, ok := d.window()
	if !ok {
		return nil, os.ErrNotExist
	}
	return d.seat.Picture(w.Inside)
}

func (d *desk) seatClick(x, y int) {
	d.t.Helper()
	w, ok := d.window()
	if !ok {
		d.t.Fatal("there is no window to click on")
	}
	// A hand moves the mouse on once it is there. The toolkit relies on it: it
	// does not look where the mouse came in.
	at := w.Inside.Min.Add(image.Pt(x, y))
	d.seat.mouse.Move(at.X-1, at.Y)
	d.seat.mouse.Move(at.X, at.Y)
	d.seat.mouse.Click()
}
