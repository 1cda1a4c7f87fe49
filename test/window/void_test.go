//go:build window

package window_test

import (
	"os"
	"path/filepath"
	"testing"
)

// TestAnswerAfterALock leaves the system's dialog open that asks where to save
// all keys in the clear, and locks. Whoever answers it, over the lock page or
// after unlocking, gets no file, and a sentence.
func TestAnswerAfterALock(t *testing.T) {
	portal(t)
	p := newPanel(t)
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB))
	d := open(t, home, english)
	d.do("windowmove", "--sync", d.id, "40", "60")
	d.see("Alpha")
	file := filepath.Join(home, "all.txt")
	for _, unlocked := range []bool{false, true} {
		d.name = map[bool]string{false: "locked-", true: "unlocked-"}[unlocked]
		d.toExport()
		d.tap("export.f.otpauth")
		d.tap("export.save")
		c := d.chooser("export.title")
		d.do("windowmove", "--sync", c.window, "500", "100") // what it covers has no picture
		p.screen(true)
		d.says("lock.h")
		if unlocked {
			d.do("windowfocus", "--sync", d.id)
			d.key("Return")
			d.see("Alpha")
			d.do("windowfocus", "--sync", c.window)
		}
		c.types(file)
		c.key("Return")
		c.closed()
		if !unlocked {
			d.says("lock.h")
			d.key("Return")
		}
		d.says("lock.void")
		d.shot("said")
		if _, err := os.Stat(file); err == nil {
			t.Fatalf("%s the keys were written", d.name)
		}
		d.key("Return")
		d.gone(beginning(d.txt.T("lock.void")))
		d.see("Alpha")
	}
	d.quit()
}
