package window

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
	"twofold/internal/account"
)

// codesPage shows the emergency codes that a service gave for an account, and
// which of them were used. A tick is kept at once, and can be undone.
type codesPage struct {
	a    *App
	id   string
	root *control.Wizard

	turn inTurn // two ticks at once are two changes, one after the other
}

func newCodes(a *App, id string) page {
	t := a.txt.T
	p := &codesPage{
		a: a, id: id, root: control.NewWizard(t("codes.title"), t("common.back"), nil, a.back),
		turn: inTurn{a: a},
	}
	p.update()
	return p
}

func (p *codesPage) content() fyne.CanvasObject { return p.root }

// leave takes the codes off the page.
func (p *codesPage) leave() { p.root.SetBody() }

func (p *codesPage) event(e session.Event) {
	if _, ok := e.(session.ListChanged); ok {
		p.update()
	}
}

func (p *codesPage) update() {
	row := p.a.ses.View().Row(p.id)
	if row == nil {
		p.a.back()
		return
	}
	t, left := p.a.txt.T, 0
	var lines []fyne.CanvasObject
	for i, c := range row.RecoveryCodes {
		if !c.Used {
			left++
		}
		lines = append(lines, p.line(i, c))
	}
	objects := []fyne.CanvasObject{heading(row.Title()), sentence(t("codes.b", "issuer", row.Title()))}
	if len(lines) > 0 {
		objects = append(objects, card(lines...))
	}
	if left == 0 {
		objects = append(objects, control.NewNotice(control.Warn, t("codes.none")))
	} else {
		objects = append(objects, sentence(t("codes.left", "n", left, "all", len(row.RecoveryCodes))))
	}
	objects = append(objects, control.NewButton(t("codes.edit"), "edit", control.Neutral, func() {
		p.a.push(func() page { return newEdit(p.a, p.id) })
	}))
	p.root.ChangeBody(objects...)
}

// line is one code with its tick and a button that copies it. It has the same
// height with a tick and without: nothing moves under the pointer that goes on
// to the next one.
func (p *codesPage) line(i int, c account.RecoveryCode) fyne.CanvasObject {
	ink, small, says := skin.Text, skin.Text2, "codes.unused"
	if c.Used {
		ink, small, says = skin.Text3, skin.Text3, "codes.used"
	}
	text := control.NewColumn(2, control.NewParagraph(c.Text, skin.CodeMono, ink),
		control.NewParagraph(p.a.txt.T(says), skin.Caption, small))
	used := control.NewToggle(p.a.txt, "", "", c.Used, func(used bool) { p.mark(i, c.Text, used) }).Named(p.a.txt.T("codes.used"))
	copied := control.NewIconButton("copy", p.a.txt.T("codes.copy"), control.Quiet, func() { p.copy(c.Text) }).Small()
	return control.Filled(10, 0, text, copied, narrow(used, 44))
}

// mark keeps a tick. It begins with the codes as they are when its turn comes,
// so that it takes no tick back that was made just before.
func (p *codesPage) mark(i int, text string, used bool) {
	var err error
	p.turn.do(func(context.Context) {
		row := p.a.ses.View().Row(p.id)
		if row == nil || i >= len(row.RecoveryCodes) || row.RecoveryCodes[i].Text != text {
			return // another computer changed the codes meanwhile
		}
		codes := slices.Clone(row.RecoveryCodes)
		codes[i].Used = used
		err = p.a.ses.Edit(p.id, session.Changes{RecoveryCodes: &codes})
	}, func() { p.a.sayError(err, "") })
}

func (p *codesPage) copy(text string) {
	var err error
	p.a.work(func(context.Context) { err = p.a.ses.CopyText(text) }, func() { p.a.sayError(err, "") })
}
