//go:build window

package window_test

import (
	"fmt"
	"testing"
)

// TestLook changes language, theme and text size while the program runs, and
// makes the window wide and narrow again.
func TestLook(t *testing.T) {
	home := t.TempDir()
	settings(t, home, map[string]any{"theme": "light"})
	command(t, home, "add", link("Alpha", "alice@example.com", secretA), link("Beta", "two", secretB), link("楽天", "買い物", secretC))
	d := open(t, home, english)
	d.see("Alpha")
	light := d.ground(210, 600)

	d.key("ctrl+comma")
	d.says("set.language")
	d.shot("1-settings")
	d.click(d.says("set.language").Min.X+260, d.says("set.language").Min.Y+6)
	d.tap2("日本語")
	d.txt = words(japanese)
	d.says("set.title")
	d.says("set.theme")
	d.shot("2-japanese")
	d.click(d.says("set.theme").Min.X+260, d.says("set.theme").Min.Y+6)
	d.tap("set.theme.dark")
	d.wait("dark ground", func() bool { return d.ground(210, 5) != light && d.ground(210, 5)[0] < 80 })
	d.shot("3-dark")
	d.key("Escape")
	d.see("Alpha")

	// Wide and back: the account in hand stays in hand.
	d.click(d.see("Beta").middle())
	d.resize(960, 680)
	d.says("main.groups")
	d.shot("4-wide")
	d.key("Return")
	d.copied(secretB)
	d.resize(420, 680)
	d.putText("nothing")
	d.key("Return")
	d.copied(secretB)

	// Up to twice the size.
	for _, percent := range []int{115, 130, 150, 175, 200} {
		d.key("ctrl+plus")
		d.savedSetting("text_scale", percent)
	}
	looker.expect(200)
	defer looker.expect(100)
	d.see("Beta")
	d.shot("5-double")
	d.putText("nothing")
	d.key("Return")
	d.copied(secretB)
	d.key("ctrl+n")
	d.says("add.title")
	d.shot("6-double-add")
	d.key("Escape")
	d.see("Beta")
	d.resize(960, 680)
	d.see("Beta")
	d.shot("7-double-wide")
	d.putText("nothing")
	d.key("Return")
	d.copied(secretB)
	d.quit()
}

// tap2 clicks on a text as it is.
func (d *desk) tap2(text string) { d.t.Helper(); d.click(d.see(text).middle()) }

// resize gives the window a size as its user does, and waits for it.
func (d *desk) resize(w, h int) {
	d.t.Helper()
	d.do("windowsize", d.id, fmt.Sprint(w), fmt.Sprint(h))
	d.wait("new size", func() bool {
		b := d.picture().Bounds()
		return b.Dx() == w && b.Dy() == h
	})
}
