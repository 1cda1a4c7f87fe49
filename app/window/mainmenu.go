package window

import (
	"context"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
)

// openMenu opens the context menu of an account at its row, wherever the list
// was scrolled to.
func (p *mainPage) openMenu(id string) {
	p.list.Select(id)
	at, size, ok := p.list.RowAt(id)
	if !ok {
		return
	}
	p.menuAt(id, at.Add(fyne.NewPos(size.Width/2, size.Height/2)))
}

// menuAt opens the context menu of an account.
func (p *mainPage) menuAt(id string, at fyne.Position) {
	row := p.a.ses.View().Row(id)
	if row == nil {
		return
	}
	t := p.a.txt.T
	items := []control.MenuItem{
		{Label: t("menu.copy"), Icon: "copy", Do: func() { p.copy(id, false) }, Disabled: row.ActionRequired},
		{Label: t("menu.copynext"), Do: func() { p.copy(id, true) }, Disabled: row.ActionRequired},
		{Label: t("menu.big"), Icon: "eye", Do: func() { p.showBig(id) }, Disabled: row.ActionRequired},
		{},
		{Label: t("menu.edit"), Icon: "edit", Do: func() { p.a.push(func() page { return newEdit(p.a, id) }) }},
		{Label: t("menu.qr"), Icon: "qr", Do: func() { p.showQR(id) }, Disabled: row.Problem != nil},
		{Label: t("menu.groups"), Icon: "tag", Do: func() { p.chooseGroups(id) }},
		{Label: t(pinText(row)), Icon: "pin", Do: func() { p.pin(id, !row.Pinned) }},
	}
	if len(row.RecoveryCodes) > 0 {
		items = append(items, control.MenuItem{Label: t("menu.codes"), Icon: "list", Do: func() { p.a.push(func() page { return newCodes(p.a, id) }) }})
	}
	if row.ActionRequired {
		items = append(items, control.MenuItem{},
			control.MenuItem{Label: t("menu.scan"), Icon: "qr", Do: func() { p.recover(id) }},
			control.MenuItem{Label: t("menu.recovered"), Icon: "check", Do: func() { p.recovered(id) }, Disabled: row.Problem != nil})
	}
	items = append(items, control.MenuItem{},
		control.MenuItem{Label: t("menu.delete"), Icon: "trash", Danger: true, Do: func() { p.askDelete(id) }})
	p.a.menu(items, at)
}

func pinText(r *session.Row) string {
	if r.Pinned {
		return "menu.unpin"
	}
	return "menu.pin"
}

func (p *mainPage) pin(id string, pinned bool) {
	p.change(id, session.Changes{Pinned: &pinned})
}

// recovered clears "action required": the codes work as they are.
func (p *mainPage) recovered(id string) {
	no := false
	p.change(id, session.Changes{ActionRequired: &no})
}

func (p *mainPage) change(id string, c session.Changes) {
	var err error
	p.a.work(func(context.Context) { err = p.a.ses.Edit(id, c) }, func() { p.a.sayError(err, "") })
}

// moreMenu is behind the button with three dots.
func (p *mainPage) moreMenu(at fyne.Position) {
	t := p.a.txt.T
	set := p.a.ses.View().Settings
	var orders []control.MenuItem
	for _, o := range []struct {
		sort session.Sort
		key  string
	}{
		{session.SortManual, "sort.manual"}, {session.SortName, "sort.name"},
		{session.SortUsed, "sort.used"}, {session.SortAdded, "sort.added"},
	} {
		orders = append(orders, control.MenuItem{Label: t(o.key), Checked: set.Sort == o.sort, Do: func() {
			set.Sort = o.sort
			p.settings(set)
		}})
	}
	items := append(p.foldedItems(),
		control.MenuItem{Label: t("menu.sort"), Icon: "sort", Sub: orders},
		control.MenuItem{Label: t("menu.newgroup"), Icon: "tag", Do: func() { p.newGroup("") }})
	if p.group != "" {
		items = append(items, p.groupItems(p.group)...)
	}
	items = append(items, control.MenuItem{},
		control.MenuItem{Label: t("import.title"), Icon: "download", Do: func() { p.a.push(func() page { return newImport(p.a) }) }},
		control.MenuItem{Label: t("export.title"), Icon: "upload", Do: p.a.openExport, Disabled: p.empty()},
		control.MenuItem{Label: t("trash.title"), Icon: "trash", Do: func() { p.a.push(func() page { return newTrash(p.a) }) }},
		control.MenuItem{Label: t("help.title"), Icon: "help", Do: func() { p.a.push(func() page { return newHelp(p.a) }) }},
		control.MenuItem{Label: t("set.shortcuts"), Icon: "keyboard", Do: func() { p.a.run(cmdKeys) }},
		control.MenuItem{Label: t("main.settings"), Icon: "settings", Do: func() { p.a.run(cmdSettings) }},
		control.MenuItem{Label: t("main.lock"), Icon: "lock", Do: func() { p.a.run(cmdLock) }})
	p.a.menu(items, at)
}

func (p *mainPage) settings(set session.Settings) {
	var err error
	p.a.work(func(context.Context) { err = p.a.ses.SetSettings(set) }, func() { p.a.sayError(err, "") })
}
