package window

import (
	"context"
	"time"

	"twofold/app/control"
	"twofold/app/session"
)

// statusLine is the one line that says whether all is well: at the bottom of
// the compact window, on a card of the wide one. News of a moment ("Copied",
// "deleted, undo") and the clipboard clock take its place while they last.
type statusLine struct {
	p   *mainPage
	bar *control.StatusBar

	news   string
	button string
	do     func()
	until  time.Time
	change int // that the offer takes back; 0: none
}

const newsFor = 10 * time.Second

func newStatusLine(p *mainPage) *statusLine {
	s := &statusLine{p: p}
	s.bar = control.NewStatusBar(p.a.txt.T("main.lock"), func() { p.a.run(cmdLock) })
	s.bar.OnTapped = s.act
	s.bar.OnButton = s.act
	return s
}

// note says something for a while, with an offer or without.
func (s *statusLine) note(text, button string, do func()) {
	s.news, s.button, s.do, s.change = text, button, do, 0
	s.until = s.p.a.now().Add(newsFor)
	s.update()
}

// outdated takes an offer to undo away when another change is the last one:
// the button must not take back what its words do not say.
func (s *statusLine) outdated() {
	if s.news != "" && s.change != 0 && s.change != s.p.a.ses.LastChange() {
		s.news, s.do = "", nil
		s.update()
	}
}

// act is a click on the line: the offer of the news, or what the state asks for.
func (s *statusLine) act() {
	if st := s.p.a.ses.Status(); st.Health == session.HealthSaveFailed {
		// The line shows this error before any news, so a click is about it: an
		// offer to undo that lies behind it must not be taken unseen.
		s.p.a.say(session.Explain(st.Err, ""))
		return
	}
	s.outdated()
	if s.news != "" {
		do := s.do
		s.news, s.do = "", nil
		s.update()
		if do != nil {
			do()
		}
		return
	}
	switch st := s.p.a.ses.Status(); {
	case st.Joined != "":
		s.p.a.push(func() page { return newComputers(s.p.a) })
	case len(s.p.a.ses.Backup().Requests) > 0:
		s.p.a.openRequest()
	case s.p.a.otherRequest(st):
		s.p.a.sayError(session.ErrPairVault, "")
	case st.Health == session.HealthOff && st.KeyUnsaved, st.Health == session.HealthKeyUnsaved:
		s.p.a.push(func() page { return newRecoveryKey(s.p.a) })
	default:
		s.p.a.openBackup()
	}
}

func (s *statusLine) tick(now time.Time) {
	s.outdated()
	if s.news != "" && !now.Before(s.until) {
		s.news, s.do = "", nil
		s.update()
		return
	}
	if s.p.a.clip.Held {
		s.update()
	}
}

func (s *statusLine) update() {
	st := s.state()
	s.bar.Set(st)
	title := s.p.a.txt.T("sync.title")
	if s.news != "" && st.Text == s.news || s.p.a.clip.Held && st.Icon == "copy" {
		title = "" // it has nothing to do with the backup
	}
	card := s.p.side.card
	card.Set(title, st)
	bar, side := s.bar.Size(), card.Size()
	if s.p.root != nil && (s.bar.Visible() && bar.Width > 0 &&
		(s.bar.HeightFor(bar.Width) != bar.Height || s.p.foldFor(s.p.root.Size(), false) != s.p.folds) ||
		s.p.side.box.Visible() && side.Width > 0 && card.HeightFor(side.Width) != side.Height) {
		s.p.root.Refresh() // more lines, or fewer
	}
}

// state chooses what the line says: an error of saving before all, then news,
// then the clipboard, then the backup.
func (s *statusLine) state() control.Status {
	a := s.p.a
	t := a.txt.T
	st := a.ses.Status()
	left := a.clip.Until.Sub(a.now())
	switch {
	case st.Health == session.HealthSaveFailed:
		return control.Status{Icon: "alert", Tone: control.Bad, Text: t("status.unsaved"), Button: t("common.details")}
	case s.news != "":
		return control.Status{Icon: "info", Text: s.news, Button: s.button}
	case st.Joined != "":
		return control.Status{Icon: "computer", Tone: control.Warn, Text: t("status.joined", "device", st.Joined), Button: t("common.details")}
	case len(a.ses.Backup().Requests) > 0:
		return control.Status{Icon: "computer", Tone: control.Warn, Text: t("ap.badge"), Button: t("ap.show")}
	case st.ClockOff != 0 && st.Health != session.HealthExcluded: // who is shut out hears nothing of the time either
		return control.Status{Icon: "clock", Tone: control.Warn, Text: t("status.clock")}
	case a.clip.Held && left > 0:
		return control.Status{Icon: "copy", Text: t("status.clip", "n", int((left+time.Second-1)/time.Second))}
	case a.otherRequest(st):
		return control.Status{Icon: "computer", Text: t("ap.other"), Button: t("common.details")}
	}
	return a.healthLine(st)
}

// otherRequest reports whether to say that a computer asks for another vault in
// the folder: whoever waits for it here looks at this line. It takes the place
// of nothing that needs the user.
func (a *App) otherRequest(st session.Status) bool {
	return a.ses.Backup().OtherRequest && !st.Health.Attention()
}

// healthLine words the state of the backup.
func (a *App) healthLine(st session.Status) control.Status {
	t := a.txt.T
	look := healthLooks[st.Health]
	line := control.Status{Icon: look.icon, Tone: look.tone, Right: st.Folder}
	if look.button != "" {
		line.Button = t(look.button)
	}
	if st.Health == session.HealthOff && st.KeyUnsaved && len(a.ses.View().Rows) > 0 {
		// Nothing can be set up yet that is more urgent than the key.
		return control.Status{Icon: "key", Tone: control.Warn, Text: t("status.savekey"), Button: t("status.savekey.cta")}
	}
	if key := st.Health.Key(); key != "" {
		line.Text = t(key, "ago", a.txt.Ago(st.Time, a.now()), "time", a.txt.Moment(st.Time, a.now()),
			"svc", st.Folder, "device", st.Device)
	}
	return line
}

// healthLooks are icon, colour and button of each state.
var healthLooks = map[session.Health]struct {
	icon   string
	tone   control.Tone
	button string
}{
	session.HealthReadOnlyVault:  {"alert", control.Warn, ""},
	session.HealthDamaged:        {"alert", control.Bad, "bk.damaged.cta"},
	session.HealthFolderMissing:  {"alert", control.Bad, "bk.missing.cta"},
	session.HealthFolderReadOnly: {"alert", control.Bad, "common.details"},
	session.HealthFolderFull:     {"alert", control.Bad, "common.details"},
	session.HealthExcluded:       {"alert", control.Warn, "common.details"},
	session.HealthNewer:          {"alert", control.Warn, "err.vault.newer.cta"},
	session.HealthOff:            {"cloud-off", control.Warn, "bk.off.cta"},
	session.HealthKeyUnsaved:     {"key", control.Warn, "status.savekey.cta"},
	session.HealthPendingLong:    {"clock", control.Warn, "bk.now"},
	session.HealthPending:        {"clock", control.Plain, ""},
	session.HealthDownloading:    {"cloud", control.Plain, ""},
	session.HealthMerged:         {"cloud", control.Plain, ""},
	session.HealthSaving:         {"cloud", control.Plain, ""},
	session.HealthPaused:         {"pause", control.Plain, "bk.resume"},
	session.HealthOK:             {"cloud-check", control.Good, ""},
}

// note says something in the status line for a while.
func (a *App) note(text string) { a.offer(text, "", nil) }

// offer is a note with one thing to do about it.
func (a *App) offer(text, button string, do func()) {
	for i := range a.stack {
		if p, ok := a.stack[i].page.(*mainPage); ok {
			p.foot.note(text, button, do)
		}
	}
}

// changed makes a change of the vault and then offers to take it back with the
// words said, or tells why it was not made. name is what the error is about.
func (a *App) changed(change func() error, name, said string) {
	before := a.ses.LastChange()
	var err error
	a.work(func(context.Context) { err = change() }, func() {
		a.sayError(err, name)
		if err == nil || isRetried(err) {
			a.offerUndo(said, before)
		}
	})
}

// offerUndo says what was just done and offers to take it back. before is
// the last change as it was before: where there is no newer one nothing was
// changed, and there is nothing to offer.
func (a *App) offerUndo(text string, before int) {
	last := a.ses.LastChange()
	if last == before {
		a.note(text)
		return
	}
	a.offer(text, a.txt.T("common.undo"), func() { a.run(cmdUndo) })
	for i := range a.stack {
		if p, ok := a.stack[i].page.(*mainPage); ok {
			p.foot.change = last
		}
	}
}
