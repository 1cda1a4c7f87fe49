//go:build window

package window_test

import (
	"image"
	"testing"
)

// TestKeyMap presses every key of the map, one after the other, in the real
// window, and looks for what it does.
func TestKeyMap(t *testing.T) {
	newPanel(t) // so that Ctrl+W hides
	home := t.TempDir()
	settings(t, home, map[string]any{"tray": true, "theme": "light"})
	command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB), link("Gamma", "three", secretC))
	d := open(t, home, english)
	d.see("Gamma")

	d.moving()
	d.searching()
	d.pages()
	d.changing()

	// The look.
	d.key("ctrl+plus")
	d.savedSetting("text_scale", 115)
	looker.expect(115)
	d.see("Beta")
	d.key("ctrl+minus")
	d.savedSetting("text_scale", 100)
	d.key("ctrl+minus")
	d.savedSetting("text_scale", 85)
	d.key("ctrl+shift+0")
	d.savedSetting("text_scale", 100)
	looker.expect(100)
	d.see("Beta")

	// Lock, hide, quit.
	d.key("ctrl+l")
	d.says("lock.h")
	d.key("Return") // the button has the keyboard
	d.see("Beta")
	d.key("ctrl+w")
	d.wait("hidden window", func() bool { return !d.shown() })
	if out, err := program(home, english).CombinedOutput(); err != nil {
		t.Fatalf("second start: %v\n%s", err, out)
	}
	d.wait("window", d.shown)
	d.refocus()
	d.see("Beta")
	d.quit()
}

// copies copies what is selected and waits for the code of a secret.
func (d *desk) copies(key, secret string) {
	d.t.Helper()
	d.putText("nothing")
	d.key(key)
	d.copied(secret)
}

// moving goes through the list and copies.
func (d *desk) moving() {
	d.t.Helper()
	d.key("Home")
	d.copies("Return", secretA)
	d.key("Down")
	d.copies("ctrl+c", secretB)
	d.key("End")
	d.copies("Return", secretC)
	d.key("Up")
	d.copies("Return", secretB)
	d.key("Prior") // Page Up
	d.copies("Return", secretA)
	d.key("Next")
	d.copies("Return", secretC)
	d.key("ctrl+shift+c")
	d.says("row.copied.next")
	d.key("space")
	d.says("menu.copy")
	d.key("Escape")
	d.gone(d.txt.T("menu.copy"))
	for _, menu := range []string{"shift+F10", "Menu"} {
		d.key(menu)
		d.says("menu.delete")
		d.key("Escape")
		d.gone(d.txt.T("menu.delete"))
	}
	d.key("shift+F10", "Down", "Return") // the first line copies
	d.copied(secretC)
}

// searching finds by key and by typing.
func (d *desk) searching() {
	d.t.Helper()
	d.key("ctrl+f")
	d.text("bet")
	d.gone("Alpha")
	d.key("Escape")
	d.see("Alpha")
	d.key("Escape")
	d.text("gam")
	d.gone("Alpha")
	d.copies("Return", secretC)
	d.key("Escape")
	d.see("Alpha")
	d.text("alp")
	d.gone("Beta")
	d.key("Down", "Escape") // to the list, and out of the search
	d.see("Beta")
}

// pages opens every page that has a key, and leaves it.
func (d *desk) pages() {
	d.t.Helper()
	for _, one := range []struct {
		key, title string
		leave      int // Esc that it takes: fields give up the keyboard first
	}{
		{"ctrl+n", "add.title", 1}, {"F2", "edit.title", 2}, {"ctrl+e", "edit.title", 2},
		{"ctrl+comma", "set.title", 1}, {"ctrl+slash", "set.shortcuts", 1}, {"F1", "set.shortcuts", 1},
		{"ctrl+s", "sync.title", 1},
	} {
		d.key(one.key)
		d.says(one.title)
		for range one.leave {
			d.key("Escape")
		}
		d.gone(beginning(d.txt.T(one.title)))
		d.see("Beta")
	}
	d.putText(link("Pasted", "four", secretA))
	d.key("ctrl+v")
	d.says("add.confirm.h")
	d.key("Escape")
	d.see("Beta")
	d.key("ctrl+shift+s") // the screen behind the window is empty
	d.says("err.screen.blank")
	d.refocus()
	d.key("Escape")
	d.gone(beginning(d.txt.T("err.screen.blank")))
	d.see("Beta")
}

// changing deletes, takes back, orders and groups.
func (d *desk) changing() {
	d.t.Helper()
	d.key("Home", "Down", "Delete")
	d.says("delete.h", "name", "Beta")
	d.key("Return")
	d.gone("two")
	d.key("ctrl+z")
	d.see("two")
	d.above("Alpha", "Beta")
	d.key("Home", "alt+Down")
	d.above("Beta", "Alpha")
	d.key("alt+Up")
	d.above("Alpha", "Beta")
	d.more("menu.newgroup")
	d.says("group.name")
	d.text("Shops")
	d.key("Return")
	chip := d.see("Shops")
	d.key("ctrl+1")
	d.says("main.empty")
	d.key("ctrl+0")
	from := d.see("Beta")
	d.drag(image.Pt(from.Min.X+10, from.Min.Y+8), image.Pt(chip.Min.X+10, chip.Min.Y+8))
	d.key("ctrl+1")
	d.gone("Alpha")
	d.see("Beta")
	d.key("ctrl+0")
	d.see("Alpha")
	d.groupsReordered()
}

// groupsReordered puts one group behind another, by the mouse and by keys, and
// back.
func (d *desk) groupsReordered() {
	d.t.Helper()
	d.more("menu.newgroup")
	d.says("group.name")
	d.text("Work")
	d.key("Return")
	to, from := d.see("Work"), d.see("Shops")
	d.shot("groups")
	d.drag(image.Pt(from.Min.X+6, from.Min.Y+8), image.Pt(to.Max.X+8, to.Min.Y+8))
	d.says("status.moved", "name", "Shops")
	d.key("ctrl+1")
	d.says("main.empty") // the first group is the one nothing is in
	d.key("ctrl+z")
	d.says("status.undone")
	d.key("ctrl+1")
	d.see("Beta")
	d.gone("Alpha")
	d.key("shift+Tab", "alt+Right") // from the list to the groups
	d.says("status.moved", "name", "Shops")
	d.key("ctrl+1")
	d.says("main.empty")
	d.key("ctrl+z")
	d.says("status.undone")
	d.key("ctrl+0")
	d.see("Alpha")
}
