package window

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// removeComputerPage says plainly what removing a computer does and what it
// cannot do, before it is done.
type removeComputerPage struct {
	a    *App
	id   string
	root *control.Wizard
	was  session.Computer
	keep []string // of those it let in
	on   *control.Button
	busy bool
}

func newRemoveComputer(a *App, id string) page {
	t := a.txt.T
	p := &removeComputerPage{a: a, id: id, root: control.NewWizard(t("computer.remove.title"), t("common.back"), nil, a.back)}
	p.root.SetBody(hintText(t("common.working")))
	a.withComputer(id, p.show)
	return p
}

func (p *removeComputerPage) content() fyne.CanvasObject { return p.root }

func (p *removeComputerPage) command(c command) bool { return escape(p.a, c) }

func (p *removeComputerPage) show(c session.Computer, all []session.Computer) {
	t := p.a.txt.T
	p.was, p.keep = c, slices.Clone(c.Vouched)
	key := "remove.cannot.3"
	if c.KnowsKey {
		key = "remove.cannot.key"
	}
	point := func(key string) fyne.CanvasObject {
		return control.NewParagraph(t(key, "device", c.Name), skin.Small, skin.Text)
	}
	objects := []fyne.CanvasObject{
		control.NewParagraph(t("set.computers.remove", "device", c.Name), skin.Title, skin.Text),
		control.NewParagraph(t("remove.does"), skin.CapBold, skin.Text2),
		card(point("remove.does.1"), point("remove.does.2"), point("remove.does.3")),
		control.NewParagraph(t("remove.cannot"), skin.CapBold, skin.Text2),
		card(point("remove.cannot.1"), point("remove.cannot.2"), point(key)),
	}
	if len(c.Vouched) > 0 {
		objects = append(objects, control.NewParagraph(t("remove.vouched", "device", c.Name), skin.CapBold, skin.Text2), card(p.vouched(all)...))
	}
	objects = append(objects, sentence(t("remove.final")))
	p.on = control.NewButton(t("computers.remove.yes"), "", control.Destructive, p.onRemove)
	no := control.NewButton(t("common.cancel"), "", control.Neutral, p.a.back)
	p.root.SetBody(objects...)
	p.root.SetFooter(no, p.on)
	p.a.win.Canvas().Focus(no) // Enter never takes what cannot be taken back
}

// vouched asks who of those that the computer let in may stay.
func (p *removeComputerPage) vouched(all []session.Computer) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, c := range all {
		if !slices.Contains(p.was.Vouched, c.ID) {
			continue
		}
		if c.Me {
			continue // who removes another one stays
		}
		out = append(out, control.NewToggle(p.a.txt, c.Name, p.a.txt.T("remove.vouched.d", "time", p.a.day(c.Added)), true, func(on bool) {
			p.keep = slices.DeleteFunc(p.keep, func(id string) bool { return id == c.ID })
			if on {
				p.keep = append(p.keep, c.ID)
			}
		}))
	}
	if len(out) == 0 {
		out = append(out, sentence(p.a.txt.T("set.computers.this")))
	}
	return out
}

func (p *removeComputerPage) onRemove() {
	if p.busy {
		return
	}
	p.a.reunlock(p.a.txt.T("remove.confirm", "device", p.was.Name), p.remove)
}

func (p *removeComputerPage) remove() {
	p.busy = true
	p.on.SetEnabled(false)
	p.on.SetText(p.a.txt.T("common.working"))
	var err, folder error
	p.a.work(func(ctx context.Context) {
		if err = p.a.ses.RemoveComputer(p.id, p.keep); err == nil {
			folder = p.a.ses.BackUpNow(ctx)
		}
	}, func() {
		p.busy = false
		if err != nil {
			p.on.SetText(p.a.txt.T("computers.remove.yes"))
			p.on.SetEnabled(true)
			p.a.sayError(err, p.was.Name)
			return
		}
		c := p.was
		p.a.closePage(p)
		p.a.push(func() page { return newRenewals(p.a, c.ID, c.Name) })
		if folder != nil {
			what, _ := p.a.sentenceOf(session.Explain(folder, ""))
			p.a.tell(p.a.txt.T("remove.pending"), what)
		}
	})
}
