package window

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/control"
	"twofold/app/session"
	"twofold/internal/account"
)

// tray is what stands in the desktop's tray while the program runs. It exists
// only where somebody would see it: without a host a closed window would be
// lost, so there closing ends the program.
type tray struct {
	icon  trayIcon
	on    bool               // the icon was put up
	none  bool               // it is wanted, and nobody would see it
	over  bool               // the message bus was lost, and the icon with it
	hoped bool               // the program began in the tray, and no panel was there yet
	was   trayLook           // what it shows
	end   context.CancelFunc // of listening for panels; nil if it does not

	gave   string // the counter that gave a code last, and when
	gaveAt time.Time

	mu   sync.Mutex // one change of the menu at a time, off the UI goroutine
	want trayLook
}

// trayIcon is the icon itself; the toolkit's own, or a stand-in of a test.
type trayIcon interface {
	// start puts the icon up; clicked runs when it is clicked, on any goroutine.
	start(clicked func())
	// show changes picture and menu; never two at once. Slow: it talks to the
	// desktop.
	show(picture fyne.Resource, items []trayItem)
	// end takes the icon away, right before the process ends.
	end()
}

// trayItem is one line of the tray's menu. Without do it only says something.
type trayItem struct {
	text string
	do   func()
	sub  []trayItem
	line bool // a separator
}

// trayLook is what the tray shows, to be compared.
type trayLook struct {
	state trayState
	items []trayItem
}

// trayState is the state the icon tells of.
type trayState int

const (
	trayNormal trayState = iota
	trayLocked
	trayAttention // the user has something to do
)

func (l trayLook) same(o trayLook) bool { return l.state == o.state && sameItems(l.items, o.items) }

func sameItems(a, b []trayItem) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].text != b[i].text || a[i].line != b[i].line || (a[i].do == nil) != (b[i].do == nil) || !sameItems(a[i].sub, b[i].sub) {
			return false
		}
	}
	return true
}

// startTray puts the icon up if the user wants it and it would be seen. A panel
// that comes later is waited for.
func (a *App) startTray() {
	if !a.cfg.Settings().Tray {
		return
	}
	if a.tray.over {
		a.trayMissing(true)
		return
	}
	a.watchTray()
	if a.tray.on {
		return
	}
	var seen bool
	a.work(func(ctx context.Context) { seen = a.desk.HasTray(ctx) }, func() {
		if !a.tray.on {
			a.trayMissing(!seen)
		}
		if seen {
			a.putUpTray()
		}
	})
}

// putUpTray puts the icon up. A panel that is started anew finds it by itself:
// the icon stays, and goes to every panel that comes.
func (a *App) putUpTray() {
	if a.tray.on {
		return
	}
	a.tray.on = true
	a.tray.icon.start(func() { a.do(a.raiseWindow) })
	a.updateTray()
}

// watchTray listens for panels that come and go as long as the icon is wanted.
func (a *App) watchTray() {
	if a.tray.end != nil {
		return
	}
	ctx, end := context.WithCancel(a.ctx)
	a.tray.end = end
	panels := a.desk.WatchTray(ctx)
	go func() {
		for seen := range panels {
			a.do(func() { a.panelChanged(ctx, seen) })
		}
		a.do(func() { a.panelsGone(ctx) })
	}()
}

// panelChanged follows the panel: without one nobody could bring the window
// back, so it comes by itself.
func (a *App) panelChanged(ctx context.Context, seen bool) {
	if ctx.Err() != nil {
		return // no longer wanted
	}
	a.trayMissing(!seen)
	switch {
	case seen:
		a.putUpTray()
	case a.hidden && (a.tray.on || a.tray.hoped):
		a.raiseWindow()
	}
}

// panelsGone is the end of the desktop's message bus: the icon is gone with it,
// and closing the window ends the program.
func (a *App) panelsGone(ctx context.Context) {
	if ctx.Err() != nil {
		return
	}
	a.panelChanged(ctx, false)
	a.tray.end()
	a.tray.end, a.tray.on, a.tray.over = nil, false, a.tray.on
}

// startHidden begins in the tray: at sign-in nobody asked for a window. A panel
// may come later than this program; without one, and without the setting, the
// window is shown after all, so that it is never lost.
func (a *App) startHidden() {
	a.hidden = true
	a.rest()
	a.painted() // nothing is going to be for as long as nobody asks
	if !a.cfg.Settings().Tray {
		a.raiseWindow()
		return
	}
	a.tray.hoped = true
	a.startTray()
}

// updateTray shows what changed. It is called for events, never by a clock.
func (a *App) updateTray() {
	if !a.tray.on {
		return
	}
	look := a.trayLook()
	if look.same(a.tray.was) {
		return
	}
	a.tray.was = look
	picture := trayPicture(look.state)
	a.tray.mu.Lock()
	a.tray.want = look
	a.tray.mu.Unlock()
	a.work(func(context.Context) {
		a.tray.mu.Lock()
		defer a.tray.mu.Unlock()
		if look.same(a.tray.want) { // else a later change is on its way
			a.tray.icon.show(picture, look.items)
		}
	}, nil)
}

// trayLook says what the tray has to show now. Names of accounts are in it
// only while the vault is open, and only those the user pinned.
func (a *App) trayLook() trayLook {
	t := a.txt.T
	open := a.ses.Phase() == session.Open
	l := trayLook{state: trayLocked}
	add := func(text string, do func()) { l.items = append(l.items, trayItem{text: text, do: do}) }
	add(t("tray.open"), a.raiseWindow)
	if !open {
		add(t("tray.locked"), nil)
	} else {
		l.state = trayNormal
		add(t("tray.lock"), a.lock)
		v := a.ses.View()
		if pinned := a.trayCodes(v); len(pinned) > 0 {
			l.items = append(l.items, trayItem{text: t("tray.copy"), sub: pinned})
		}
		st := a.ses.Status()
		if line := a.trayHealth(st); line != "" {
			add(line, nil)
		}
		if v.ActionRequired > 0 {
			l.state = trayAttention
			add(t("tray.action", "n", v.ActionRequired), a.raiseWindow)
		}
		if len(a.ses.Backup().Requests) > 0 {
			l.state = trayAttention
			add(t("ap.badge"), a.raiseWindow)
		}
		if st.Health.Attention() {
			l.state = trayAttention
		}
	}
	l.items = append(l.items, trayItem{line: true})
	add(t("tray.quit"), func() { a.raiseIfAsking(); a.quit() })
	return l
}

// trayHealth is the line about the backup. The menu may stand for hours, so it
// says when, not how long ago.
func (a *App) trayHealth(st session.Status) string {
	if st.Health == session.HealthOK {
		return a.txt.T("bk.ok", "ago", a.txt.Moment(st.Time, a.now()))
	}
	return a.healthLine(st).Text
}

// trayCodes are the pinned accounts that can give a code.
func (a *App) trayCodes(v *session.View) []trayItem {
	const most = 12
	var out []trayItem
	for i := range v.Rows {
		r := &v.Rows[i]
		if !r.Pinned || r.ActionRequired || r.Problem != nil || len(out) == most {
			continue
		}
		text := r.Title()
		if s := r.Subtitle(); s != "" {
			text += " – " + s
		}
		id := r.ID
		out = append(out, trayItem{text: text, do: func() { a.copyFromTray(id) }})
	}
	return out
}

// gaveFor is how long the menu gives the code of a counter once more: somebody
// pasted it in the wrong place.
const gaveFor = 30 * time.Second

// copyFromTray copies without showing the window. The code that a counter gave
// last is used up by then, and nobody sees which one it is, so the menu asks for
// a new one.
func (a *App) copyFromTray(id string) {
	a.ses.Touch()
	row := a.ses.View().Row(id)
	fresh := row != nil && row.Type == account.HOTP && (a.tray.gave != id || a.now().Sub(a.tray.gaveAt).Abs() >= gaveFor)
	var err error
	a.work(func(context.Context) { _, err = a.ses.Copy(id, fresh) }, func() {
		switch {
		case err != nil:
			a.raiseWindow()
			a.say(session.Explain(err, ""))
		case fresh:
			a.tray.gave, a.tray.gaveAt = id, a.now()
		}
	})
}

// raiseIfAsking shows the window where quitting will ask something.
func (a *App) raiseIfAsking() {
	if a.ses.Status().Health == session.HealthSaveFailed {
		a.raiseWindow()
	}
}

// closeAsked is the window's own close button: into the tray where there is
// one, else the end. The host is asked again, because a panel can go away.
func (a *App) closeAsked() {
	if !a.tray.on || !a.cfg.Settings().Tray {
		a.quit()
		return
	}
	var seen bool
	a.work(func(ctx context.Context) { seen = a.desk.HasTray(ctx) }, func() {
		if !seen {
			a.quit()
			return
		}
		a.hide()
	})
}

// hide takes the window off the screen; nothing ticks until it is back.
func (a *App) hide() {
	a.hidden = true
	a.rest()
	a.ses.SetVisible(false)
	a.win.Hide()
	if a.cfg.Settings().LockOnHide {
		a.lock()
	}
}

// raiseWindow brings the window to the front.
func (a *App) raiseWindow() {
	a.hidden, a.tray.hoped = false, false
	a.rest()
	a.win.Show()
	a.watchMinimised()
	a.keepOutOfPictures(a.cfg.Settings())
	a.win.RequestFocus()
	a.seen()
}

// rest lets the toolkit's loop sleep longer while nothing can tick.
func (a *App) rest() { a.gov.resting.Store(a.hidden || a.small || a.ses.Phase() != session.Open) }

// trayChanged follows the setting. An icon that is up stays until the program
// ends; without the setting closing ends it.
func (a *App) trayChanged(before, now config.Settings) {
	switch {
	case !before.Tray && now.Tray:
		a.startTray()
	case before.Tray && !now.Tray:
		if a.tray.end != nil {
			a.tray.end()
			a.tray.end = nil
		}
		a.trayMissing(false)
	}
}

// trayMissing notes that the icon is wanted and nobody would see it. The page
// of the settings says so.
func (a *App) trayMissing(none bool) {
	if a.tray.none == none {
		return
	}
	a.tray.none = none
	if _, ok := a.front().(*settingsPage); ok {
		a.rebuild()
	}
}

// traySwitch is the setting. Where no tray is to be seen it says what closing
// does instead.
func (p *settingsPage) traySwitch() fyne.CanvasObject {
	why := ""
	if p.a.tray.none {
		why = p.a.txt.T("set.tray.none")
	}
	return control.NewToggle(p.a.txt, p.a.txt.T("set.tray"), why, p.a.cfg.Settings().Tray, func(on bool) {
		p.a.setConfig(func(s *config.Settings) { s.Tray = on })
	})
}
