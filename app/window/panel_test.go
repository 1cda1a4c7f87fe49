package window

import (
	"testing"
	"time"

	"twofold/app/config"
	"twofold/app/locale"
	"twofold/app/platform"
)

// settle runs what comes to the UI goroutine until ok.
func (r *rig) settle(what string, ok func() bool) {
	r.t.Helper()
	for deadline := time.Now().Add(time.Minute); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			r.t.Fatal("no " + what)
		}
		r.ui.drain()
	}
}

// TestPanelComesAndGoes puts the icon up when a panel comes, once, and brings a
// hidden window back when it goes.
func TestPanelComesAndGoes(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	f := &fakeTray{}
	r.tray.icon, r.desk.panels = f, make(chan bool)
	must(r, r.cfg.Change(func(s *config.Settings) { s.Tray = true }))
	r.accounts()
	r.run(cmdSettings)
	if r.tray.on || !r.tray.none {
		t.Fatal("an icon that nobody sees")
	}
	says := func(seen bool) {
		t.Helper()
		r.desk.tray = seen
		r.desk.panels <- seen
		r.settle("word of the panel", func() bool { return r.tray.none != seen })
	}
	says(true)
	if f.started != 1 || f.lines() == "" {
		t.Fatalf("the icon was put up %d times, with the menu %q", f.started, f.lines())
	}
	says(false)
	if r.hidden {
		t.Error("a window that is shown hides")
	}
	says(true)
	r.hide()
	says(false)
	if r.hidden {
		t.Error("without a panel the window is lost")
	}
	r.hide() // by a key of the user's own: it brings it back
	r.called(platform.Message{Action: platform.ActionToggle})
	if r.hidden {
		t.Error("the window does not come back by --toggle")
	}
	says(true)
	if f.started != 1 {
		t.Errorf("the icon was put up %d times", f.started)
	}
	r.hide()
	close(r.desk.panels) // the bus of the desktop is gone
	r.settle("window", func() bool { return !r.hidden })
	for _, want := range []bool{false, true} {
		must(r, r.cfg.Change(func(s *config.Settings) { s.Tray = want }))
	}
	if r.tray.on || !r.tray.none || f.started != 1 {
		t.Error("an icon without a bus")
	}
}

// TestPanelUnwanted does not listen any more once the setting is off.
func TestPanelUnwanted(t *testing.T) {
	r, f := trayRig(t)
	must(r, r.cfg.Change(func(s *config.Settings) { s.Tray = false }))
	if r.tray.end != nil {
		t.Error("it still listens")
	}
	must(r, r.cfg.Change(func(s *config.Settings) { s.Tray = true }))
	if r.tray.end == nil || f.started != 1 {
		t.Errorf("it does not listen again, or the icon was put up %d times", f.started)
	}
}

// TestHiddenStartBeforeThePanel waits for a panel that comes later, and shows
// the window when none does.
func TestHiddenStartBeforeThePanel(t *testing.T) {
	for _, comes := range []bool{true, false} {
		r := newRig(t, setting{})
		f := &fakeTray{}
		r.tray.icon, r.desk.panels = f, make(chan bool)
		must(r, r.cfg.Change(func(s *config.Settings) { s.Tray = true }))
		r.startHidden()
		if !r.hidden || r.tray.on {
			t.Fatal("it does not wait for a panel")
		}
		r.desk.panels <- comes
		r.settle("end of the waiting", func() bool { return r.tray.on || !r.hidden })
		if r.hidden != comes || f.started == 1 != comes {
			t.Errorf("a panel came: %v; hidden %v, put up %d times", comes, r.hidden, f.started)
		}
	}
}
