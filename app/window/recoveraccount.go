package window

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
	"twofold/internal/account"
)

// recoverAccountPage gives an account that cannot make codes here a new key:
// by every way an account can come in, or by the word that it works already.
type recoverAccountPage struct {
	a     *App
	id    string
	root  *control.Wizard
	first *control.Door
	code  *control.CodeText // nil where there is no code to show
	left  *control.Words
	why   string
}

func newRecoverAccount(a *App, id string) page {
	row := a.ses.View().Row(id)
	if row == nil {
		return newMain(a)
	}
	t := a.txt.T
	p := &recoverAccountPage{a: a, id: id, root: control.NewWizard(t("row.action"), t("common.back"), nil, a.back)}
	p.root.SetFooter(control.NewButton(t("common.later"), "", control.Neutral, a.back))
	p.fill(row)
	return p
}

// fill says why the account needs something, and offers the ways to a new key.
func (p *recoverAccountPage) fill(row *session.Row) {
	a, t := p.a, p.a.txt.T
	p.why, p.code, p.left = whyAction(row), nil, nil
	door := func(icon, title, key string, do func()) *control.Door {
		return control.NewDoor(icon, t(title), t(key), do)
	}
	p.first = door("scan", "act.scan", "add.scan.d", a.scan)
	head := "act.h"
	if row.Problem == nil {
		head = "act.h.check"
	}
	objects := []fyne.CanvasObject{heading(t(head, "issuer", row.Title()))}
	if s := row.Subtitle(); s != "" {
		objects = append(objects, control.NewOneLine(s, skin.Body, skin.Text2))
	}
	objects = append(objects, sentence(t(p.why, "issuer", row.Title())))
	if row.Problem == nil {
		objects = append(objects, p.works())
	}
	objects = append(objects, p.first,
		door("image", "act.image", "add.image.d", a.openFiles),
		door("paste", "add.paste", "add.paste.d", a.paste),
		door("keyboard", "add.manual", "add.manual.d", p.byHand),
		hintText(t("first.drop")))
	if row.Work || row.Problem != nil {
		objects = append(objects, sentence(t("act.work")))
	}
	p.root.SetBody(objects...)
	p.tick(a.now())
}

// event makes the page anew if the folder brought another reason: the account
// was tied to the other computer meanwhile, say.
func (p *recoverAccountPage) event(e session.Event) {
	if _, ok := e.(session.ListChanged); !ok {
		return
	}
	if row := p.a.ses.View().Row(p.id); row != nil && whyAction(row) != p.why {
		p.fill(row)
	}
}

// whyAction says why an account needs something on this computer.
func whyAction(row *session.Row) string {
	switch {
	case errors.Is(row.Problem, session.ErrElsewhere):
		return "act.b"
	case row.Problem != nil:
		return "act.b.nokey"
	}
	return "act.b.check"
}

// works shows the code as it is, to be tried at the service, and takes the
// word that it was accepted.
func (p *recoverAccountPage) works() fyne.CanvasObject {
	t := p.a.txt.T
	p.code, p.left = control.NewCodeText(skin.CodeRow), control.NewWords("", skin.Micro, skin.Text3)
	return card(
		control.Line(8, control.NewWords(t("form.preview"), skin.Caption, skin.Text2), nil, p.left, p.code),
		control.NewButton(t("act.works"), "check", control.Neutral, p.onWorks))
}

func (p *recoverAccountPage) content() fyne.CanvasObject { return p.root }

func (p *recoverAccountPage) focus() fyne.Focusable { return p.first }

func (p *recoverAccountPage) command(c command) bool {
	if c == cmdEscape {
		p.a.back()
		return true
	}
	return false
}

func (p *recoverAccountPage) tick(now time.Time) {
	if p.code == nil {
		return
	}
	c, err := p.a.ses.View().Code(p.id, now)
	if err != nil || c.Now == "" {
		p.code.Set("••••••", skin.Text3)
		p.left.Set("", skin.Micro, skin.Text3)
		return
	}
	p.code.Set(c.Now, skin.Code)
	p.left.Set(p.a.txt.T("row.left.short", "n", c.Left), skin.Micro, skin.Text3)
}

// found takes a new key for the account. A key of another account asks first.
// Of several accounts only the one with this name is meant.
func (p *recoverAccountPage) found(f session.Found) bool {
	row := p.a.ses.View().Row(p.id)
	if row == nil || f.Import != nil {
		return false
	}
	var mine []account.Account
	for _, c := range f.Candidates {
		if len(f.Candidates) == 1 || isOf(c.Account, row) {
			mine = append(mine, c.Account)
		}
	}
	if len(mine) != 1 {
		return false // nothing was found, or the user has to choose
	}
	p.take(row, mine[0])
	return true
}

// isOf reports whether a bears the names of the row. A bare key has none, and
// can only be meant for the account the user is looking at.
func isOf(a account.Account, row *session.Row) bool {
	return a.Issuer == row.Issuer && a.Name == row.Name || a.Issuer == "" && a.Name == ""
}

func (p *recoverAccountPage) take(row *session.Row, a account.Account) {
	if isOf(a, row) {
		p.give(a)
		return
	}
	t := p.a.txt.T
	p.a.ask(t("act.mismatch.h"), t("act.mismatch", "other", namesOf(a), "name", namesOf(account.Account{Issuer: row.Issuer, Name: row.Name})),
		t("dup.replace"), control.Primary, func() { p.give(a) })
}

// namesOf is an account in one line.
func namesOf(a account.Account) string {
	if s := a.Subtitle(); s != "" {
		return a.Title() + " (" + s + ")"
	}
	return a.Title()
}

// byHand opens the form with the names filled in.
func (p *recoverAccountPage) byHand() {
	row := p.a.ses.View().Row(p.id)
	if row == nil {
		return
	}
	p.a.push(func() page { return newManualFor(p.a, row, func(a account.Account) { p.take(row, a) }) })
}

func (p *recoverAccountPage) give(a account.Account) {
	before := p.a.ses.LastChange()
	var err error
	p.a.work(func(context.Context) { err = p.a.ses.GiveKey(p.id, a) }, func() { p.finished(err, before) })
}

func (p *recoverAccountPage) onWorks() {
	no, before := false, p.a.ses.LastChange()
	var err error
	p.a.work(func(context.Context) { err = p.a.ses.Edit(p.id, session.Changes{ActionRequired: &no}) }, func() { p.finished(err, before) })
}

// finished goes back to where the user came from, which may be the summary of
// a recovery with further accounts to do. before is the last change of the vault
// before this one.
func (p *recoverAccountPage) finished(err error, before int) {
	for p.a.front() != nil && len(p.a.stack) > 1 {
		_, here := p.a.front().(*recoverAccountPage)
		p.a.back()
		if here {
			break
		}
	}
	p.a.sayError(err, "")
	row := p.a.ses.View().Row(p.id)
	if row == nil || err != nil && !isRetried(err) {
		return
	}
	p.a.offerUndo(p.a.txt.T("act.done", "name", row.Title()), before)
	switch below := p.a.front().(type) {
	case *mainPage:
		below.showNew([]string{p.id})
	case *recoverWizard:
		below.finished(below.got) // one less to do
	}
}
