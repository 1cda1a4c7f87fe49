package window

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/session"
	"twofold/app/skin"
)

// How many backups are read to see whether they are whole, opened once there
// is a key, and listed.
const (
	mostChecked = 12
	mostOpened  = 12
	mostListed  = 12
	mostOlder   = 40
)

// backups lists what lies in the folder, as far as it can be known without a
// key; damaged files with the reason.
func (p *recoverWizard) backups(files []session.BackupFile) {
	t := p.a.txt.T
	p.now = func() { p.backups(files) }
	p.steps.Set(1)
	list := control.NewColumn(12, p.found(files)...)
	objects := []fyne.CanvasObject{control.NewParagraph(t("rec.backup.h"), skin.Title, skin.Text)}
	if vaults := p.rec.Folder().Vaults; len(vaults) > 1 {
		var cs []control.Choice
		for _, v := range vaults {
			detail := p.a.txt.N("set.computers.count", v.Computers)
			if v.Mine {
				detail = t("rec.backup.mine") + t("computers.comma") + detail
			}
			cs = append(cs, control.Choice{ID: v.ID, Title: locale.Capital(p.a.txt.Moment(v.Newest, p.a.now())), Detail: detail})
		}
		objects = append(objects, sentence(t("rec.backup.which")), control.NewChoices(cs, p.rec.Chosen().ID, func(id string) { p.onVault(id, list) }))
	}
	p.next = control.NewButton(t("common.next"), "", control.Primary, p.onBackup)
	p.root.SetBody(append(objects, list)...)
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, p.onBack), p.next)
	p.a.win.Canvas().Focus(p.next)
}

// onVault takes another one of several vaults.
func (p *recoverWizard) onVault(id string, list *control.Column) {
	p.rec.Choose(id)
	var files []session.BackupFile
	p.turn.do(func(ctx context.Context) { files = p.rec.Files(ctx, mostChecked) }, func() {
		p.now = func() { p.backups(files) }
		list.SetObjects(p.found(files)...)
		p.root.Body().Refresh()
	})
}

// onBackup goes on to unlocking, in the way that was chosen before.
func (p *recoverWizard) onBackup() {
	if p.way == byApproval {
		p.askApproval()
		return
	}
	p.unlock()
}

// found are the files of the chosen vault.
func (p *recoverWizard) found(files []session.BackupFile) []fyne.CanvasObject {
	t, v := p.a.txt.T, p.rec.Chosen()
	facts := []control.Fact{
		{Name: t("bk.page.folder"), Value: p.rec.Folder().Service},
		{Name: t("set.computers"), Value: p.a.txt.N("set.computers.count", v.Computers)},
		{Name: t("rec.step.backup"), Value: p.a.txt.N("rec.backup.files", v.Snapshots, "size", sizeText(v.Size))},
	}
	objects := []fyne.CanvasObject{}
	for i, f := range files {
		if i == mostListed {
			break
		}
		title, detail, tone := locale.Capital(p.a.txt.Moment(f.Time, p.a.now())), sizeText(f.Size), skin.Text2
		if i == 0 && f.Err == nil {
			title = t("rec.backup.latest") + t("list.sep") + p.a.txt.Moment(f.Time, p.a.now())
		}
		if f.Err != nil {
			what, _ := p.a.sentenceOf(session.Explain(f.Err, ""))
			detail, tone = t("rec.backup.bad")+"\n"+what, skin.Warn
		}
		objects = append(objects, card(control.NewOneLine(title, skin.BodyBold, skin.Text), control.NewParagraph(detail, skin.Caption, tone)))
	}
	return append(objects, control.NewCard(control.Facts(facts...)), sentence(t("rec.backup.hidden")))
}

// sizeText is a size of files in words that are the same in all languages.
func sizeText(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KB", (n+1<<10-1)>>10)
}

// onlyApproval is the page for a vault whose recovery file is not in the
// folder: no key can open it.
func (p *recoverWizard) onlyApproval() {
	t := p.a.txt.T
	p.asking = false
	door := control.NewDoor("computer", t("rec.unlock.approve"), t("rec.unlock.approve.any"), p.askApproval)
	p.root.SetBody(control.NewParagraph(t("rec.unlock.h"), skin.Title, skin.Text), control.NewNotice(control.Warn, t("sync.holds.nokey")), door)
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, p.onBack))
	p.a.win.Canvas().Focus(door)
}

// opened lists the backups of the vault with what only the key tells: computer,
// time and number of accounts. The newest of each computer and those that
// cannot be used stand first, with the reason; the others can be shown.
func (p *recoverWizard) opened(unreadable []session.BackupFile) []fyne.CanvasObject {
	t := p.a.txt.T
	var first, older []fyne.CanvasObject
	told := map[string]bool{}
	for _, f := range p.list {
		told[f.Path] = f.Err != nil
		switch {
		case f.Newest || f.Err != nil:
			first = append(first, p.one(f))
		case len(older) < mostOlder:
			older = append(older, p.one(f))
		}
	}
	for _, f := range unreadable {
		if !told[f.Path] {
			first = append(first, p.one(f))
		}
	}
	if len(first)+len(older) == 0 {
		return nil
	}
	objects := []fyne.CanvasObject{control.Gap(4), control.NewParagraph(t("rec.list.h"), skin.CapBold, skin.Text2), sentence(t("rec.list.b"))}
	if len(first) > 0 {
		objects = append(objects, card(first...))
	}
	if len(older) > 0 {
		objects = append(objects, disclosure(t("rec.list.older"), control.NewColumn(8, card(older...))))
	}
	return objects
}

// one is a backup in the list.
func (p *recoverWizard) one(f session.BackupFile) fyne.CanvasObject {
	t := p.a.txt.T
	who, tone := f.Computer, skin.Text2
	if who == "" {
		who = f.ID
	}
	detail := locale.Capital(p.a.txt.Moment(f.Time, p.a.now())) + t("computers.comma")
	switch {
	case f.Err != nil:
		what, _ := p.a.sentenceOf(session.Explain(f.Err, f.Path))
		detail, tone = detail+t("rec.backup.bad")+"\n"+what, skin.Warn
	case f.Accounts < 0:
		detail += t("rec.list.unopened")
	default:
		detail += p.a.txt.N("main.showing", f.Accounts)
	}
	return control.NewColumn(2, control.NewOneLine(who, skin.BodyBold, skin.Text), control.NewParagraph(detail, skin.Caption, tone))
}
