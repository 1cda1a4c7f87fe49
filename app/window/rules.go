package window

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/internal/account"
)

// rulesPage shows which services' accounts are taken for accounts of work or
// school, one a line, to be changed.
type rulesPage struct {
	a       *App
	started string // what the field held at first
	root    *control.Wizard
	field   *control.Field
	busy    bool
}

func newRules(a *App) page {
	t := a.txt.T
	p := &rulesPage{a: a, root: control.NewWizard(t("rules.title"), t("common.back"), nil, a.back)}
	p.field = control.NewField(t("rules.field"), "").Multiline(9)
	p.field.SetHint(t("rules.hint"))
	p.started = strings.Join(a.ses.View().Rules, "\n")
	p.field.SetText(p.started)
	p.root.SetBody(sentence(t("rules.b")), p.field,
		control.NewButton(t("rules.reset"), "undo", control.Link, func() {
			p.field.SetText(strings.Join(account.DefaultRules(), "\n"))
		}))
	p.root.SetFooter(
		control.NewButton(t("common.cancel"), "", control.Neutral, a.back),
		control.NewButton(t("common.save"), "", control.Primary, p.onSave))
	return p
}

func (p *rulesPage) content() fyne.CanvasObject { return p.root }

func (p *rulesPage) focus() fyne.Focusable { p.field.Focus(); return nil }

func (p *rulesPage) drafted() bool { return p.field.Text() != p.started }

func (p *rulesPage) command(c command) bool {
	if c == cmdEscape {
		p.a.back()
		return true
	}
	return false
}

func (p *rulesPage) onSave() {
	if p.busy {
		return
	}
	p.busy = true
	rules := account.Rules(strings.Split(p.field.Text(), "\n")).Clean()
	var err error
	p.a.work(func(context.Context) { err = p.a.ses.SetRules(rules) }, func() {
		p.busy = false
		p.a.closePage(p)
		p.a.sayError(err, "")
	})
}
