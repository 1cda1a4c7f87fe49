//go:build window

package window_test

import "testing"

// TestDropsAnywhere drops pictures where something else is in front: over a
// question, on a page of found accounts, and on the lock page; and a link.
func TestDropsAnywhere(t *testing.T) {
	home := t.TempDir()
	command(t, home, "add", link("Mizuho", "hanako", secretA))
	first := screenshot(t, home, "first.png", link("Sakura", "one", secretB))
	second := screenshot(t, home, "second.png", link("Momiji", "two", secretC))
	third := screenshot(t, home, "third.png", link("Tsubaki", "three", secretD))
	d := open(t, home, english)
	d.see("Mizuho")

	d.key("Delete")
	d.says("common.delete")
	d.drop(first)
	d.says("drop.busy")
	d.key("Return", "Escape")
	d.gone(beginning(d.txt.T("drop.busy")))

	d.drop(first)
	d.see("Sakura")
	d.drop(second)
	d.see("Momiji")
	d.key("Return")
	d.see(d.txt.N("status.added", 2))
	d.see("Sakura")

	d.drop(link("Kaede", "four%20five", secretA))
	d.see("four five")
	d.key("Escape")
	d.see("Sakura")

	d.key("ctrl+l")
	d.says("lock.h")
	d.drop(third)
	d.says("drop.later")
	if _, ok := d.sees("Tsubaki"); ok {
		t.Error("it was read behind the lock")
	}
	d.key("Return")
	d.gone(beginning(d.txt.T("drop.later")))
	d.tap("lock.unlock")
	d.says("add.confirm.h")
	d.see("Tsubaki")
	d.quit()
}
