package window

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/session"
)

// fakeTray remembers what the tray shows.
type fakeTray struct {
	started int
	clicked func()
	picture fyne.Resource
	items   []trayItem
	shows   int
	ended   int
}

func (f *fakeTray) start(clicked func()) { f.started++; f.clicked = clicked }

func (f *fakeTray) end() { f.ended++ }

func (f *fakeTray) show(p fyne.Resource, items []trayItem) {
	f.picture, f.items = p, items
	f.shows++
}

// lines is the menu as text, a line an item.
func (f *fakeTray) lines() string {
	var b strings.Builder
	var walk func([]trayItem, string)
	walk = func(items []trayItem, indent string) {
		for _, it := range items {
			text := indent + it.text
			if it.line {
				text = "--"
			} else if it.do == nil && it.sub == nil {
				text += " (off)"
			}
			b.WriteString(text + "\n")
			walk(it.sub, indent+"  ")
		}
	}
	walk(f.items, "")
	return b.String()
}

func (f *fakeTray) press(t *testing.T, text string) {
	t.Helper()
	var find func([]trayItem) bool
	find = func(items []trayItem) bool {
		for _, it := range items {
			if it.text == text && it.do != nil {
				it.do()
				return true
			}
			if find(it.sub) {
				return true
			}
		}
		return false
	}
	if !find(f.items) {
		t.Fatalf("no item %q in\n%s", text, f.lines())
	}
}

func trayRig(t *testing.T) (*rig, *fakeTray) {
	r := newRig(t, setting{language: locale.English})
	f := &fakeTray{}
	r.tray.icon = f
	r.desk.tray = true
	must(r, r.cfg.Change(func(s *config.Settings) { s.Tray = true }))
	return r, f
}

func TestTrayMenu(t *testing.T) {
	r, f := trayRig(t)
	r.accounts()
	if f.started != 1 {
		t.Fatalf("the icon was put up %d times", f.started)
	}
	for _, title := range []string{"Google", "Microsoft 365"} { // the second needs action and gives no code
		for i := range r.ses.View().Rows {
			if row := r.ses.View().Rows[i]; row.Title() == title {
				pinned := true
				must(r, r.ses.Edit(row.ID, session.Changes{Pinned: &pinned}))
			}
		}
	}
	want := "Open Twofold\nLock now\nCopy code\n  Google – hanako.sato@gmail.com\n" +
		r.healthLine(r.ses.Status()).Text + " (off)\nAction required: 1\n--\nQuit\n"
	if got := f.lines(); got != want {
		t.Errorf("the menu is\n%s, want\n%s", got, want)
	}
	if f.picture.Name() != "tray-attention" {
		t.Errorf("the icon is %s", f.picture.Name())
	}
	f.press(t, "Google – hanako.sato@gmail.com")
	if len(r.desk.Text()) != 6 {
		t.Errorf("the clipboard holds %q", r.desk.Text())
	}
	before := f.shows
	r.event(session.StatusChanged{})
	if f.shows != before {
		t.Error("the menu is made anew though nothing changed")
	}
	f.press(t, "Lock now")
	if got := f.lines(); got != "Open Twofold\nLocked (off)\n--\nQuit\n" {
		t.Errorf("locked, the menu is\n%s", got)
	}
	if f.picture.Name() != "tray-locked" || strings.Contains(f.lines(), "Google") {
		t.Errorf("locked, the icon is %s", f.picture.Name())
	}
}

// TestTrayAsksACounter: what a counter gave before is used up, so the menu copies
// a new code, and the same one again only for a moment.
func TestTrayAsksACounter(t *testing.T) {
	r, f := trayRig(t)
	r.accounts()
	id, pinned := r.row("Bank").ID, true
	must(r, r.ses.Edit(id, session.Changes{Pinned: &pinned}))
	_, err := r.ses.NextCounter(id) // by the button of the row, some time ago
	must(r, err)
	before := ""
	for _, step := range []struct {
		wait  time.Duration
		taken uint64
	}{{2 * gaveFor, 2}, {gaveFor / 2, 2}, {gaveFor, 3}} {
		r.clock.Advance(step.wait)
		f.press(t, "Bank – 7")
		now := r.desk.Text()
		if n := r.ses.View().Row(id).Counter; n != step.taken || len(now) != 6 || (now == before) != (step.wait < gaveFor) {
			t.Errorf("after %v: the counter is at %d, want %d; the code was %q and is %q", step.wait, n, step.taken, before, now)
		}
		before = now
	}
}

func TestClosingGoesIntoTheTray(t *testing.T) {
	for _, c := range []struct {
		name               string
		want, host, stays  bool // the setting, a host at the start, and still there
		hides, locksOnHide bool
	}{
		{"with a host", true, true, true, true, false},
		{"and locks", true, true, true, true, true},
		{"no host", true, false, false, false, false},
		{"the host went away", true, true, false, false, false},
		{"not wanted", false, true, true, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, setting{})
			f := &fakeTray{}
			r.tray.icon, r.desk.tray = f, c.host
			must(r, r.cfg.Change(func(s *config.Settings) { s.Tray, s.LockOnHide = c.want, c.locksOnHide }))
			r.startTray()
			if up := c.want && c.host; r.tray.on != up || f.started > 1 || (f.started == 1) != up {
				t.Fatalf("the icon is up: %v, started %d times", r.tray.on, f.started)
			}
			r.desk.tray = c.stays
			r.run(cmdClose)
			if r.hidden != c.hides {
				t.Errorf("hidden is %v", r.hidden)
			}
			if locked := r.ses.Phase() == session.Locked; c.hides && locked != c.locksOnHide {
				t.Errorf("locked is %v", locked)
			}
			if !c.hides {
				return
			}
			if !r.gov.resting.Load() {
				t.Error("the loop does not rest while hidden")
			}
			f.clicked()
			if r.hidden || r.gov.resting.Load() != c.locksOnHide {
				t.Error("a click on the icon does not bring the window back")
			}
		})
	}
}

func TestToggle(t *testing.T) {
	r, _ := trayRig(t)
	r.inFront = true
	r.called(platform.Message{Action: platform.ActionToggle})
	if !r.hidden {
		t.Error("the window in front does not hide")
	}
	r.called(platform.Message{Action: platform.ActionToggle})
	if r.hidden {
		t.Error("the hidden window does not come back")
	}
}

func TestAutostartSetting(t *testing.T) {
	r := newRig(t, setting{})
	r.setAutostart(true)
	if !r.cfg.Settings().Autostart || len(r.desk.autostart) != 1 {
		t.Errorf("%v, asked %v", r.cfg.Settings().Autostart, r.desk.autostart)
	}
	r.desk.err = platform.ErrNoScreen
	r.setAutostart(false)
	if !r.cfg.Settings().Autostart || len(r.sheets) != 1 {
		t.Error("a refusal of the system is not told")
	}
}

func TestTrayPictures(t *testing.T) {
	newRig(t, setting{})
	var seen [][]byte
	for _, s := range []trayState{trayNormal, trayLocked, trayAttention} {
		data := trayPicture(s).Content()
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil || img.Bounds().Dx() != traySize {
			t.Fatalf("state %v: %v", s, err)
		}
		for _, other := range seen {
			if bytes.Equal(data, other) {
				t.Errorf("state %v looks like another", s)
			}
		}
		seen = append(seen, data)
	}
	icon := ico(seen[0])
	if !bytes.HasPrefix(icon, []byte{0, 0, 1, 0, 1, 0, traySize, traySize}) || !bytes.Equal(icon[22:], seen[0]) {
		t.Errorf("icon file begins with % x", icon[:22])
	}
}

// TestNoTrayIsSaid tells at the setting that nobody would see the icon, and
// what closing does instead.
func TestNoTrayIsSaid(t *testing.T) {
	r := newRig(t, setting{})
	r.tray.icon = &fakeTray{}
	r.accounts()
	r.run(cmdSettings)
	says := func() bool {
		return strings.Contains(strings.ReplaceAll(r.texts(), "\n", " "), "closing the window ends")
	}
	for _, tt := range []struct{ want, host, says bool }{
		{true, false, true}, {false, false, false}, {true, true, false},
	} {
		r.desk.tray = tt.host
		r.setConfig(func(s *config.Settings) { s.Tray = tt.want })
		if says() != tt.says || r.tray.on != tt.host {
			t.Errorf("wanted %v, host %v: says so: %v, up: %v", tt.want, tt.host, says(), r.tray.on)
		}
	}
}
