//go:build window

package window_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"twofold/app/skin"
)

// TestSettingsFile starts with a file of settings that is damaged, and with
// one of a newer version: both are said, the first is moved aside with all
// that was in it, the second is not touched, and the codes are there.
func TestSettingsFile(t *testing.T) {
	for _, language := range []string{english, japanese} {
		t.Run(language[:2], func(t *testing.T) {
			home := t.TempDir()
			command(t, home, "add", link("Alpha", "one", secretA))
			d := open(t, home, language)
			d.see("Alpha")
			d.key("ctrl+equal")
			path := ""
			d.wait("a file of settings", func() bool { path = fileNamed(t, home, "settings.json"); return path != "" })
			d.quit()

			rubbish := []byte("{ half a file of settings")
			if err := os.WriteFile(path, rubbish, 0o600); err != nil {
				t.Fatal(err)
			}
			d = open(t, home, language)
			d.says("err.settings.damaged")
			d.shot("damaged")
			d.see("Alpha")
			d.quit()
			movedAside(t, path, rubbish)

			// The same while the program runs.
			d = open(t, home, language)
			d.see("Alpha")
			if err := os.WriteFile(path, rubbish, 0o600); err != nil {
				t.Fatal(err)
			}
			looker.expect(skin.Step(100, 1))
			defer looker.expect(100)
			d.key("ctrl+equal")
			d.says("err.settings.aside")
			d.shot("running")
			movedAside(t, path, rubbish)
			d.key("ctrl+minus")
			looker.expect(100)
			d.see("Alpha")
			d.quit()

			newer := []byte(`{"version": 99, "theme": "dark", "hologram": true}`)
			if err := os.WriteFile(path, newer, 0o600); err != nil {
				t.Fatal(err)
			}
			d = open(t, home, language)
			d.says("err.settings.newer")
			d.shot("newer")
			d.see("Alpha")
			d.key("ctrl+equal") // larger text, for this run
			d.quit()
			if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, newer) {
				t.Errorf("the newer file is now %q, %v", now, err)
			}
		})
	}
}

// movedAside fails unless one file of settings was moved aside, as it was, and
// takes it away.
func movedAside(t *testing.T, path string, was []byte) {
	t.Helper()
	aside, err := filepath.Glob(strings.TrimSuffix(path, ".json") + ".damaged-*.json")
	if err != nil || len(aside) != 1 {
		t.Fatalf("moved aside: %v, %v", aside, err)
	}
	if kept, err := os.ReadFile(aside[0]); err != nil || !bytes.Equal(kept, was) {
		t.Errorf("moved aside was %q, %v", kept, err)
	}
	if err := os.Remove(aside[0]); err != nil {
		t.Fatal(err)
	}
}

// fileNamed finds a file of a name under a directory; "" if there is none yet.
func fileNamed(t *testing.T, dir, name string) (path string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(at string, e fs.DirEntry, err error) error {
		if err == nil && e.Name() == name {
			path = at
		}
		return nil // files come and go while the program runs
	})
	if err != nil {
		t.Fatal(err)
	}
	return path
}
