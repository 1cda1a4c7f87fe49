package window

import (
	"context"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
)

// recoverAccountPage gives an account that cannot make codes here a new key:
// by every way an account can come in, or by the word that it works already.
type recoverAccountPage struct {
	a    *App
	id   string
	root *control.Wizard
}

func newRecoverAccount(a *App, id string) page {
	row := a.ses.View().Row(id)
	if row == nil {
		return newMain(a)
	}
	t := a.txt.T
	p := &recoverAccountPage{a: a, id: id, root: control.NewWizard(t("row.action"), t("common.back"), nil, a.back)}
	objects := []fyne.CanvasObject{
		heading(t("act.h", "issuer", row.Title())), sentence(t("act.b", "issuer", row.Title())), sentence(t("act.work")),
		control.NewDoor("image", t("act.image"), t("add.image.d"), a.openFiles),
		control.NewDoor("paste", t("add.paste"), t("add.paste.d"), a.paste),
	}
	if row.Problem == nil {
		objects = append(objects, control.NewButton(t("act.works"), "check", control.Neutral, p.onWorks))
	}
	p.root.SetBody(objects...)
	p.root.SetFooter(control.NewButton(t("common.later"), "", control.Neutral, a.back))
	return p
}

func (p *recoverAccountPage) content() fyne.CanvasObject { return p.root }

// found takes a new key for the account. A key of another account asks first.
func (p *recoverAccountPage) found(f session.Found) bool {
	row := p.a.ses.View().Row(p.id)
	if len(f.Candidates) != 1 || row == nil {
		return false
	}
	c := f.Candidates[0]
	replace := func() {
		c.Choice = session.ChoiceReplace
		c.Duplicate = session.Duplicate{Kind: session.OtherKey, ID: p.id, Title: row.Title()}
		p.a.addNow([]session.Candidate{c})
	}
	if c.Account.Issuer == row.Issuer && c.Account.Name == row.Name {
		replace()
		return true
	}
	t := p.a.txt.T
	p.a.ask(t("form.secret"), t("act.mismatch", "other", c.Account.Title()+" "+c.Account.Subtitle(), "name", row.Title()),
		t("dup.replace"), control.Primary, replace)
	return true
}

func (p *recoverAccountPage) onWorks() {
	row := p.a.ses.View().Row(p.id)
	no := false
	var err error
	p.a.work(func(context.Context) { err = p.a.ses.Edit(p.id, session.Changes{ActionRequired: &no}) }, func() {
		p.a.back()
		p.a.sayError(err, "")
		if row != nil {
			p.a.note(p.a.txt.T("act.done", "name", row.Title()))
		}
	})
}
