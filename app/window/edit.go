package window

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/internal/account"
)

// editPage changes one account. Its secret is not shown: it can only be
// replaced, by a key the service gave anew.
type editPage struct {
	a                           *App
	id                          string
	root                        fyne.CanvasObject
	issuer, name, reading, note *control.Field
	codes                       *control.Field
	kind                        *control.Select
	bound                       *control.Toggle
	icon                        *iconChoice
	key                         *keyForm
	save                        *control.Button
	started                     string // what the fields held at first
	was                         editTexts
	busy                        bool
	cards                       steady // what two computers changed at once
}

var accountKinds = []account.Kind{account.Personal, account.Work, account.Other}

func newEdit(a *App, id string) page {
	row := a.ses.View().Row(id)
	if row == nil {
		return newMain(a)
	}
	t := a.txt.T
	p := &editPage{a: a, id: id, cards: steady{a: a}}
	p.issuer = control.NewField(t("form.issuer"), "")
	p.name = control.NewField(t("form.account"), "")
	p.reading = control.NewField(t("form.reading"), t("form.reading.hint"))
	p.note = control.NewField(t("form.note"), "").Multiline(3)
	p.codes = control.NewField(t("edit.codes"), "").Multiline(3).Mono()
	p.codes.SetHint(t("edit.codes.hint"))
	var kinds []control.Option
	for _, k := range accountKinds {
		kinds = append(kinds, control.Option{ID: string(k), Label: t("edit.kind." + string(k))})
	}
	p.kind = control.NewSelect(kinds, string(row.Kind), func(string) { p.changed() })
	p.issuer.SetText(row.Issuer)
	p.name.SetText(row.Name)
	p.reading.SetText(row.Reading)
	p.note.SetText(row.Note)
	p.codes.SetText(linesOf(row.RecoveryCodes))
	for _, f := range []*control.Field{p.issuer, p.name, p.reading, p.note, p.codes} {
		f.OnChanged = func(string) { p.changed() }
		f.OnSubmit = p.onSave // in a note Enter is a new line
	}
	p.bound = control.NewToggle(a.txt, t("form.device"), t("form.device.d"), row.Binding == account.ThisComputer, func(bool) { p.changed() })
	p.icon = newIconChoice(a, row, p.changed)
	p.key = newKeyForm(a, p.changed, p.onSave)
	newKey := disclosure(t("edit.key"),
		control.NewColumn(12, append([]fyne.CanvasObject{sentence(t("edit.key.b"))}, p.key.objects()...)...))
	past := control.NewColumn(12)
	p.save = control.NewButton(t("common.save"), "", control.Primary, p.onSave)
	w := control.NewWizard(t("edit.title"), t("common.back"), nil, p.onCancel)
	merged := control.NewColumn(0)
	objects := []fyne.CanvasObject{control.NewColumn(0, merged, p.issuer), p.name, p.reading, p.note, p.icon.object(), labelled(t("edit.kind"), p.kind)}
	objects = append(objects, p.binding(row)...)
	w.SetBody(append(objects, p.codes, control.NewColumn(0, newKey, past), sentence(p.facts(row)))...)
	p.fillMerged(merged, func() { w.Body().Refresh() })
	fillKeys(a, id, past, func() { w.Body().Refresh() })
	w.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, p.onCancel), p.save)
	p.root = w
	p.started, p.was = p.typed(), p.texts()
	p.changed()
	return p
}

// binding is the switch that keeps the key on this computer, with what it
// means, and a hint where a rule suggests it. Where the key is on another
// computer there is nothing to share from here.
func (p *editPage) binding(row *session.Row) []fyne.CanvasObject {
	t := p.a.txt.T
	switch {
	case errors.Is(row.Problem, session.ErrElsewhere):
		return []fyne.CanvasObject{control.NewNotice(control.Warn, t("edit.elsewhere"))}
	case row.Binding == account.ThisComputer:
		return []fyne.CanvasObject{p.bound, sentence(t("edit.bound.old"))}
	case row.Work:
		return []fyne.CanvasObject{p.bound, control.NewNotice(control.Plain, t("edit.suggest", "issuer", row.Title()))}
	}
	return []fyne.CanvasObject{p.bound}
}

func (p *editPage) content() fyne.CanvasObject { return p.root }

func (p *editPage) focus() fyne.Focusable { p.issuer.Focus(); return nil }

func (p *editPage) drafted() bool { return p.typed() != p.started }

// inherit takes the picture that was chosen, which is in no control.
func (p *editPage) inherit(from page) {
	if old, ok := from.(*editPage); ok && old.icon.edited() {
		p.icon.set(old.icon.png)
	}
}

func (p *editPage) leave() { p.key.clear(); p.codes.SetText("") }

func (p *editPage) tick(now time.Time) {
	if p.key.secret.Text() != "" {
		acc, err := p.a.ses.Build(p.key.manual())
		var fe *account.FieldError
		if errors.As(err, &fe) && fe.Field == account.FieldName {
			err = nil // the names stand above
		}
		p.key.preview(acc, err, now)
	}
}

func (p *editPage) command(c command) bool {
	switch c {
	case cmdEscape:
		p.onCancel()
	case cmdPaste:
		p.icon.onPaste()
	case cmdBackup: // elsewhere, too, this key saves what is being written
		p.onSave()
	default:
		return false
	}
	return true
}

// dropped makes a file the picture of the account.
func (p *editPage) dropped(paths []string) bool {
	p.icon.take(paths)
	return true
}

// facts are what cannot be changed.
func (p *editPage) facts(row *session.Row) string {
	var parts []string
	if !row.Added.IsZero() {
		parts = append(parts, p.a.txt.T("edit.added", "date", p.a.txt.Date(row.Added, p.a.now())))
	}
	if row.Usage.Count > 0 {
		parts = append(parts, p.a.txt.N("edit.used", int(min(row.Usage.Count, 1<<30))))
	}
	return strings.Join(parts, "\n")
}

// typed is all that was typed, to see whether anything changed.
func (p *editPage) typed() string {
	return strings.Join([]string{
		p.issuer.Text(), p.name.Text(), p.reading.Text(), p.note.Text(), p.codes.Text(),
		p.key.secret.Text(), p.kind.Chosen(), fmt.Sprint(p.bound.On(), p.icon.edited()),
	}, "\x00")
}

func (p *editPage) changed() {
	if p.issuer.Text() == "" && p.name.Text() == "" {
		p.name.SetError(p.a.txt.T("err.name.empty"))
	} else {
		p.name.SetError("")
	}
	if p.save != nil {
		p.save.SetEnabled(!p.busy && p.issuer.Text()+p.name.Text() != "")
	}
}

func (p *editPage) onCancel() {
	if p.typed() == p.started {
		p.a.back()
		return
	}
	t := p.a.txt.T
	p.a.ask(t("edit.unsaved.h"), t("edit.unsaved.b"), t("edit.discard"), control.Destructive, p.a.back)
}

func (p *editPage) onSave() {
	if p.busy || p.save.Disabled() {
		return
	}
	if p.typed() == p.started {
		p.a.back()
		return
	}
	c, names := p.changes(), account.Account{Issuer: p.issuer.Text(), Name: p.name.Text()}
	p.busy = true
	p.changed()
	before := p.a.ses.LastChange()
	var err error
	p.a.work(func(context.Context) { err = p.a.ses.Edit(p.id, c) }, func() {
		p.busy = false
		if err != nil && !isRetried(err) { // what was typed is still here
			p.changed()
			var fe *account.FieldError
			if errors.As(err, &fe) {
				p.key.complain(err)
				return
			}
			p.a.sayError(err, names.Title())
			return
		}
		p.a.closePage(p)
		p.a.offerUndo(p.a.txt.T("status.edited", "name", names.Title()), before)
	})
}

// editTexts are the fields that are saved as they stand.
type editTexts struct {
	issuer, name, reading, note, codes string
	kind                               account.Kind
	bound                              bool
}

func (p *editPage) texts() editTexts {
	return editTexts{
		p.issuer.Text(), p.name.Text(), p.reading.Text(), p.note.Text(), p.codes.Text(),
		account.Kind(p.kind.Chosen()), p.bound.On(),
	}
}

// changes are what was changed here and nothing else: what another computer
// changed while the page was open, or ticked, must not be put back.
func (p *editPage) changes() session.Changes {
	var c session.Changes
	now := p.texts()
	for _, f := range []struct {
		to       **string
		was, now *string
	}{
		{&c.Issuer, &p.was.issuer, &now.issuer},
		{&c.Name, &p.was.name, &now.name},
		{&c.Reading, &p.was.reading, &now.reading},
		{&c.Note, &p.was.note, &now.note},
	} {
		if *f.was != *f.now {
			*f.to = f.now
		}
	}
	if now.codes != p.was.codes {
		codes := codesFrom(now.codes)
		c.RecoveryCodes = &codes
	}
	if now.kind != p.was.kind {
		c.Kind = &now.kind
	}
	if now.bound != p.was.bound {
		binding := account.Shared
		if now.bound {
			binding = account.ThisComputer
		}
		c.Binding = &binding
	}
	if p.icon.edited() {
		own := p.icon.row.Icon
		own.PNG = p.icon.png
		c.Icon = &own
	}
	if p.key.secret.Text() != "" {
		m := p.key.manual()
		c.Key = &m
	}
	return c
}

// linesOf writes recovery codes one a line; those that were used are struck
// with a leading "x ".
func linesOf(codes []account.RecoveryCode) string {
	var lines []string
	for _, c := range codes {
		if c.Used {
			lines = append(lines, "x "+c.Text)
			continue
		}
		lines = append(lines, c.Text)
	}
	return strings.Join(lines, "\n")
}

// codesFrom is the reverse of linesOf.
func codesFrom(text string) []account.RecoveryCode {
	var out []account.RecoveryCode
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		used := false
		if rest, ok := strings.CutPrefix(line, "x "); ok {
			line, used = strings.TrimSpace(rest), true
		}
		if line != "" {
			out = append(out, account.RecoveryCode{Text: line, Used: used})
		}
	}
	return out
}
