package window

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// rehearseEvery is how often trying the recovery key is offered.
const rehearseEvery = 365 * 24 * time.Hour

// rehearsalPage opens the backup with the recovery key as a new computer would,
// and changes nothing: a key that was never tried is a hope.
type rehearsalPage struct {
	a     *App
	root  *control.Wizard
	words *control.Field
	next  *control.Button
	busy  bool
}

func newRehearsal(a *App) page {
	t := a.txt.T
	p := &rehearsalPage{a: a, root: control.NewWizard(t("rehearse.h"), t("common.back"), nil, a.back)}
	p.words = control.NewField(t("rec.key.enter"), "").Multiline(3).Mono().EnterAfter(session.KeyWords)
	p.words.OnSubmit = p.onTry
	p.next = control.NewButton(t("rehearse.cta"), "shield-check", control.Primary, p.onTry)
	p.root.SetBody(sentence(t("rehearse.b")), p.words)
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, a.back), p.next)
	return p
}

func (p *rehearsalPage) content() fyne.CanvasObject { return p.root }

func (p *rehearsalPage) focus() fyne.Focusable { p.words.Focus(); return nil }

func (p *rehearsalPage) leave() { p.words.SetText("") }

func (p *rehearsalPage) command(c command) bool {
	if c == cmdEscape {
		p.a.back()
		return true
	}
	return false
}

func (p *rehearsalPage) onTry() {
	typed := p.words.Text()
	if p.busy || typed == "" {
		return
	}
	p.busy = true
	p.next.SetEnabled(false)
	p.next.SetText(p.a.txt.T("common.working"))
	var got session.Rehearsal
	var err error
	p.a.work(func(ctx context.Context) { got, err = p.a.ses.Rehearse(ctx, typed) }, func() {
		p.busy = false
		p.next.SetEnabled(true)
		p.next.SetText(p.a.txt.T("rehearse.cta"))
		if err != nil {
			what, next := p.a.sentenceOf(session.Explain(err, ""))
			p.words.SetError(what + " " + next)
			p.words.Focus()
			return
		}
		p.show(got)
	})
}

func (p *rehearsalPage) show(got session.Rehearsal) {
	a, t := p.a, p.a.txt.T
	p.words.SetText("")
	objects := []fyne.CanvasObject{
		control.Gap(10), control.NewResult("check", control.Good), titleText(t("rehearse.good"), skin.Title),
		hintText(t("rehearse.good.b", "accounts", a.txt.N("main.showing", got.Accounts),
			"time", a.txt.Moment(got.Newest, a.now()), "device", got.NewestBy)),
	}
	if !got.Complete {
		objects = append(objects, control.NewNotice(control.Warn, t("rehearse.behind")))
	}
	done := control.NewButton(t("common.done"), "", control.Primary, a.back)
	p.root.SetBody(objects...)
	p.root.SetFooter(done)
	a.win.Canvas().Focus(done)
	a.keepConfig(func(s *config.Settings) { s.Rehearsed = a.now().Unix() }, nil)
}

// rehearsalDue reports whether to offer it. The first year begins when the
// program first sees a backup that is on.
func (a *App) rehearsalDue() bool {
	if a.ses.Backup().Folder == "" || a.ses.Status().KeyUnsaved {
		return false
	}
	last := a.cfg.Settings().Rehearsed
	if last == 0 {
		a.keepConfig(func(s *config.Settings) { s.Rehearsed = a.now().Unix() }, nil)
		return false
	}
	return a.now().Sub(time.Unix(last, 0)) >= rehearseEvery
}

// offerRehearsal asks once after an unlocking.
func (a *App) offerRehearsal() {
	if a.rehearsalDue() {
		a.offer(a.txt.T("rehearse.due"), a.txt.T("rehearse.cta"), func() { a.push(func() page { return newRehearsal(a) }) })
	}
}
