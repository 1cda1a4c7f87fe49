//go:build window

package window_test

import (
	"os"
	"path/filepath"
	"testing"
)

// TestAgain starts the program a second time: its window is as large as it was
// left, and what the start was given, a link or a file, is on the page that
// checks it; while it is locked, not before it is unlocked.
func TestAgain(t *testing.T) {
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA))
	d := open(t, home, english)
	d.see("Alpha")
	d.resize(640, 560)
	d.quit()

	d = open(t, home, english, link("Given", "first", secretB))
	d.says("add.confirm.h")
	d.see("Given")
	if b := d.picture().Bounds(); b.Dx() != 640 || b.Dy() != 560 {
		t.Errorf("the window is %v, and was left 640x560", b)
	}
	d.key("Escape")
	d.see("Alpha")

	d.key("ctrl+l")
	d.says("lock.h")
	file := filepath.Join(t.TempDir(), "links.txt")
	if err := os.WriteFile(file, []byte(link("Later", "second", secretC)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := program(home, english, file).CombinedOutput(); err != nil {
		t.Fatalf("second start: %v\n%s", err, out)
	}
	if _, seen := d.sees("Later"); seen {
		t.Error("what a start was given is shown while locked")
	}
	d.says("lock.h")
	d.tap("lock.unlock")
	d.says("import.preview.h")
	d.see("Later")
	d.key("Escape")
	d.see("Alpha")
	d.quit()
}
