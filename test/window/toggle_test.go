//go:build window

package window_test

import (
	"sync"
	"testing"
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

// called starts the program once more, which brings the window up, whatever
// came before: in front, with the keyboard. Nobody helps it to that.
func (d *desk) called() {
	d.t.Helper()
	if out, err := program(d.home, english).CombinedOutput(); err != nil {
		d.t.Fatalf("second start: %v\n%s", err, out)
	}
	d.wait("window in front", func() bool { return d.shown() && focused() == d.id })
}

// until presses a key as often as it takes: what is pressed while the window
// goes or comes is nobody's.
func (d *desk) until(key, what string, ok func() bool) {
	d.t.Helper()
	d.wait(what, func() bool {
		if !ok() && focused() == d.id {
			d.key(key)
		}
		return ok()
	})
}

// settled waits until all calls were dealt with: the window answers a key that
// was pressed after them.
func (d *desk) settled() {
	d.t.Helper()
	d.called()
	keys := func() bool { _, ok := d.sees(d.txt.T("set.shortcuts")); return ok }
	d.until("F1", "page of keys", keys)
	d.until("Escape", "end of the page of keys", func() bool { return !keys() })
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
	d.settled()
	d.see("Alpha")
	d.key("Return")
	d.copied(secretA)

	// Hidden in the tray.
	d.key("ctrl+w")
	d.wait("hidden window", func() bool { return !d.shown() })
	d.storm()
	p.choose(d, item, d.txt.T("tray.open"))
	d.settled()
	d.see("Beta")

	// Minimised.
	d.do("windowminimize", d.id)
	d.wait("minimised window", func() bool { return !d.shown() })
	if out, err := program(home, english, "--toggle").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	d.wait("window", d.shown)
	d.see("Alpha")
	d.do("windowminimize", d.id)
	d.storm()
	d.settled()
	d.see("Alpha")

	// A question stands.
	d.key("Delete")
	d.says("delete.h", "name", "Alpha")
	d.storm()
	d.called()
	question := beginning(d.txt.T("delete.h", "name", "Alpha"))
	d.see(question)
	d.until("Escape", "end of the question", func() bool { _, ok := d.sees(question); return !ok })
	d.settled()
	d.see("Alpha")

	// The system's dialog stands.
	d.key("ctrl+o")
	c := d.chooser("add.image")
	d.storm()
	if out, err := program(home, english).CombinedOutput(); err != nil {
		t.Fatalf("second start: %v\n%s", err, out)
	}
	d.wait("window", d.shown)
	c.key("Escape")
	c.closed()
	d.settled()
	d.see("Alpha")

	// Locked.
	d.key("ctrl+l")
	d.says("lock.h")
	d.storm()
	d.settled()
	d.says("lock.h")
	d.key("Return")
	d.see("Alpha")
	d.quit()
}
