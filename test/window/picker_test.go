//go:build window

package window_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSystemPicker chooses pictures in the desktop's own dialog: one by its
// path, a whole folder of them, none.
func TestSystemPicker(t *testing.T) {
	portal(t)
	for name, language := range map[string]string{"en": english, "ja": japanese} {
		t.Run(name, func(t *testing.T) { thePicker(t, language) })
	}
}

func thePicker(t *testing.T, language string) {
	home := t.TempDir()
	folder := filepath.Join(home, "写真")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	one := screenshot(t, home, "one of four.png", link("Alone", "one", secretA))
	save(t, folder, "a.png", code(t, link("Beta", "two", secretB)))
	save(t, folder, "b.PNG", code(t, link("Gamma", "three", secretC)))
	save(t, folder, "c.png", code(t, link("Delta", "four", secretD)))
	// Not shown while the dialog is asked for pictures.
	if err := os.WriteFile(filepath.Join(folder, "list.txt"), []byte(link("Hidden", "five", secretA)), 0o600); err != nil {
		t.Fatal(err)
	}

	d := open(t, home, language)
	d.says("first.title")
	d.key("ctrl+o")
	c := d.chooser("add.image")
	if got := c.belongs(); got != d.id {
		t.Errorf("the dialog belongs to window %s, ours is %s", got, d.id)
	}
	c.key("Escape")
	c.closed()
	d.says("first.title")
	d.key("ctrl+o")
	c = d.chooser("add.image")
	c.key("alt+F4") // the window manager closes it
	c.closed()
	d.says("first.title")

	d.key("ctrl+o")
	c = d.chooser("add.image")
	c.types(one)
	c.key("Return")
	c.closed()
	d.says("add.confirm.h")
	d.see("Alone")
	d.key("Return")
	d.see(d.txt.N("status.added", 1))

	d.key("ctrl+o")
	c = d.chooser("add.image")
	c.types(folder + "/")
	c.key("Return")
	row := 0
	c.wait("first file of the folder", func() bool { row = c.selected(); return row > 10 })
	c.key("ctrl+a")
	c.wait("three files selected", func() bool { return c.selected() > row*5/2 })
	c.shot("all")
	c.key("Return")
	c.closed()
	d.see(d.txt.N("add.confirm.btn", 3))
	d.shot("confirm")
	d.key("Return")
	d.see(d.txt.N("status.added", 3))
	d.quit()
	if n := strings.Count(command(t, home, "list", "--json"), `"id"`); n != 4 {
		t.Errorf("%d accounts, want 4", n)
	}
}

// TestSystemSave saves the encrypted backup where the desktop's own dialog says,
// and chooses the folder of the cloud in it.
func TestSystemSave(t *testing.T) {
	portal(t)
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB))
	d := open(t, home, english)
	d.see("Alpha")
	d.toExport()
	d.wheel("60")
	x, y := d.says("export.pass").middle()
	d.click(x+20, y+32)
	d.text("seven purple boats")
	d.key("Return")
	d.text("seven purple boats")
	d.key("Return")
	c := d.chooser("export.title")
	c.key("Escape")
	c.closed()
	d.says("export.pass")
	if names, _ := filepath.Glob(filepath.Join(home, "*.twofold")); names != nil {
		t.Errorf("a dialog that was closed made %q", names)
	}
	d.tap("export.save")
	c = d.chooser("export.title")
	file := filepath.Join(home, "mine.twofold")
	c.types(file)
	c.key("Return")
	c.closed()
	d.says("common.ok")
	d.key("Return")

	d.key("Escape")
	d.key("ctrl+s")
	d.says("sync.h")
	folder := filepath.Join(home, "Carried")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	d.tap("sync.other")
	c = d.chooser("sync.other")
	c.types(folder + "/")
	c.key("Return")
	c.shot("accepted")
	c.closed()
	d.says("sync.notcloud.warn")
	d.see("Carried")
	d.shot("folder")
	d.quit()
	other := t.TempDir()
	if out := give(t, other, "seven purple boats", "import", file); !strings.HasPrefix(out, "2 ") {
		t.Errorf("import said %q", out)
	}
}

// TestSystemPickerMissing has a portal on the bus that has nobody to show a
// dialog. The toolkit's own one opens instead.
func TestSystemPickerMissing(t *testing.T) {
	bus := sessionBus(t)
	service(t, bus, portalBus, "xdg-desktop-portal", "XDG_CURRENT_DESKTOP=GNOME")
	home := t.TempDir()
	d := openWith(t, home, english, []string{"PATH=" + home})
	d.says("first.title")
	d.key("ctrl+o")
	d.see("cache") // a directory in the list
	d.shot("own")
	d.tap("common.cancel")
	d.says("first.title")
	d.quit()
}
