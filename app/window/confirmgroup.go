package window

import (
	"strings"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/internal/account"
)

// groupPicker puts all that are added into one group: one that is there, a
// new one, or none. An account that only gets a new key stays where it is.
func (p *confirmPage) groupPicker() fyne.CanvasObject {
	t := p.a.txt.T
	options := []control.Option{{Label: t("add.group.none")}}
	made := p.made != ""
	for _, g := range p.a.ses.View().Groups {
		options = append(options, control.Option{ID: g.Name, Label: g.Name})
		made = made && g.Name != p.made
	}
	if made {
		options = append(options, control.Option{ID: p.made, Label: p.made})
	}
	pick := control.NewSelect(options, p.into, func(name string) { p.into = name })
	pick.SetName(t("add.group"))
	return card(labelled(t("add.group"), control.Filled(8, 0, pick, control.NewIconButton("plus", t("add.group.new"), control.Quiet, p.newGroup))))
}

// newGroup asks for a name. The group is made with the accounts, and not
// before: who goes back leaves nothing behind.
func (p *confirmPage) newGroup() {
	t := p.a.txt.T
	var s *control.Sheet
	field := control.NewField(t("group.name"), "")
	submit := func() {
		name := account.CleanGroup(field.Text())
		if name == "" {
			return
		}
		s.Close()
		for _, g := range p.a.ses.View().Groups {
			if strings.EqualFold(g.Name, name) {
				name = g.Name
			}
		}
		p.into, p.made = name, name
		p.fill(p.root.SetBody)
		p.count()
		p.a.win.Canvas().Focus(p.add)
	}
	field.OnSubmit = submit
	s = control.NewSheet(heading(t("group.new")), field, control.Equal(10,
		control.NewButton(t("common.cancel"), "", control.Neutral, func() { s.Close() }),
		control.NewButton(t("common.create"), "", control.Primary, submit)))
	p.a.open(s)
	field.Focus()
}
