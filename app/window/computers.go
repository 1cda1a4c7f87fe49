package window

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// computersPage lists the computers of the vault, and asks about those that
// joined with the recovery key.
type computersPage struct {
	a    *App
	root *control.Wizard
	all  []session.Computer
	// shown is what is on the page: it is made anew only for news, since that
	// takes the keyboard from where it was.
	shown string
	busy  bool
}

func newComputers(a *App) page {
	t := a.txt.T
	p := &computersPage{a: a, root: control.NewWizard(t("set.computers"), t("common.back"), nil, a.back)}
	p.root.SetBody(hintText(t("common.working")))
	p.load()
	return p
}

func (p *computersPage) content() fyne.CanvasObject { return p.root }

func (p *computersPage) command(c command) bool { return escape(p.a, c) }

// escape closes a page that has nothing to lose.
func escape(a *App, c command) bool {
	if c == cmdEscape {
		a.back()
		return true
	}
	return false
}

func (p *computersPage) event(e session.Event) {
	if _, ok := e.(session.BackupChanged); ok {
		p.load()
	}
}

// load reads who belongs to the vault, which checks signatures.
func (p *computersPage) load() {
	if p.busy {
		return
	}
	p.busy = true
	var all []session.Computer
	var err error
	p.a.work(func(context.Context) { all, err = p.a.ses.Computers() }, func() {
		p.busy = false
		if err != nil {
			p.a.sayError(err, "")
			return
		}
		if now := fmt.Sprint(all); now != p.shown {
			p.all, p.shown = all, now
			p.show()
		}
	})
}

func (p *computersPage) show() {
	t := p.a.txt.T
	var here, gone []fyne.CanvasObject
	for _, c := range p.all {
		open := control.NewDoor("computer", c.Name, p.a.about(c), func() {
			p.a.push(func() page { return newComputer(p.a, c.ID) })
		})
		switch {
		case c.Gone, c.Untrusted:
			gone = append(gone, open)
		case c.Unsure:
			here = append(here, p.question(c))
		default:
			here = append(here, open)
		}
	}
	objects := []fyne.CanvasObject{sentence(t("computers.b"))}
	objects = append(objects, here...)
	if len(gone) > 0 {
		objects = append(objects, control.Gap(4), control.NewParagraph(t("bk.removed"), skin.CapBold, skin.Text2))
		objects = append(objects, gone...)
	}
	p.root.ChangeBody(objects...)
}

// question asks about a computer that joined with the recovery key.
func (p *computersPage) question(c session.Computer) fyne.CanvasObject {
	t := p.a.txt.T
	box := card(
		control.NewParagraph(t("computers.unsure.h", "device", c.Name), skin.BodyBold, skin.Text),
		control.NewParagraph(t("computers.unsure.b", "system", c.System, "time", p.a.txt.Moment(c.Added, p.a.now())), skin.Small, skin.Text),
		control.Equal(10,
			control.NewButton(t("computers.me"), "check", control.Neutral, func() { p.known(c.ID) }).Low(),
			control.NewButton(t("computers.remove"), "", control.Destructive, func() {
				p.a.push(func() page { return newRemoveComputer(p.a, c.ID) })
			}).Low()))
	box.Tinted(control.Warn)
	return box
}

func (p *computersPage) known(id string) {
	var err error
	p.a.work(func(ctx context.Context) { err = p.a.ses.KnowComputer(ctx, id) }, func() {
		p.a.sayError(err, "")
		p.load()
	})
}

// about is a computer in one line.
func (a *App) about(c session.Computer) string {
	t := a.txt.T
	var parts []string
	switch {
	case c.Me:
		parts = append(parts, t("set.computers.this"))
	case c.Gone:
		parts = append(parts, t("computers.gone", "time", a.day(c.Removed), "device", c.RemovedBy))
	case c.Untrusted:
		parts = append(parts, t("computers.untrusted"))
	case !c.LastSeen.IsZero():
		parts = append(parts, t("set.computers.seen", "ago", a.txt.Ago(c.LastSeen, a.now())))
	default:
		parts = append(parts, t("set.computers.seen", "ago", t("time.never")))
	}
	if c.System != "" {
		parts = append(parts, c.System)
	}
	if n := a.accountsOf(c); n > 0 {
		parts = append(parts, a.txt.N("main.showing", n))
	}
	return strings.Join(parts, t("computers.comma"))
}

// accountsOf is how many accounts a computer holds, as far as is known.
func (a *App) accountsOf(c session.Computer) int {
	switch {
	case c.Me:
		return len(a.ses.View().Rows)
	case c.Gone, c.Untrusted:
		return 0
	}
	return c.Accounts
}

func (a *App) day(at time.Time) string {
	if at.IsZero() {
		return a.txt.T("time.never")
	}
	return a.txt.Date(at, a.now())
}

// computerPage is one computer: its name to be changed, what is known of it,
// and the way to take it out.
type computerPage struct {
	a    *App
	id   string
	root *control.Wizard
	name *control.Field
	save *control.Button
	was  session.Computer
	busy bool
}

func newComputer(a *App, id string) page {
	t := a.txt.T
	p := &computerPage{a: a, id: id, root: control.NewWizard(t("computer.title"), t("common.back"), nil, a.back)}
	p.root.SetBody(hintText(t("common.working")))
	a.withComputer(id, p.show)
	return p
}

// withComputer reads who belongs to the vault, and shows the one with that id.
func (a *App) withComputer(id string, show func(c session.Computer, all []session.Computer)) {
	var all []session.Computer
	var err error
	a.work(func(context.Context) { all, err = a.ses.Computers() }, func() {
		a.sayError(err, "")
		for _, c := range all {
			if c.ID == id {
				show(c, all)
			}
		}
	})
}

func (p *computerPage) content() fyne.CanvasObject { return p.root }

func (p *computerPage) command(c command) bool { return escape(p.a, c) }

func (p *computerPage) show(c session.Computer, all []session.Computer) {
	t := p.a.txt.T
	p.was = c
	facts := []control.Fact{{Name: t("computer.joined"), Value: p.joined(c)}}
	if c.System != "" {
		facts = append([]control.Fact{{Name: t("ap.os"), Value: c.System}}, facts...)
	}
	if !c.LastSeen.IsZero() {
		facts = append(facts, control.Fact{Name: t("computer.seen"), Value: p.a.txt.Moment(c.LastSeen, p.a.now())})
	}
	if n := p.a.accountsOf(c); n > 0 {
		facts = append(facts, control.Fact{Name: t("rec.fact.accounts"), Value: p.a.txt.N("main.showing", n)})
	}
	if c.Gone {
		facts = append(facts, control.Fact{Name: t("bk.removed"), Value: t("computers.gone", "time", p.a.day(c.Removed), "device", c.RemovedBy)})
		p.root.SetBody(control.NewOneLine(c.Name, skin.Title, skin.Text), control.NewCard(control.Facts(facts...)),
			sentence(t("computer.gone.b")),
			control.NewButton(t("renew.title"), "key", control.Neutral, func() {
				p.a.push(func() page { return newRenewals(p.a, c.ID, c.Name) })
			}))
		return
	}
	p.name = control.NewField(t("computer.name"), "")
	p.name.SetText(c.Name)
	p.save = control.NewButton(t("common.save"), "", control.Primary, p.onSave)
	p.name.OnChanged = func(string) { p.changed() }
	p.name.OnSubmit = p.onSave
	objects := []fyne.CanvasObject{p.name, control.NewCard(control.Facts(facts...))}
	if c.Untrusted {
		objects = append(objects, control.NewNotice(control.Warn, t("computer.untrusted.b")))
	}
	objects = append(objects, p.removing(c, all))
	p.root.SetBody(objects...)
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, p.a.back), p.save)
	p.changed()
}

// removing offers to take the computer out, or says why it cannot.
func (p *computerPage) removing(c session.Computer, all []session.Computer) fyne.CanvasObject {
	t := p.a.txt.T
	if !c.Me {
		return control.NewButton(t("computers.remove"), "trash", control.Destructive, func() {
			p.a.push(func() page { return newRemoveComputer(p.a, c.ID) })
		})
	}
	others := 0
	for _, o := range all {
		if !o.Me && !o.Gone && !o.Untrusted {
			others++
		}
	}
	if others == 0 {
		return sentence(t("err.computer.last"))
	}
	return sentence(t("err.computer.self"))
}

// joined says how the computer came into the vault.
func (p *computerPage) joined(c session.Computer) string {
	t := p.a.txt.T
	when := p.a.day(c.Added)
	switch {
	case c.ByKey:
		return t("computer.bykey", "time", when)
	case c.ByName != "":
		return t("computer.by", "time", when, "device", c.ByName)
	}
	return t("computer.first", "time", when)
}

func (p *computerPage) changed() {
	text := strings.TrimSpace(p.name.Text())
	p.name.SetError("")
	if text == "" {
		p.name.SetError(p.a.txt.T("err.computer.name"))
	}
	p.save.SetEnabled(!p.busy && text != "" && text != p.was.Name)
}

func (p *computerPage) onSave() {
	if p.busy || p.save.Disabled() {
		return
	}
	p.busy = true
	p.changed()
	name := p.name.Text()
	var err error
	p.a.work(func(context.Context) { err = p.a.ses.RenameComputer(p.id, name) }, func() {
		p.busy = false
		p.a.closePage(p)
		p.a.sayError(err, name)
	})
}
