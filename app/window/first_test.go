package window

import (
	"os"
	"path/filepath"
	"testing"

	"twofold/app/locale"
)

// TestFirstRunFindsTheBackup: a backup in the folder of a cloud service puts
// the way back to it before the others.
func TestFirstRunFindsTheBackup(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "USERPROFILE"} {
		t.Setenv(name, home)
	}
	drive := filepath.Join(home, "OneDrive")
	for _, name := range []string{"OneDrive", "OneDriveConsumer"} { // where the drive is elsewhere by default
		t.Setenv(name, drive)
	}
	if err := os.MkdirAll(drive, 0o700); err != nil {
		t.Fatal(err)
	}
	before := newRig(t, setting{language: locale.English})
	if before.says(before.txt.T("first.found", "svc", "OneDrive")) {
		t.Error("an empty folder is taken for a backup")
	}
	before.withKey()
	if _, err := before.ses.SetFolder(t.Context(), drive); err != nil {
		t.Fatal(err)
	}
	r := newRig(t, setting{language: locale.English})
	if want := r.txt.T("first.found", "svc", "OneDrive"); !r.says(want) {
		t.Fatalf("%q is not said: %q", want, r.texts())
	}
	if r.press("Return"); r.front() == nil || r.lacks(r.txt.T("rec.folder.h")) != nil {
		t.Errorf("Enter does not take the way back: %q", r.texts())
	}
	r.home()
	r.accounts()
	if _, ok := r.front().(*mainPage); !ok || r.says(r.txt.T("first.title")) {
		t.Error("the list does not take the place of the first run")
	}
}

// TestFirstEnterAdds: Enter is the button that stands out, as on every page.
func TestFirstEnterAdds(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.press("Return")
	if _, ok := r.front().(*addPage); !ok {
		t.Errorf("in front is %T", r.front())
	}
}
