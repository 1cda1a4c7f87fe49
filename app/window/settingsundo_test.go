package window

import (
	"testing"

	"twofold/app/config"
	"twofold/app/locale"
	"twofold/app/session"
)

// TestSettingsAreTakenBack: Ctrl+Z on the settings page goes back through what
// was changed there, of this computer and of the vault, the newest first, and
// the page shows it.
func TestSettingsAreTakenBack(t *testing.T) {
	r := newRig(t, setting{language: locale.English, theme: config.ThemeLight})
	r.accounts()
	r.run(cmdSettings)
	was := r.cfg.Settings()
	r.setConfig(func(s *config.Settings) { s.Theme = config.ThemeDark })
	r.setConfig(func(s *config.Settings) { s.ClipboardSeconds = 60 })
	follow := r.ses.View().Settings
	next := follow.ShowNext
	follow.ShowNext = session.NextNever
	must(r, r.ses.SetSettings(follow))
	r.remember(r.undo)
	r.setAutostart(true)
	r.run(cmdZoomIn)
	if s := r.cfg.Settings(); s.TextScale == 100 || !s.Autostart {
		t.Fatalf("not changed: %+v", s)
	}

	r.run(cmdUndo)
	if s := r.cfg.Settings(); s.TextScale != 100 || !s.Autostart {
		t.Errorf("the text size is not back: %+v", s)
	}
	r.run(cmdUndo)
	if s := r.cfg.Settings(); s.Autostart || len(r.desk.autostart) != 2 || r.desk.autostart[1] {
		t.Errorf("the start at sign-in is not back: %v, %v", s.Autostart, r.desk.autostart)
	}
	r.run(cmdUndo)
	if got := r.ses.View().Settings.ShowNext; got != next {
		t.Errorf("next code %s, want %s", got, next)
	}
	if s := r.cfg.Settings(); s.ClipboardSeconds != 60 {
		t.Errorf("too much was taken back: %+v", s)
	}
	r.run(cmdUndo)
	r.ui.drain()
	if want := r.txt.T("set.seconds", "n", 30); !r.says(want) {
		t.Errorf("the page does not show %q", want)
	}
	r.run(cmdUndo)
	if s := r.cfg.Settings(); s.Theme != was.Theme || s.ClipboardSeconds != was.ClipboardSeconds {
		t.Errorf("not as it was: %+v", s)
	}
	if _, ok := r.front().(*settingsPage); !ok {
		t.Errorf("in front is %T", r.front())
	}
	// Then the changes of the accounts: these were added last.
	r.run(cmdUndo)
	if n := len(r.ses.View().Rows); n != 0 {
		t.Errorf("%d accounts after the last undo", n)
	}
}

// TestUndoKeepsOtherSettings: what was changed since by something else stays.
func TestUndoKeepsOtherSettings(t *testing.T) {
	before := config.Defaults()
	after := before
	after.Theme, after.TextScale = config.ThemeDark, 150
	now := after
	now.WindowWidth, now.TextScale = 900, 130
	restore(&now, before, after)
	if now.Theme != before.Theme || now.TextScale != before.TextScale || now.WindowWidth != 900 {
		t.Errorf("%+v", now)
	}
}

// TestUndoEverywhere: Ctrl+Z takes the last change back on every page, but not
// where something unfinished is on the page.
func TestUndoEverywhere(t *testing.T) {
	for _, tt := range []struct {
		name string
		open func(r *rig) page
		want bool
	}{
		{"list", nil, true},
		{"settings", func(r *rig) page { return newSettings(r.App) }, true},
		{"shortcuts", func(r *rig) page { return newShortcuts(r.App) }, true},
		{"help", func(r *rig) page { return newHelp(r.App) }, true},
		{"trash", func(r *rig) page { return newTrash(r.App) }, true},
		{"computers", func(r *rig) page { return newComputers(r.App) }, true},
		{"backup", func(r *rig) page { return newBackupPage(r.App) }, true},
		{"add", func(r *rig) page { return newAdd(r.App) }, true},
		{"edit", func(r *rig) page { return newEdit(r.App, r.ses.View().Rows[0].ID) }, false},
		{"manual", func(r *rig) page { return newManual(r.App) }, false},
		{"import", func(r *rig) page { return newImport(r.App) }, false},
		{"recovery", func(r *rig) page { return newRecoverWizard(r.App, "") }, false},
	} {
		r := newRig(t, setting{language: locale.English})
		r.accounts()
		pinned := r.ses.View().Rows[0].ID
		on := true
		must(r, r.ses.Edit(pinned, session.Changes{Pinned: &on}))
		if tt.open != nil {
			r.push(func() page { return tt.open(r) })
		}
		r.run(cmdUndo)
		if got := !r.ses.View().Row(pinned).Pinned; got != tt.want {
			t.Errorf("%s: undone %v, want %v", tt.name, got, tt.want)
		}
	}
}
