//go:build window

package window_test

import (
	"sync"
	"testing"
	"time"
)

// storm calls for the window ten times from three processes at once, as an
// impatient hand on a key of the user's own does.
func (d *desk) storm() {
	d.t.Helper()
	var all sync.WaitGroup
	for i := range 3 {
		all.Go(func() {
			for range []int{4, 3, 3}[i] {
				if out, err := program(d.home, english, "--toggle").CombinedOutput(); err != nil {
					d.t.Errorf("--toggle: %v\n%s", err, out)
				}
			}
		})
	}
	all.Wait()
}

// toggle calls for the window once.
func (d *desk) toggle() {
	d.t.Helper()
	out, err := program(d.home, english, "--toggle").CombinedOutput()
	if err != nil {
		d.t.Fatalf("--toggle: %v\n%s", err, out)
	}
	if len(out) > 0 {
		d.t.Errorf("--toggle says %q, whether the window came or went", out)
	}
}

// calm is how long a window has to stay as it is to count as settled.
const calm = 500 * time.Millisecond

// settled waits until all calls were dealt with: the window is hidden, or in
// front with the keyboard, and stays so. It only looks: a window that is on the
// screen without the keyboard is what this is to find.
func (d *desk) settled() (front bool) {
	d.t.Helper()
	var since time.Time
	whole, was := false, false
	d.wait("window that is hidden, or in front with the keyboard", func() bool {
		front = d.shown()
		now := !front || focused() == d.id
		if !now || !whole || front != was {
			since = time.Now()
		}
		whole, was = now, front
		return whole && time.Since(since) > calm
	})
	return front
}

// answers sees that the program and the screen agree on where the window is: the
// next call hides it if it is in front, and brings it if it is not. It ends with
// the window in front, brought by nothing but such calls.
func (d *desk) answers() {
	d.t.Helper()
	if d.settled() {
		d.toggle()
		if d.settled() {
			d.t.Fatal("a call left the window in front that was in front")
		}
	}
	d.toggle()
	if !d.settled() {
		d.t.Fatal("a call left the window hidden that was hidden")
	}
}

// hearsKeys presses one key, and one more, and sees that both were heard.
func (d *desk) hearsKeys() {
	d.t.Helper()
	d.key("F1")
	d.says("set.shortcuts")
	d.key("Escape")
	d.gone(beginning(d.txt.T("set.shortcuts")))
}

// TestToggleStorm leaves the window, after many calls at once, where the next
// call finds it: hidden or in front, and then all of it is there.
func TestToggleStorm(t *testing.T) {
	portal(t)
	p := newPanel(t)
	home := t.TempDir()
	settings(t, home, map[string]any{"tray": true})
	command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB))
	d := open(t, home, english)
	d.see("Alpha")
	item := p.item(d)

	d.storm()
	d.answers()
	d.hearsKeys()
	d.see("Alpha")
	d.key("Return")
	d.copied(secretA)

	// Hidden in the tray.
	d.key("ctrl+w")
	d.wait("hidden window", func() bool { return !d.shown() })
	d.storm()
	d.answers()
	d.key("ctrl+w")
	d.wait("hidden window", func() bool { return !d.shown() })
	p.choose(d, item, d.txt.T("tray.open"))
	if !d.settled() {
		t.Error("the tray did not bring the window")
	}
	d.hearsKeys()
	d.see("Beta")

	// Minimised.
	d.do("windowminimize", d.id)
	d.wait("minimised window", func() bool { return !d.shown() })
	d.toggle()
	if !d.settled() {
		t.Error("a call did not bring the minimised window")
	}
	d.see("Alpha")
	d.do("windowminimize", d.id)
	d.storm()
	d.answers()
	d.hearsKeys()
	d.see("Alpha")

	// A question stands.
	d.key("Delete")
	d.says("delete.h", "name", "Alpha")
	d.storm()
	d.answers()
	question := beginning(d.txt.T("delete.h", "name", "Alpha"))
	d.see(question)
	d.key("Escape")
	d.gone(question)
	d.hearsKeys()
	d.see("Alpha")

	// The system's dialog stands, and has the keyboard of a window in front.
	d.key("ctrl+o")
	c := d.chooser("add.image")
	d.storm()
	if out, err := program(home, english).CombinedOutput(); err != nil {
		t.Fatalf("second start: %v\n%s", err, out)
	}
	d.wait("window", d.shown)
	c.key("Escape")
	c.ends()
	d.answers()
	d.hearsKeys()
	d.see("Alpha")

	// Locked.
	d.key("ctrl+l")
	d.says("lock.h")
	d.storm()
	d.answers()
	d.says("lock.h")
	d.key("Return")
	d.see("Alpha")
	d.quit()
}
