package window

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/control"
	"twofold/app/platform"
	"twofold/app/session"
	"twofold/app/skin"
)

// backupPage says where the backup is, how it is, and who has seen it.
type backupPage struct {
	a    *App
	root *control.Wizard
	busy bool
}

func newBackupPage(a *App) page {
	t := a.txt.T
	p := &backupPage{a: a, root: control.NewWizard(t("sync.title"), t("common.back"), nil, a.back)}
	p.update()
	return p
}

func (p *backupPage) content() fyne.CanvasObject { return p.root }

func (p *backupPage) event(e session.Event) {
	switch e.(type) {
	case session.BackupChanged, session.StatusChanged:
		p.update()
	}
}

func (p *backupPage) update() {
	t, v := p.a.txt.T, p.a.ses.Backup()
	st := p.a.ses.Status()
	line := p.a.healthLine(st)
	out := st.Health == session.HealthExcluded // what is said of the folder is not for this computer
	lines := []fyne.CanvasObject{control.NewParagraph(line.Text, skin.BodyBold, skin.Text)}
	switch {
	case healthSafe[st.Health]:
		lines = append(lines, sentence(t("bk.safe")))
	case healthSaved[st.Health] && !v.Saved.IsZero():
		lines = append(lines, sentence(t("bk.page.saved", "svc", v.Service)))
	}
	state := card(lines...)
	state.Tinted(line.Tone)
	objects := []fyne.CanvasObject{state}
	if detail := healthDetails[st.Health]; detail != "" {
		objects = append(objects, sentence(t(detail, "svc", v.Service)))
	}
	if out {
		objects = append(objects, control.NewButton(t("first.recover"), "history", control.Primary, func() {
			p.a.push(func() page { return newRecoverWizard(p.a, v.Folder) })
		}))
	}
	if !out {
		objects = append(objects, sentence(p.seen(v)))
		objects = append(objects, p.unseen(v)...)
		objects = append(objects, p.quiet(v)...)
	}
	for _, d := range v.Damaged {
		if d.Needed {
			objects = append(objects, control.NewParagraph(t("bk.needed", "device", d.Computer), skin.Small, skin.Warn))
		}
	}
	if len(v.Waiting) > 0 {
		objects = append(objects, sentence(t("bk.download", "svc", v.Service)+"\n"+strings.Join(v.Waiting, "\n")),
			sentence(t("bk.download.hint", "svc", v.Service)))
	}
	objects = append(objects, section(t("bk.page.folder"),
		sentence(v.Folder),
		control.NewButton(t("bk.now"), "sync", control.Neutral, p.now).Low(),
		control.NewButton(t("bk.verify"), "shield-check", control.Neutral, p.verify).Low(),
		control.NewButton(t("rehearse.h"), "key", control.Neutral, func() {
			p.a.push(func() page { return newRehearsal(p.a) })
		}).Low(),
		control.NewButton(t("bk.page.older"), "history", control.Neutral, func() {
			p.a.push(func() page { return newOlder(p.a) })
		}).Low(),
		control.NewButton(t("bk.page.open"), "external", control.Neutral, func() {
			var err error
			p.a.work(func(ctx context.Context) { err = platform.OpenPath(ctx, v.Folder) }, func() { p.a.sayError(err, "") })
		}).Low(),
	)...)
	objects = append(objects, section(t("set.computers"), append(p.computers(v),
		control.NewButton(t("set.computers"), "computer", control.Neutral, func() {
			p.a.push(func() page { return newComputers(p.a) })
		}).Low())...)...)
	objects = append(objects, p.happened(v)...)
	pause := control.NewButton(t("bk.pause"), "pause", control.Neutral, func() { p.pause(true) }).Low()
	if v.Paused {
		pause = control.NewButton(t("bk.resume"), "play", control.Primary, func() { p.pause(false) }).Low()
	}
	objects = append(objects, control.Gap(4), pause,
		control.NewButton(t("bk.page.turnoff"), "", control.Link, p.turnOff),
		sentence(t("bk.words", "words", strings.Join(v.Fingerprint[:], " "))))
	p.root.ChangeBody(objects...)
}

// healthDetails explain a state that needs more than its line.
var healthDetails = map[session.Health]string{
	session.HealthFolderMissing: "bk.missing.d", session.HealthFolderReadOnly: "bk.readonly.d", session.HealthDamaged: "bk.damaged.d",
	session.HealthExcluded: "bk.excluded.d",
}

// healthSaved are the states in which everything is in the folder, and
// healthSafe those in which something is not, but is durable here.
var (
	healthSaved = map[session.Health]bool{
		session.HealthOK: true, session.HealthMerged: true, session.HealthKeyUnsaved: true,
		session.HealthDownloading: true, session.HealthPaused: true, session.HealthSaving: true,
	}
	healthSafe = map[session.Health]bool{
		session.HealthFolderMissing: true, session.HealthFolderReadOnly: true, session.HealthFolderFull: true,
		session.HealthPending: true, session.HealthPendingLong: true,
	}
)

// seen is the only proof that the folder really travels.
func (p *backupPage) seen(v *session.BackupView) string {
	for _, c := range v.Computers {
		if !c.Me && c.HasMine {
			return p.a.txt.T("bk.page.seen", "device", c.Name, "ago", p.a.txt.Ago(c.LastSeen, p.a.now()))
		}
	}
	return p.a.txt.T("bk.page.unseen")
}

func (p *backupPage) computers(v *session.BackupView) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, c := range v.Computers {
		detail := p.a.aboutBackup(c)
		out = append(out, control.NewColumn(2,
			control.NewOneLine(c.Name, skin.BodyBold, skin.Text), control.NewParagraph(detail, skin.Caption, skin.Text2)))
	}
	return out
}

// aboutBackup is a computer in one line, as the folder shows it.
func (a *App) aboutBackup(c session.BackupComputer) string {
	t := a.txt.T
	var parts []string
	switch {
	case c.Me:
		parts = append(parts, t("set.computers.this"))
	case c.Removed:
		parts = append(parts, t("bk.removed"))
	case !c.LastSeen.IsZero():
		parts = append(parts, t("set.computers.seen", "ago", a.txt.Ago(c.LastSeen, a.now())))
	}
	if c.System != "" {
		parts = append(parts, c.System)
	}
	if !c.Me && c.Accounts > 0 {
		parts = append(parts, a.txt.N("main.showing", c.Accounts))
	}
	return strings.Join(parts, t("computers.comma"))
}

// slow runs one thing with the folder at a time.
func (p *backupPage) slow(f func(ctx context.Context) error, done func()) {
	if p.busy {
		return
	}
	p.busy = true
	var err error
	p.a.work(func(ctx context.Context) { err = f(ctx) }, func() {
		p.busy = false
		p.a.sayError(err, p.a.ses.Backup().Folder)
		if err == nil && done != nil {
			done()
		}
	})
}

func (p *backupPage) now() { p.slow(p.a.ses.BackUpNow, p.update) }

// verify proves the backup without changing it, and says what it is worth.
func (p *backupPage) verify() {
	var proof session.BackupProof
	p.slow(func(ctx context.Context) (err error) {
		proof, err = p.a.ses.VerifyBackup(ctx)
		return err
	}, func() { p.a.showProof(proof) })
}

func (a *App) showProof(b session.BackupProof) {
	t := a.txt.T
	head := t("bk.proof.bad")
	if b.Sound() {
		head = t("bk.proof.good")
	}
	lines := []string{a.txt.N("bk.proof.files", b.Good) + " " + a.txt.N("main.showing", b.Accounts)}
	if b.NoKeyFile {
		lines = append(lines, t("bk.proof.nokey"))
	}
	for _, f := range b.Bad {
		what, _ := a.sentenceOf(session.Explain(f.Err, f.Path))
		lines = append(lines, what)
	}
	a.tell(head, lines...)
}

func (p *backupPage) pause(on bool) {
	if on {
		p.a.ses.PauseBackup()
	} else {
		p.a.ses.ResumeBackup()
	}
	p.a.keepConfig(func(s *config.Settings) { s.FolderPaused = on }, nil)
	p.update()
}

func (p *backupPage) turnOff() {
	t := p.a.txt.T
	p.a.ask(t("bk.page.turnoff"), t("bk.page.turnoff.b"), t("bk.page.turnoff"), control.Destructive, func() {
		p.slow(func(context.Context) error {
			p.a.ses.TurnOffBackup()
			return ignoreReadOnly(p.a.cfg.Change(func(s *config.Settings) { s.Folder = "" }))
		}, p.a.home)
	})
}

// olderPage lists the backups in the folder; one can be opened, compared with
// today, and brought back as new edits. Nothing is deleted by that.
type olderPage struct {
	a    *App
	root *control.Wizard
}

func newOlder(a *App) page {
	t := a.txt.T
	p := &olderPage{a: a, root: control.NewWizard(t("bk.page.older"), t("common.back"), nil, a.back)}
	p.root.SetBody(hintText(t("common.working")))
	var files []session.BackupFile
	var err error
	a.work(func(ctx context.Context) { files, err = a.ses.Snapshots(ctx) }, func() {
		a.sayError(err, "")
		p.show(files)
	})
	return p
}

func (p *olderPage) content() fyne.CanvasObject { return p.root }

func (p *olderPage) show(files []session.BackupFile) {
	t := p.a.txt.T
	objects := []fyne.CanvasObject{sentence(t("bk.page.restore.b"))}
	for _, f := range files {
		detail := f.Computer
		if f.Accounts >= 0 {
			detail += t("computers.comma") + p.a.txt.N("main.showing", f.Accounts)
		}
		if f.Err != nil {
			what, _ := p.a.sentenceOf(session.Explain(f.Err, f.Path))
			detail = t("rec.backup.bad") + "\n" + what
		}
		open := control.NewButton(t("common.open"), "", control.Neutral, func() { p.open(f) }).Low()
		open.SetEnabled(f.Err == nil)
		objects = append(objects, card(control.Filled(10, 0,
			control.NewColumn(2, control.NewOneLine(p.when(f.Time), skin.BodyBold, skin.Text), control.NewParagraph(detail, skin.Caption, skin.Text2)),
			open)))
	}
	p.root.SetBody(objects...)
}

func (p *olderPage) when(at time.Time) string { return p.a.txt.Moment(at, p.a.now()) }

func (p *olderPage) open(f session.BackupFile) {
	var past *session.Snapshot
	var err error
	p.a.work(func(ctx context.Context) { past, err = p.a.ses.OpenSnapshot(ctx, f.Path) }, func() {
		if err != nil {
			p.a.say(session.Explain(err, f.Path))
			return
		}
		p.a.push(func() page { return newPast(p.a, past) })
	})
}

// pastPage shows the accounts of a backup beside how they stand today.
type pastPage struct {
	a    *App
	root *control.Wizard
	past *session.Snapshot
}

func newPast(a *App, past *session.Snapshot) page {
	t := a.txt.T
	p := &pastPage{a: a, past: past, root: control.NewWizard(a.txt.Moment(past.Time, a.now()), t("common.back"), nil, a.back)}
	objects := []fyne.CanvasObject{sentence(past.Computer), sentence(t("bk.page.restore.b"))}
	for _, acc := range past.Accounts {
		today := t(pastKeys[acc.Today])
		lines := []fyne.CanvasObject{control.NewOneLine(acc.Title, skin.BodyBold, skin.Text)}
		if acc.Subtitle != "" {
			lines = append(lines, control.NewOneLine(acc.Subtitle, skin.Small, skin.Text))
		}
		lines = append(lines, control.NewParagraph(today, skin.Caption, skin.Text2))
		if now := a.namedToday(acc); now != "" {
			lines = append(lines, control.NewParagraph(t("past.now", "name", now), skin.Caption, skin.Text2))
		}
		back := control.NewButton(t("trash.restore"), "undo", control.Neutral, func() { p.restore(acc.ID) }).Low()
		back.SetEnabled(acc.Today != session.PastSame)
		objects = append(objects, card(control.Filled(10, 0,
			control.NewColumn(2, lines...), back)))
	}
	p.root.SetBody(objects...)
	p.root.SetFooter(control.NewButton(t("bk.page.restore"), "history", control.Primary, func() { p.restore() }))
	return p
}

// namedToday is what an account of a backup is called now, if that differs.
func (a *App) namedToday(acc session.PastAccount) string {
	row := a.ses.View().Row(acc.ID)
	if row == nil || row.Title() == acc.Title && row.Subtitle() == acc.Subtitle {
		return ""
	}
	return strings.TrimSpace(row.Title() + " " + row.Subtitle())
}

var pastKeys = map[session.PastState]string{
	session.PastSame: "past.same", session.PastTrashed: "past.trashed", session.PastGone: "past.gone",
	session.PastKey: "past.key", session.PastText: "past.text",
}

func (p *pastPage) content() fyne.CanvasObject { return p.root }

func (p *pastPage) leave() { p.past.Close() }

// restore brings accounts back as they were; none named means all.
func (p *pastPage) restore(ids ...string) {
	if len(ids) == 0 {
		for _, acc := range p.past.Accounts {
			ids = append(ids, acc.ID)
		}
	}
	before := p.a.ses.LastChange()
	var err error
	p.a.work(func(context.Context) { err = p.past.Restore(ids...) }, func() {
		p.a.home()
		p.a.sayError(err, "")
		if err == nil {
			p.a.offerUndo(p.a.txt.T("bk.restored"), before)
		}
	})
}
