package window

import (
	"os"
	"path/filepath"
	"testing"

	"twofold/app/locale"
	"twofold/app/platform"
)

// cloudHome makes a home with the folder of a cloud service in it.
func cloudHome(t *testing.T) (home, drive string) {
	t.Helper()
	home = t.TempDir()
	for _, name := range []string{"HOME", "USERPROFILE"} {
		t.Setenv(name, home)
	}
	drive = filepath.Join(home, "OneDrive")
	for _, name := range []string{"OneDrive", "OneDriveConsumer"} {
		t.Setenv(name, drive)
	}
	for _, dir := range []string{filepath.Join(drive, "Private"), filepath.Join(home, "plain")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return home, drive
}

// TestChosenFolderIsJudged: what is said of a folder that was chosen by hand is
// what is there, wherever the picker led.
func TestChosenFolderIsJudged(t *testing.T) {
	home, drive := cloudHome(t)
	old := newRig(t, setting{language: locale.English})
	old.withKey()
	full := filepath.Join(drive, "Private")
	if _, err := old.ses.SetFolder(t.Context(), full); err != nil {
		t.Fatal(err)
	}
	for _, lang := range []locale.Language{locale.English, locale.Japanese} {
		r := newRig(t, setting{language: lang})
		r.push(func() page { return newBackupSetup(r.App) })
		p := r.front().(*backupSetup)
		for dir, want := range map[string]struct{ plain, makes, holds bool }{
			filepath.Join(home, "plain"): {true, true, false}, home: {true, true, false},
			full: {false, false, true}, filepath.Join(full, "Twofold") + "/": {false, false, true},
		} {
			r.desk.folder = dir
			p.pick.other()
			if got := p.pick.path(); got != filepath.Clean(dir) {
				t.Fatalf("%s: %q is chosen", dir, got)
			}
			if r.saysKey("sync.notcloud.warn") != want.plain || r.saysKey("sync.create") != want.makes ||
				r.saysKey("rec.folder.has") != want.holds || r.saysKey("sync.found") {
				t.Errorf("%s: %q", dir, r.texts())
			}
		}
		// The list made anew for another language knows it as well.
		p.relabel()
		if r.saysKey("sync.notcloud.warn") != (p.pick.own[0].Service == "") {
			t.Errorf("after a change of language: %q", r.texts())
		}
		// Who recovers from a folder backs nothing up in it yet.
		r.push(func() page { return newRecoverWizard(r.App, filepath.Join(home, "plain")) })
		if !r.saysKey("rec.notcloud.warn") || r.saysKey("sync.notcloud.warn") {
			t.Errorf("at recovery: %q", r.texts())
		}
	}
}

// TestTypedFolder: where the system has no picker a path is typed, as people
// write it, and one that is not there is refused beside the field.
func TestTypedFolder(t *testing.T) {
	home, drive := cloudHome(t)
	r := newRig(t, setting{language: locale.English})
	r.desk.err = platform.ErrNoPicker
	r.push(func() page { return newBackupSetup(r.App) })
	p := r.front().(*backupSetup)
	typed := func(path string) {
		t.Helper()
		p.pick.other()
		if !r.saysKey("sync.other.hint") {
			t.Fatalf("no field: %q", r.texts())
		}
		for _, c := range path {
			r.win.Canvas().Focused().TypedRune(c)
		}
		r.press("Return")
	}
	typed("~/plan")
	if !r.saysKey("err.folder.missing") || p.pick.path() != drive {
		t.Fatalf("a folder that is not there: %q, chosen %q", r.texts(), p.pick.path())
	}
	r.App.run(cmdEscape)
	for path, want := range map[string]string{
		"~/plain": filepath.Join(home, "plain"), " plain/ ": filepath.Join(home, "plain"), "~": home,
		filepath.Join(drive, "Private"): filepath.Join(drive, "Private"),
	} {
		typed(path)
		if got := p.pick.path(); got != want || r.saysKey("sync.other.hint") {
			t.Errorf("%q: %q is chosen, want %q: %q", path, got, want, r.texts())
		}
		if len(p.pick.own) != 1 || p.pick.own[0].Path != want || !p.pick.judged {
			t.Errorf("%q: %v", path, p.pick.own)
		}
	}
}
