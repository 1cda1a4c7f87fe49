package window

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// backupSetup turns the backup on: folder, recovery key, first backup. It says
// "on" only after that backup was written, read back and opened.
type backupSetup struct {
	a    *App
	root *control.Wizard
	step *control.Steps
	pick *folderPick
	next *control.Button
	path string
	busy bool
	now  func() // draws the step it is at; nil while that cannot be
	deep bool   // a question is on the page that leads back to the folders
	stop func() // of waiting for a backup to arrive

	awaits string // what the page of that shows
}

func newBackupSetup(a *App) page {
	p := &backupSetup{a: a}
	p.step = control.NewSteps(a.txt, p.stepWords()...)
	p.root = control.NewWizard(a.txt.T("sync.title"), a.txt.T("common.back"), p.step, p.onBack)
	p.folders()
	p.folder()
	return p
}

func (p *backupSetup) stepWords() []string {
	t := p.a.txt.T
	return []string{t("sync.step.folder"), t("sync.step.protect"), t("sync.step.check"), t("sync.step.done")}
}

// folders makes the list of folders and the button that takes one.
func (p *backupSetup) folders() {
	p.next = control.NewButton(p.a.txt.T("common.next"), "", control.Primary, p.onFolder)
	p.pick = newFolderPick(p.a, false, func() {
		if p.pick != nil {
			p.next.SetEnabled(p.pick.path() != "" && !p.busy)
			p.root.Body().Refresh() // the list of folders has another height
		}
	})
	p.next.SetEnabled(p.pick.path() != "")
}

// relabel says the step it is at anew, unless that is working: then the next
// one does.
func (p *backupSetup) relabel() {
	p.root.SetWords(p.a.txt.T("sync.title"), p.a.txt.T("common.back"), p.stepWords()...)
	old := p.pick
	p.folders()
	p.pick.inherit(old)
	if p.now != nil && !p.busy {
		p.now()
	}
}

func (p *backupSetup) keep() {}

// dropped takes a folder where one is chosen.
func (p *backupSetup) dropped(paths []string) bool {
	if p.busy || !p.pick.on(p.root) {
		p.a.readDropped(paths)
	} else {
		p.pick.dropped(paths)
	}
	return true
}

func (p *backupSetup) content() fyne.CanvasObject { return p.root }

// protect has the recovery key made and typed back, and comes back.
func (p *backupSetup) protect() {
	p.a.push(func() page {
		k := newRecoveryKey(p.a).(*recoveryKeyPage)
		k.saved = func() { p.a.back(); p.write() }
		return k
	})
}

// write makes the first backup and proves it.
func (p *backupSetup) write() {
	t := p.a.txt.T
	p.deep, p.now = false, nil
	p.step.Set(3) // the recovery key was made and typed back before
	tasks := control.NewTasks(control.Task{Label: t("sync.first"), State: control.Running})
	p.root.SetBody(tasks)
	p.root.SetFooter()
	var folder string
	var err error
	release := p.a.ses.Hold()
	p.a.work(func(ctx context.Context) {
		folder, err = p.a.ses.SetFolder(ctx, p.path)
		if err == nil {
			// The path belongs to this computer only; it travels nowhere.
			err = ignoreReadOnly(p.a.cfg.Change(func(s *config.Settings) { s.Folder = folder }))
		}
	}, func() {
		release()
		if err != nil {
			what, _ := p.a.sentenceOf(session.Explain(err, p.path))
			tasks.Set(0, control.Failed, what)
			p.root.SetFooter(control.NewButton(t("common.back"), "", control.Neutral, p.a.back),
				control.NewButton(t("common.retry"), "", control.Primary, p.write))
			return
		}
		p.done()
	})
}

func (p *backupSetup) done() {
	t := p.a.txt.T
	p.now = p.done
	p.step.Set(4)
	p.root.SetBody(control.Gap(10), control.NewResult("check", control.Good),
		titleText(t("sync.done.h"), skin.Title), hintText(t("sync.done.b", "svc", p.a.ses.Backup().Service)))
	done := control.NewButton(t("common.done"), "", control.Primary, p.a.home)
	p.root.SetFooter(done)
	p.a.win.Canvas().Focus(done)
}

// ignoreReadOnly: settings of a newer version are kept for this run only.
func ignoreReadOnly(err error) error {
	if errors.Is(err, config.ErrReadOnly) {
		return nil
	}
	return err
}

// backUp backs up at once, or leads to where that is set up.
func (a *App) backUp() {
	if a.ses.Backup().Folder == "" {
		a.openBackup()
		return
	}
	var err error
	a.work(func(ctx context.Context) { err = a.ses.BackUpNow(ctx) }, func() { a.sayError(err, "") })
}

// openBackup is the page about the backup, or the way to one.
func (a *App) openBackup() {
	if a.ses.Backup().Folder == "" {
		a.push(func() page { return newBackupSetup(a) })
		return
	}
	a.push(func() page { return newBackupPage(a) })
}

// beginRecovery is the door for whoever used Twofold elsewhere.
func (a *App) beginRecovery() { a.push(func() page { return newRecoverWizard(a, "") }) }
