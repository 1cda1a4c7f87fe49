package folder_test

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"twofold/sync/folder"
)

func TestTempDirs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the paths are those of Unix")
	}
	got := folder.TempDirs("linux", "/home/anna", "/var/run/mine")
	if !slices.Contains(got, "/tmp") || !slices.Contains(got, "/var/tmp") || !slices.Contains(got, "/var/run/mine") {
		t.Errorf("linux: %q", got)
	}
	if got := folder.TempDirs("linux", "", "not/absolute"); slices.Contains(got, "not/absolute") || !slices.Contains(got, "/tmp") {
		t.Errorf("without a home: %q", got)
	}
	if got := folder.TempDirs("linux", "/tmp/live/anna", "/tmp/live/anna/tmp"); slices.Contains(got, "/tmp") || !slices.Contains(got, "/tmp/live/anna/tmp") {
		t.Errorf("with the home in /tmp: %q", got)
	}
}

// TestALinkIntoATemporaryDirectory is no way around the warning.
func TestALinkIntoATemporaryDirectory(t *testing.T) {
	c := newComputer(t, "linux")
	c.mkdir("tmp/x")
	if err := os.Symlink(c.path("tmp/x"), c.path("home/link")); err != nil {
		t.Skip("this system makes no links:", err)
	}
	if _, err := filepath.EvalSymlinks(c.path("home/link")); err != nil {
		t.Skip("this system does not follow its own links:", err) // Wine
	}
	p, err := folder.Judge(c.env, filepath.Join(c.dir, "home", "link"))
	if err != nil || !slices.Equal(p.Warnings, []folder.Warning{folder.WarnTemp}) {
		t.Errorf("warnings = %v, %v", p.Warnings, err)
	}
}
