package window

import (
	"context"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// renewalsPage lists the accounts whose keys a removed computer has known,
// with a tick for each that has a new key or is taken care of.
type renewalsPage struct {
	a        *App
	id, name string
	root     *control.Wizard
	knowsKey bool
	progress *control.Paragraph
	left, of int
}

// mostRenewals is how many accounts are shown at once; those that are done
// make room for others.
const mostRenewals = 200

func newRenewals(a *App, id, name string) page {
	t := a.txt.T
	p := &renewalsPage{a: a, id: id, name: name, root: control.NewWizard(t("renew.title"), t("common.back"), nil, a.back)}
	p.root.SetBody(hintText(t("common.working")))
	p.root.SetFooter(control.NewButton(t("common.done"), "", control.Primary, a.back))
	p.load()
	return p
}

func (p *renewalsPage) content() fyne.CanvasObject { return p.root }

func (p *renewalsPage) command(c command) bool { return escape(p.a, c) }

func (p *renewalsPage) load() {
	var list []session.Renewal
	var all []session.Computer
	var err error
	p.a.work(func(context.Context) {
		if list, err = p.a.ses.Renewals(p.id); err == nil {
			all, err = p.a.ses.Computers()
		}
	}, func() {
		if err != nil {
			p.a.sayError(err, p.name)
			return
		}
		for _, c := range all {
			if c.ID == p.id {
				p.knowsKey = c.KnowsKey
			}
		}
		p.show(list)
	})
}

func (p *renewalsPage) show(list []session.Renewal) {
	t := p.a.txt.T
	p.left, p.of = 0, len(list)
	for _, r := range list {
		if !r.Done {
			p.left++
		}
	}
	objects := []fyne.CanvasObject{
		control.NewParagraph(t("renew.h", "device", p.name), skin.Subtitle, skin.Text),
		sentence(t("renew.b", "device", p.name)),
	}
	if p.knowsKey {
		objects = append(objects, control.NewNotice(control.Warn, t("renew.key", "device", p.name)),
			control.NewButton(t("set.newkey"), "key", control.Attention, func() { p.a.push(func() page { return newRecoveryKey(p.a) }) }))
	}
	p.progress = control.NewParagraph(p.count(), skin.CapBold, skin.Text2)
	objects = append(objects, p.progress)
	var rows []fyne.CanvasObject
	for _, done := range []bool{false, true} {
		for _, r := range list {
			if r.Done == done && len(rows) < mostRenewals {
				rows = append(rows, p.row(r))
			}
		}
	}
	if len(rows) > 0 {
		objects = append(objects, card(rows...))
	}
	if rest := len(list) - len(rows); rest > 0 {
		objects = append(objects, sentence(t("renew.more", "n", rest)))
	}
	p.root.SetBody(objects...)
}

// count says how far it is.
func (p *renewalsPage) count() string {
	if p.left == 0 {
		return p.a.txt.T("renew.none")
	}
	return p.a.txt.T("renew.progress", "a", p.of-p.left, "b", p.of)
}

// row is an account with its tick. One that got a new key has no switch:
// there is nothing to take back.
func (p *renewalsPage) row(r session.Renewal) fyne.CanvasObject {
	t := p.a.txt.T
	if r.Done && !r.Said {
		return control.NewTasks(control.Task{Label: t("renew.newkey", "name", r.Title), State: control.Done})
	}
	return control.NewToggle(p.a.txt, r.Title, r.Subtitle, r.Done, func(on bool) {
		if p.left--; !on {
			p.left += 2
		}
		p.progress.SetText(p.count())
		var err error
		p.a.work(func(context.Context) { err = p.a.ses.SetRenewed(r.ID, on) }, func() { p.a.sayError(err, r.Title) })
	})
}
