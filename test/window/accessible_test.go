//go:build window

package window_test

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// TestAccessibleBuild makes the program with the toolkit's accessibility, which
// speaks on Windows and macOS only, and does the main job with it.
func TestAccessibleBuild(t *testing.T) {
	usual := binary
	t.Cleanup(func() { binary = usual })
	binary = filepath.Join(t.TempDir(), "twofold")
	build := exec.Command("go", "build", "-tags", buildTags()+",accessibility", "-o", binary, "twofold")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA), link("Beta", "two", secretB))
	d := open(t, home, english)
	d.see("Beta")
	d.key("Down", "Return")
	d.copied(secretB)
	d.key("F2")
	d.says("edit.title")
	d.key("Escape", "Escape")
	d.see("Alpha")
	d.quit()
}
