package window

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
)

// isRetried tells an error that the status line shows until it is over.
func isRetried(err error) bool { return errors.Is(err, session.ErrSaveFailed) }

// askDelete asks before an account goes to the trash, because the service may
// lock its user out; taking it back stays possible.
func (p *mainPage) askDelete(id string) {
	row := p.a.ses.View().Row(id)
	if row == nil {
		return
	}
	t := p.a.txt.T
	body := t("delete.b", "issuer", row.Title()) + "\n" + t("delete.trash")
	p.a.ask(t("delete.h", "name", row.Title()), body, t("common.delete"), control.Destructive, func() {
		p.a.changed(func() error { return p.a.ses.Delete(id) }, row.Title(), t("status.deleted", "name", row.Title()))
	})
}

// chooseGroups opens a sheet with a tick for each group of the account.
func (p *mainPage) chooseGroups(id string) {
	v := p.a.ses.View()
	row := v.Row(id)
	if row == nil {
		return
	}
	t := p.a.txt.T
	chosen := slices.Clone(row.Groups)
	var s *control.Sheet
	objects := []fyne.CanvasObject{heading(t("group.title")), sentence(row.Title())}
	for _, g := range v.Groups {
		objects = append(objects, control.NewToggle(p.a.txt, g.Name, "", slices.Contains(chosen, g.Name), func(on bool) {
			chosen = slices.DeleteFunc(chosen, func(n string) bool { return n == g.Name })
			if on {
				chosen = append(chosen, g.Name)
			}
		}))
	}
	if len(v.Groups) == 0 {
		objects = append(objects, sentence(t("group.none")))
	}
	objects = append(objects,
		control.NewButton(t("menu.newgroup"), "plus", control.Link, func() { s.Close(); p.newGroup(id) }),
		control.NewButton(t("common.done"), "", control.Primary, func() {
			s.Close()
			p.change(id, session.Changes{Groups: &chosen})
		}))
	s = control.NewSheet(objects...)
	p.a.open(s)
}

// newGroup asks for the name of a group, and puts account id into it if given.
func (p *mainPage) newGroup(id string) {
	t := p.a.txt.T
	p.askName(t("group.new"), "", t("common.create"), func(name string) error {
		if _, err := p.a.ses.AddGroup(name); err != nil || id == "" {
			return err
		}
		row := p.a.ses.View().Row(id)
		if row == nil {
			return session.ErrNoSuchAccount
		}
		groups := append(slices.Clone(row.Groups), name)
		return p.a.ses.Edit(id, session.Changes{Groups: &groups})
	})
}

// groupItems are what can be done with the group that is shown.
func (p *mainPage) groupItems(id string) []control.MenuItem {
	t := p.a.txt.T
	name := ""
	for _, g := range p.a.ses.View().Groups {
		if g.ID == id {
			name = g.Name
		}
	}
	return []control.MenuItem{
		{Label: t("group.rename"), Icon: "edit", Do: func() {
			p.askName(t("group.rename"), name, t("common.save"), func(to string) error { return p.a.ses.RenameGroup(id, to) })
		}},
		{Label: t("group.delete"), Icon: "trash", Danger: true, Do: func() { p.askRemoveGroup(id) }},
	}
}

// askRemoveGroup asks before a group goes. Its accounts stay, and so does the
// way back.
func (p *mainPage) askRemoveGroup(id string) {
	t := p.a.txt.T
	for _, g := range p.a.ses.View().Groups {
		if g.ID == id {
			p.a.ask(t("delete.group.h", "name", g.Name), t("delete.group.b"), t("common.delete"), control.Destructive, func() {
				p.a.changed(func() error { return p.a.ses.RemoveGroup(id) }, g.Name, t("status.deleted", "name", g.Name))
			})
		}
	}
}

// groupMenu opens the context menu of a group.
func (p *mainPage) groupMenu(id string, at fyne.Position) { p.a.menu(p.groupItems(id), at) }

// askName opens a sheet with one line to type in. do runs off the UI
// goroutine; its error is said under the field.
func (p *mainPage) askName(title, name, yes string, do func(name string) error) {
	t := p.a.txt.T
	var s *control.Sheet
	field := control.NewField(t("group.name"), "")
	field.SetText(name)
	submit := func() {
		text := field.Text()
		if text == "" {
			return
		}
		var err error
		p.a.work(func(context.Context) { err = do(text) }, func() {
			if err != nil && !isRetried(err) {
				what, _ := p.a.sentenceOf(session.Explain(err, text))
				field.SetError(what)
				return
			}
			s.Close()
		})
	}
	field.OnSubmit = submit
	no := control.NewButton(t("common.cancel"), "", control.Neutral, func() { s.Close() })
	on := control.NewButton(yes, "", control.Primary, submit)
	s = control.NewSheet(heading(title), field, control.Equal(10, no, on))
	p.a.open(s)
	field.Focus()
	field.SelectAll()
}

// recover opens the page that gives an account a new key.
func (p *mainPage) recover(id string) { p.a.push(func() page { return newRecoverAccount(p.a, id) }) }
