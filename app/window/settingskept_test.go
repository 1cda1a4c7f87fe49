package window

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"twofold/app/config"
	"twofold/app/control"
	"twofold/app/locale"
)

// TestSettingsThatCannotBeRead: a file that is no file is left alone, and it is
// not said that it was set back.
func TestSettingsThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, config.FileName), 0o700); err != nil {
		t.Fatal(err)
	}
	_, report := config.Open(dir, config.Disk{}, time.Now)
	r := newRig(t, setting{language: locale.English})
	r.report(report)
	r.accounts()
	r.opened()
	if !r.told("err.settings.unread") {
		t.Errorf("not said: %q", r.texts())
	}
}

// single is the switch of copying with a single click.
func (r *rig) single() *control.Toggle {
	r.t.Helper()
	for _, o := range r.ticks() {
		if strings.HasPrefix(o.AccessibilityLabel(), r.txt.T("set.single")) {
			return o
		}
	}
	r.t.Fatalf("no switch: %q", r.texts())
	return nil
}

// TestSettingsThatAreNotKept: a switch does not stay where it was put when the
// setting could not be written, and that is said where the switch is.
func TestSettingsThatAreNotKept(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.run(cmdSettings)
	must(r, os.Remove(r.cfg.Path()))
	must(r, os.Mkdir(r.cfg.Path(), 0o700))
	for range 2 {
		test.Tap(r.single())
		r.ui.drain()
		if len(r.sheets) != 1 || !r.told("err.settings.save") {
			t.Errorf("%d sheets: %q", len(r.sheets), r.texts())
		}
		r.closeSheets()
		if r.single().On() || r.cfg.Settings().SingleClickCopy {
			t.Error("the switch stays where the setting is not")
		}
	}
}

// TestSettingsForThisRunOnly: that the file has become a newer version's is
// said with the first change of the settings, and only then.
func TestSettingsForThisRunOnly(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.run(cmdSettings)
	must(r, os.WriteFile(r.cfg.Path(), []byte(`{"version": 99}`), 0o600))
	for i, sheets := range []int{1, 0} {
		test.Tap(r.single())
		r.ui.drain()
		if len(r.sheets) != sheets || sheets == 1 && !r.told("err.settings.newer") {
			t.Errorf("change %d: %d sheets: %q", i, len(r.sheets), r.texts())
		}
		r.closeSheets()
		if want := i == 0; r.cfg.Settings().SingleClickCopy != want || r.single().On() != want {
			t.Errorf("change %d is not made", i)
		}
	}
}

// TestSettingsThatBecomeDamaged while the program runs are moved aside when the
// next one is changed. That is said where the user is: in the status line, on
// the page of the settings, after unlocking.
func TestSettingsThatBecomeDamaged(t *testing.T) {
	for name, c := range map[string]struct {
		before, after func(r *rig)
		sheets        int
	}{
		"list":     {func(*rig) {}, func(*rig) {}, 0},
		"settings": {func(r *rig) { r.run(cmdSettings) }, func(*rig) {}, 1},
		"locked":   {func(r *rig) { must(r, r.ses.Lock()) }, func(r *rig) { r.bare(); r.press("Return") }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, setting{language: locale.English})
			r.accounts()
			c.before(r)
			must(r, os.WriteFile(r.cfg.Path(), []byte("{ half"), 0o600))
			r.setConfig(func(s *config.Settings) { s.SingleClickCopy = true })
			r.ui.drain()
			c.after(r)
			if len(r.sheets) != c.sheets || !r.told("err.settings.aside") {
				t.Errorf("%d sheets: %q", len(r.sheets), r.texts())
			}
			if s := r.cfg.Settings(); !s.SingleClickCopy || s.Language != string(locale.English) {
				t.Errorf("the settings are %+v", s)
			}
			r.closeSheets()
			r.setConfig(func(s *config.Settings) { s.SingleClickCopy = false })
			if len(r.sheets) > 0 {
				t.Error("it is said again")
			}
		})
	}
}
