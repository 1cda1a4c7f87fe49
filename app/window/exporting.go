package window

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
	"twofold/internal/exporter"
)

// exportPage writes the accounts for another app or for paper. It says before
// what a format leaves out, and what a file in the clear means.
type exportPage struct {
	a      *App
	root   *control.Wizard
	format *exporter.Info
	pass   *control.PasswordField
	again  *control.PasswordField
	save   *control.Button
	busy   bool
}

// openExport asks again who sits here, and then opens the page.
func (a *App) openExport() {
	a.reunlock(a.txt.T("export.confirm"), func() {
		format := exporter.Formats()[0] // outlives the page, which is made anew
		a.push(func() page { return newExport(a, &format) })
	})
}

func newExport(a *App, format *exporter.Info) page {
	t := a.txt.T
	p := &exportPage{a: a, format: format}
	p.root = control.NewWizard(t("export.title"), t("common.back"), nil, a.back)
	p.pass = control.NewPasswordField(a.txt, t("export.pass"), "")
	p.again = control.NewPasswordField(a.txt, t("export.pass2"), "")
	p.save = control.NewButton("", "", control.Primary, p.onSave)
	p.pass.OnChanged, p.again.OnChanged = p.check, p.check
	p.pass.OnSubmit = func() { p.again.Focus() }
	p.again.OnSubmit = p.onSave
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, a.back), p.save)
	p.fill()
	return p
}

func (p *exportPage) content() fyne.CanvasObject { return p.root }

func (p *exportPage) focus() fyne.Focusable { return p.save }

func (p *exportPage) leave() {
	p.pass.Clear()
	p.again.Clear()
}

func (p *exportPage) command(c command) bool {
	if c == cmdEscape {
		p.a.back()
		return true
	}
	return false
}

func (p *exportPage) fill() {
	t := p.a.txt.T
	var choices []control.Choice
	for _, f := range exporter.Formats() {
		c := control.Choice{ID: string(f.Format), Title: t("export.f." + string(f.Format)), Detail: t("export.f." + string(f.Format) + ".d"), Icon: formatIcon(f)}
		if f.Format == exporter.Backup {
			c.Badge = t("common.recommended")
		}
		choices = append(choices, c)
	}
	objects := []fyne.CanvasObject{heading(t("export.h")), control.NewChoices(choices, string(p.format.Format), p.onFormat)}
	if p.format.Encrypted {
		objects = append(objects, p.pass, p.again)
	} else {
		objects = append(objects, control.NewNotice(control.Warn, t(warnKey(*p.format))))
	}
	objects = append(objects, p.plan()...)
	p.save.SetText(t("export.save"))
	if p.format.Format == exporter.Migration {
		p.save.SetText(t("export.show"))
	}
	p.check("")
	p.root.SetBody(objects...)
}

func formatIcon(f exporter.Info) string {
	switch {
	case f.Encrypted:
		return "lock"
	case f.Format == exporter.Migration:
		return "qr"
	case f.Format == exporter.Sheet:
		return "print"
	}
	return "file"
}

// warnKey is the warning for what is not encrypted.
func warnKey(f exporter.Info) string {
	switch f.Format {
	case exporter.Migration:
		return "export.warn.qr"
	case exporter.Sheet:
		return "export.sheet.warn"
	}
	return "export.warn"
}

// plan names what this format leaves out or loses.
func (p *exportPage) plan() []fyne.CanvasObject {
	r, err := p.a.ses.PlanExport(p.format.Format)
	if err != nil {
		return nil
	}
	objects := []fyne.CanvasObject{control.NewParagraph(p.a.txt.N("export.count", r.Written), skin.BodyBold, skin.Text)}
	if r.Trash > 0 {
		objects = append(objects, control.NewParagraph(p.a.txt.N("export.trash", r.Trash), skin.Caption, skin.Text2))
	}
	if len(r.Left) > 0 {
		lines := []fyne.CanvasObject{control.NewParagraph(p.a.txt.N("export.left.h", len(r.Left)), skin.Small, skin.Warn)}
		for i, l := range r.Left {
			if i == mostCards {
				lines = append(lines, sentence(p.a.txt.N("import.more", len(r.Left)-i)))
				break
			}
			why, _ := p.a.sentenceOf(session.ExplainLeft(l.Reason))
			lines = append(lines, control.NewParagraph(fmt.Sprintf("%s (%s)", l.Title, why), skin.Caption, skin.Text2))
		}
		objects = append(objects, card(lines...))
	}
	for _, l := range session.LostLines(p.a.txt, r) {
		objects = append(objects, control.NewParagraph(l, skin.Caption, skin.Text2))
	}
	if r.Written == 0 {
		p.save.SetEnabled(false)
	}
	return objects
}

func (p *exportPage) onFormat(id string) {
	for _, f := range exporter.Formats() {
		if string(f.Format) == id {
			*p.format = f
		}
	}
	p.fill()
}

// check keeps the button true: an encrypted file needs a password, twice.
func (p *exportPage) check(string) {
	r, err := p.a.ses.PlanExport(p.format.Format)
	ready := err == nil && r.Written > 0 && !p.busy
	if p.format.Encrypted {
		strength := strengthOf(p.pass.Text())
		same := p.pass.Text() == p.again.Text()
		p.pass.SetHint(p.a.txt.T("sync.pass.hint"))
		if p.pass.Text() != "" {
			p.pass.SetHint(p.a.txt.T(strength.key()))
		}
		p.again.SetError("")
		if p.again.Text() != "" && !same {
			p.again.SetError(p.a.txt.T("export.pass.mismatch"))
		}
		ready = ready && same && strength.enough()
	}
	p.save.SetEnabled(ready)
}

func (p *exportPage) onSave() {
	if p.busy || p.save.Disabled() {
		return
	}
	if p.format.Format == exporter.Migration {
		p.a.push(func() page { return newQRPages(p.a) })
		return
	}
	p.busy = true
	p.check("")
	e := session.Export{Format: p.format.Format, Sheet: session.SheetWords(p.a.txt, p.a.now())}
	if p.format.Encrypted {
		e.Password = []byte(p.pass.Text())
	}
	var report exporter.Report
	name := "twofold-" + p.a.now().Format("2006-01-02") + p.format.Extension
	p.a.saveAs(saving{p.a.txt.T("export.title"), name, func(ctx context.Context, path string) error {
		var err error
		report, err = p.a.ses.ExportTo(ctx, path, e)
		return err
	}, func(name string, err error) {
		clear(e.Password) // if nothing was written
		p.busy = false
		p.check("")
		if err == nil && name != "" && p.a.front() == page(p) {
			p.a.back()
			p.a.exported(report, name)
		}
	}})
}

// exported says what was written and what was not.
func (a *App) exported(r exporter.Report, name string) {
	lines := []string{}
	if len(r.Left) > 0 {
		lines = append(lines, a.txt.N("export.left.h", len(r.Left)))
	}
	a.tell(a.txt.N("export.done", r.Written, "file", name), append(lines, session.LostLines(a.txt, r)...)...)
}
