package window

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/locale"
)

// TestFirstRunFindsTheBackup: a backup in the folder of a cloud service puts
// the way back to it before the others, and moves none of them.
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

// TestWhatIsFoundMovesNothing: a backup that is found while the hand is on its
// way to a button leaves every button where it was.
func TestWhatIsFoundMovesNothing(t *testing.T) {
	for _, lang := range []locale.Language{locale.English, locale.Japanese} {
		r := newRig(t, setting{language: lang})
		at := func() (out []fyne.Position) {
			r.ui.drain()
			for _, key := range []string{"first.add", "first.import", "first.recover"} {
				out = append(out, fyne.CurrentApp().Driver().AbsolutePositionForObject(r.button(r.txt.T(key))))
			}
			return out
		}
		before := at()
		near := clouds[0]
		near.Newest, near.Computers = r.clock.Now(), 2
		r.showFound(&near)
		if !r.says(r.txt.T("first.found", "svc", serviceTitle(near))) {
			t.Fatalf("nothing found: %q", r.texts())
		}
		if after := at(); !slices.Equal(before, after) {
			t.Errorf("%s: the buttons were at %v, and are at %v", lang, before, after)
		}
	}
}
