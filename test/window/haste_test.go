//go:build window

package window_test

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// TestStartHasNoRaces starts a program that watches its own memory for races:
// the list of accounts is made on a second goroutine while the toolkit makes
// the window. How many processors there are decides who is first.
func TestStartHasNoRaces(t *testing.T) {
	usual := binary
	t.Cleanup(func() { binary = usual })
	watched := filepath.Join(t.TempDir(), "twofold")
	build := exec.Command("go", "build", "-race", "-tags", buildTags(), "-o", watched, "twofold")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	home := t.TempDir()
	command(t, home, "add", link("Alpha", "one", secretA), link("東京銀行", "two", secretB))
	for _, processors := range []string{"1", "2", "8"} {
		for _, language := range []string{english, japanese} {
			binary = watched
			d := openWith(t, home, language, []string{"GOMAXPROCS=" + processors})
			d.see("Alpha")
			d.key("Down", "Return")
			d.copied(secretB)
			d.quit()
			if d.close(); t.Failed() {
				t.Fatalf("with %s processors, %s", processors, language)
			}
		}
	}
}
