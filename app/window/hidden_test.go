package window

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/locale"
)

// TestHiddenStart begins in the tray, or shows the window where there is none:
// it is never lost.
func TestHiddenStart(t *testing.T) {
	for _, tt := range []struct {
		name          string
		setting, host bool
		hidden        bool
	}{
		{"a tray with a host", true, true, true},
		{"switched off", false, true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, setting{language: locale.English})
			r.tray.icon = &fakeTray{}
			must(r, r.cfg.Change(func(s *config.Settings) { s.Tray = tt.setting }))
			r.tray.on = false
			r.desk.tray = tt.host
			r.startHidden()
			if r.hidden != tt.hidden || r.tray.on != tt.hidden {
				t.Errorf("hidden %v, icon %v; want %v", r.hidden, r.tray.on, tt.hidden)
			}
		})
	}
}

func TestWideSettingsShowOneSection(t *testing.T) {
	r := newRig(t, setting{language: locale.English, width: 960, height: 680})
	r.accounts()
	r.run(cmdSettings)
	if got := r.texts(); !strings.Contains(got, "Row height") || strings.Contains(got, "Lock after") {
		t.Errorf("general shows %q", got)
	}
	r.front().(*settingsPage).choose(2)
	if got := r.texts(); strings.Contains(got, "Row height") || !strings.Contains(got, "Lock after") {
		t.Errorf("security shows %q", got)
	}
	r.setConfig(func(s *config.Settings) { s.TextScale = 115 }) // everything is made anew
	if got := r.texts(); !strings.Contains(got, "Lock after") {
		t.Error("the section is forgotten")
	}
	r.win.Resize(fyne.NewSize(420, 680))
	if got := r.texts(); !strings.Contains(got, "Row height") || !strings.Contains(got, "Lock after") {
		t.Error("the compact window does not show all sections")
	}
}
