package window

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// recoverWizard brings the accounts of a folder to this computer. Nothing is
// written, here or there, before the last step; leaving it earlier leaves the
// computer as it was.
type recoverWizard struct {
	a     *App
	root  *control.Wizard
	steps *control.Steps
	pick  *folderPick
	next  *control.Button
	rec   *session.Recovery
	words *control.Field
	pass  *control.PasswordField
	name  *control.Field
	busy  bool
	done  bool
	got   session.Recovered // once done
	// asking: the page asks for the recovery key.
	asking bool
	wait   waiting
	now    func() // draws the step it is at; nil while that cannot be
	turn   inTurn
	way    way                  // how to unlock, if that was said before
	list   []session.BackupFile // once it is unlocked
}

// newRecoverWizard begins; path may name the folder already.
func newRecoverWizard(a *App, path string) page {
	p := &recoverWizard{a: a, turn: inTurn{a: a}}
	p.steps = control.NewSteps(a.txt, p.stepWords()...)
	p.root = control.NewWizard(a.txt.T("rec.title"), a.txt.T("common.back"), p.steps, p.onBack)
	p.folder()
	if path != "" {
		p.pick.take(path)
	}
	return p
}

func (p *recoverWizard) stepWords() []string {
	t := p.a.txt.T
	return []string{t("rec.step.folder"), t("rec.step.backup"), t("rec.step.unlock"), t("rec.step.finish")}
}

func (p *recoverWizard) keep() {}

// passedOn: at the first step a file can be opened instead of a folder.
func (p *recoverWizard) passedOn() bool { return p.rec == nil && !p.busy }

// relabel says the step it is at anew, unless that is working: then the next
// one does.
func (p *recoverWizard) relabel() {
	p.root.SetWords(p.a.txt.T("rec.title"), p.a.txt.T("common.back"), p.stepWords()...)
	if p.now != nil && !p.busy {
		p.now()
	}
}

func (p *recoverWizard) content() fyne.CanvasObject { return p.root }

func (p *recoverWizard) leave() {
	p.stopWaiting()
	if rec := p.rec; rec != nil && !p.done {
		p.turn.do(func(ctx context.Context) { rec.StopAsking(ctx); rec.Cancel() }, nil)
	}
	if p.words != nil {
		p.words.SetText("")
	}
	if p.pass != nil {
		p.pass.Clear()
	}
}

func (p *recoverWizard) command(c command) bool {
	if c == cmdEscape {
		p.onBack()
		return true
	}
	return false
}

// onBack asks only once something was opened.
func (p *recoverWizard) onBack() {
	if p.busy {
		return
	}
	if p.rec == nil || p.done {
		p.a.back()
		return
	}
	t := p.a.txt.T
	p.a.ask(t("rec.cancel.h"), t("rec.cancel.b"), t("rec.cancel.yes"), control.Destructive, p.a.back)
}

func (p *recoverWizard) folder() {
	t := p.a.txt.T
	p.steps.Set(0)
	p.now = func() {
		old := p.pick
		p.folder()
		p.pick.inherit(old)
	}
	p.next = control.NewButton(t("common.next"), "", control.Primary, p.onFolder)
	p.pick = newFolderPick(p.a, true, func() {
		if p.pick != nil {
			p.next.SetEnabled(p.pick.path() != "" && !p.busy)
			p.root.Body().Refresh() // the list of folders has another height
		}
	})
	p.next.SetEnabled(p.pick.path() != "")
	p.root.SetBody(p.pick.body)
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, p.a.back), p.next)
}

// slow runs one step off the UI goroutine.
func (p *recoverWizard) slow(f func(ctx context.Context) error, done func(error)) {
	if p.busy {
		return
	}
	p.busy = true
	words := p.next.Text()
	p.next.SetEnabled(false)
	p.next.SetText(p.a.txt.T("common.working"))
	var err error
	p.turn.do(func(ctx context.Context) { err = f(ctx) }, func() {
		p.busy = false
		p.next.SetText(words)
		p.next.SetEnabled(true)
		done(err)
	})
}

func (p *recoverWizard) onFolder() {
	path := p.pick.path()
	if path == "" {
		return
	}
	var rec *session.Recovery
	var files []session.BackupFile
	p.slow(func(ctx context.Context) (err error) {
		if rec, err = p.a.ses.BeginRecovery(ctx, path); err == nil {
			files = rec.Files(ctx, mostChecked)
		}
		return err
	}, func(err error) {
		if err != nil {
			p.a.say(session.Explain(err, path))
			return
		}
		p.rec = rec
		p.backups(files)
	})
}

// unlock asks for the recovery key, or a passphrase of the user's own.
func (p *recoverWizard) unlock() {
	t := p.a.txt.T
	p.now = p.unlock
	p.steps.Set(2)
	if p.rec != nil && !p.rec.Chosen().Recovery {
		p.onlyApproval()
		return
	}
	p.asking = true
	p.words = control.NewField(t("rec.key.enter"), "").Multiline(3).Mono().EnterAfter(session.KeyWords)
	p.words.OnSubmit = p.onWords
	p.words.SetHint(t("rec.unlock.key.d"))
	p.pass = control.NewPasswordField(p.a.txt, t("rec.unlock.pass"), "")
	p.pass.SetHint(t("rec.unlock.pass.d"))
	p.pass.OnSubmit = p.onWords
	p.next = control.NewButton(t("common.next"), "", control.Primary, p.onWords)
	p.root.SetBody(
		control.NewParagraph(t("rec.unlock.h"), skin.Title, skin.Text),
		control.NewDoor("computer", t("rec.unlock.approve"), t("rec.unlock.approve.any"), p.askApproval), p.words, p.a.keyPictures(p.putKey),
		disclosure(t("rec.unlock.pass"), control.NewColumn(8, p.pass)),
		disclosure(t("rec.forgot"), control.NewColumn(8, sentence(t("rec.forgot.b")))))
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, p.onBack), p.next)
	p.words.Focus()
}

// putKey fills in a key that was read from a picture.
func (p *recoverWizard) putKey(words string) {
	if !p.asking || p.rec == nil || p.busy {
		return
	}
	p.words.SetText(words)
	p.onWords()
}

// dropped takes a folder where one is chosen, and a picture of the emergency kit
// where the key is asked for.
func (p *recoverWizard) dropped(paths []string) bool {
	switch {
	case p.busy:
		return false
	case p.asking:
		p.a.readKeyFiles(paths, p.putKey)
	case p.pick.on(p.root):
		p.pick.dropped(paths)
	default:
		return false
	}
	return true
}

func (p *recoverWizard) onWords() {
	words, pass := p.words.Text(), p.pass.Text()
	if words == "" && pass == "" {
		return
	}
	var list []session.BackupFile
	p.slow(func(ctx context.Context) (err error) {
		if strings.TrimSpace(words) != "" {
			err = p.rec.Unlock(ctx, words)
		} else {
			err = p.rec.UnlockPassphrase(ctx, []byte(pass))
		}
		if err == nil {
			list = p.rec.Backups(ctx, mostOpened)
		}
		return err
	}, func(err error) {
		if err == nil {
			p.list = list
			p.summary()
			return
		}
		what, next := p.a.sentenceOf(session.Explain(err, ""))
		if strings.TrimSpace(words) != "" {
			p.words.SetError(strings.TrimSpace(what + " " + next))
			p.words.Focus()
			return
		}
		if errors.Is(err, session.ErrKeyOpensNot) {
			what, next = p.a.txt.T("rec.pass.wrong"), ""
		}
		p.pass.Clear()
		p.pass.SetError(strings.TrimSpace(what + " " + next))
		p.pass.Focus()
	})
}

// summary is for the user to compare with what he remembers: nothing else can
// tell a folder that was turned back in time.
func (p *recoverWizard) summary() {
	t, s, m := p.a.txt.T, p.rec.Summary(), p.rec.Preview()
	p.now = p.summary
	p.steps.Set(3)
	p.asking = false
	facts := []control.Fact{
		{Name: t("rec.fact.accounts"), Value: p.a.txt.N("main.showing", s.Accounts)},
		{Name: t("rec.fact.newest"), Value: t("rec.fact.by", "time", p.a.txt.Moment(s.Newest, p.a.now()), "device", s.NewestBy)},
		{Name: t("set.computers"), Value: p.a.txt.N("set.computers.count", belonging(s.Computers))},
	}
	objects := []fyne.CanvasObject{control.NewParagraph(t("rec.right.h"), skin.Title, skin.Text)}
	on := t("first.recover")
	words := p.sameWords()
	if words != nil {
		objects = append(objects, words, control.NewCard(control.Facts(facts...)))
		on = t("rec.num.match")
	} else {
		objects = append(objects, control.NewCard(control.Facts(facts...)),
			sentence(t("bk.words", "words", strings.Join(s.Fingerprint[:], " "))))
	}
	if m.Here > 0 {
		objects = append(objects, sentence(t("rec.merge", "a", m.There, "b", m.Here)))
		for _, part := range []struct {
			key   string
			names []string
		}{
			{"rec.merge.added", m.Added}, {"rec.merge.kept", m.Kept}, {"rec.merge.newerhere", m.NewerHere},
			{"rec.merge.newerthere", m.NewerThere}, {"rec.merge.otherkey", m.OtherKey},
		} {
			if len(part.names) > 0 {
				objects = append(objects, sentence(t(part.key)+" "+p.a.txt.List(part.names...)))
			}
		}
	}
	p.name = control.NewField(t("rec.name.h"), "")
	objects = append(objects, p.name)
	if p.needsPass() {
		p.pass = control.NewPasswordField(p.a.txt, t("sync.pass"), "")
		p.pass.SetHint(t("setup.pass.b"))
		objects = append(objects, p.pass)
	} else {
		p.pass = nil
	}
	objects = append(objects, p.opened(s.Unreadable)...)
	p.next = control.NewButton(on, "", control.Primary, p.finish)
	p.root.SetBody(objects...)
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, p.onBack), p.next)
	if words != nil {
		p.a.win.Canvas().Unfocus() // they are to be compared first, and nobody asked for this page just now
		return
	}
	p.a.win.Canvas().Focus(p.next)
}

// belonging counts the computers that were not removed.
func belonging(all []session.BackupComputer) (n int) {
	for _, c := range all {
		if !c.Removed {
			n++
		}
	}
	return n
}

// needsPass: where no keyring keeps the keys, a passphrase has to.
func (p *recoverWizard) needsPass() bool {
	w := p.a.ses.Ways()
	return p.a.ses.Phase() == session.NeedsPass || w.Passphrase && !w.Keyring
}

func (p *recoverWizard) finish() {
	t := p.a.txt.T
	tasks := control.NewTasks(control.Task{Label: t("rec.prog.read"), State: control.Done}, control.Task{Label: t("rec.prog.check"), State: control.Done},
		control.Task{Label: t("rec.prog.restore"), State: control.Waiting}, control.Task{Label: t("rec.prog.register"), State: control.Waiting})
	o := session.FinishOptions{Computer: p.name.Text()}
	if p.pass != nil {
		if p.pass.Text() == "" {
			p.pass.SetError(t("sync.pass.weak"))
			return
		}
		o.Passphrase = []byte(p.pass.Text())
	}
	o.Step = func(s session.RecoveryStep) {
		p.a.do(func() {
			if s == session.RecoverRegister {
				tasks.Set(2, control.Done, "")
			}
			tasks.Set(2+int(s), control.Running, "")
		})
	}
	p.now = nil
	p.root.SetBody(tasks)
	p.root.SetFooter()
	var got session.Recovered
	p.slow(func(ctx context.Context) (err error) {
		got, err = p.rec.Finish(ctx, o)
		if err == nil {
			err = ignoreReadOnly(p.a.cfg.Change(func(s *config.Settings) { s.Folder = got.Folder }))
		}
		return err
	}, func(err error) {
		if err != nil {
			what, _ := p.a.sentenceOf(session.Explain(err, ""))
			tasks.Set(2, control.Failed, what)
			p.root.SetFooter(control.NewButton(t("common.back"), "", control.Neutral, p.summary))
			return
		}
		p.finished(got)
	})
}
