package window

import (
	"errors"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
	"twofold/internal/account"
)

// keyForm is the part of a form that makes a key: the secret, what lies behind
// "Advanced", and the code they give now.
type keyForm struct {
	a                  *App
	secret             *control.Field
	pin                *control.Field
	kind               *control.Select
	algo               *control.Select
	digits             *control.Select
	period             *control.Field
	counter            *control.Field
	advanced           *control.Column
	algoRow, digitsRow fyne.CanvasObject
	code               *control.CodeText
	left               *control.Words
	changed            func()
}

var keyTypes = []account.Type{account.TOTP, account.HOTP, account.Steam, account.MOTP, account.Yandex}

// newKeyForm makes the form; submit is Enter in one of its fields.
func newKeyForm(a *App, changed, submit func()) *keyForm {
	t := a.txt.T
	f := &keyForm{a: a, changed: changed}
	f.secret = control.NewField(t("form.secret"), "").Mono()
	f.pin = control.NewField(t("form.pin"), "")
	var kinds []control.Option
	for _, k := range keyTypes {
		kinds = append(kinds, control.Option{ID: string(k), Label: t("form.type." + string(k))})
	}
	f.kind = control.NewSelect(kinds, string(account.TOTP), func(string) { f.show(); f.edited() })
	f.algo = control.NewSelect([]control.Option{
		{ID: string(account.SHA1), Label: "SHA-1"}, {ID: string(account.SHA256), Label: "SHA-256"}, {ID: string(account.SHA512), Label: "SHA-512"},
	}, string(account.SHA1), func(string) { f.edited() })
	var digits []control.Option
	for n := account.MinDigits; n <= account.MaxDigits; n++ {
		digits = append(digits, control.Option{ID: strconv.Itoa(n), Label: strconv.Itoa(n)})
	}
	f.digits = control.NewSelect(digits, "6", func(string) { f.edited() })
	f.period = control.NewField(t("form.period"), "")
	f.period.SetText("30")
	f.counter = control.NewField(t("form.counter"), "")
	f.counter.SetText("0")
	for _, field := range []*control.Field{f.secret, f.pin, f.period, f.counter} {
		field.OnChanged = func(string) { f.edited() }
		field.OnSubmit = submit
	}
	f.algoRow, f.digitsRow = labelled(t("form.algo"), f.algo), labelled(t("form.digits"), f.digits)
	f.advanced = control.NewColumn(12, labelled(t("form.type"), f.kind), f.algoRow, f.digitsRow, f.period, f.counter, f.pin)
	f.code = control.NewCodeText(skin.CodeRow)
	f.left = control.NewWords("", skin.Micro, skin.Text3)
	f.show()
	return f
}

// objects are the fields in their order.
func (f *keyForm) objects() []fyne.CanvasObject {
	more := disclosure(f.a.txt.T("form.advanced"), f.advanced)
	preview := card(control.Line(8, control.NewWords(f.a.txt.T("form.preview"), skin.Caption, skin.Text2), nil, f.left, f.code))
	return []fyne.CanvasObject{f.secret, more, preview}
}

// show leaves out what the type has no use for.
func (f *keyForm) show() {
	t := account.Type(f.kind.Chosen())
	set := func(o fyne.CanvasObject, on bool) {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
	hint := "form.secret.hint"
	if t == account.MOTP {
		hint = "form.secret.hex"
	}
	f.secret.SetHint(f.a.txt.T(hint))
	plain := t == account.TOTP || t == account.HOTP
	set(f.algoRow, plain)
	set(f.digitsRow, plain)
	set(f.period, t == account.TOTP)
	set(f.counter, t == account.HOTP)
	set(f.pin, t == account.MOTP || t == account.Yandex)
	f.advanced.Refresh()
}

// manual is what was typed; numbers that are none become values that the
// check refuses by name.
func (f *keyForm) manual() session.Manual {
	m := session.Manual{Secret: f.secret.Text(), PIN: f.pin.Text(), Type: account.Type(f.kind.Chosen())}
	switch m.Type {
	case account.TOTP, account.HOTP:
		m.Algorithm = account.Algorithm(f.algo.Chosen())
		m.Digits = number(f.digits.Chosen())
	}
	if m.Type == account.TOTP {
		m.Period = number(f.period.Text())
	}
	if m.Type == account.HOTP {
		if n, err := strconv.ParseUint(f.counter.Text(), 10, 64); err == nil {
			m.Counter = n
		}
	}
	return m
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n == 0 {
		return -1
	}
	return n
}

func (f *keyForm) edited() {
	f.secret.SetError("")
	f.period.SetError("")
	f.changed()
}

// preview shows the code of what was typed, or nothing.
func (f *keyForm) preview(acc account.Account, err error, now time.Time) {
	c, perr := session.Preview(acc, now)
	if err != nil || perr != nil {
		f.code.Set("••••••", skin.Text3)
		f.left.Set("", skin.Micro, skin.Text3)
		return
	}
	f.code.Set(c.Now, skin.Code)
	f.left.Set(f.a.txt.T("row.left.short", "n", c.Left), skin.Micro, skin.Text3)
}

// complain puts an error beside the field it belongs to. A secret that is
// still missing is not complained about while nothing was typed.
func (f *keyForm) complain(err error) {
	var fe *account.FieldError
	if !errors.As(err, &fe) {
		return
	}
	what, _ := f.a.sentenceOf(session.Explain(fe, ""))
	switch fe.Field {
	case account.FieldSecret:
		if f.secret.Text() != "" {
			f.secret.SetError(what)
		}
	case account.FieldPeriod:
		f.period.SetError(what)
	case account.FieldPIN:
		f.pin.SetError(what)
	}
}

func (f *keyForm) clear() {
	f.secret.SetText("")
	f.pin.SetText("")
}

// manualPage is the form for typing an account.
type manualPage struct {
	a                     *App
	root                  fyne.CanvasObject
	issuer, name, reading *control.Field
	key                   *keyForm
	add                   *control.Button
	built                 account.Account
	err                   error
	done                  func(account.Account) // instead of adding; nil adds
	asked                 bool                  // what is typed here lies on the page that confirms it
}

func newManual(a *App) page { return newManualForm(a, a.txt.N("add.confirm.btn", 1), nil) }

// newManualFor is the form for the key of an account that is here already.
func newManualFor(a *App, row *session.Row, done func(account.Account)) page {
	p := newManualForm(a, a.txt.T("common.save"), done)
	p.issuer.SetText(row.Issuer)
	p.name.SetText(row.Name)
	p.onChanged()
	return p
}

func newManualForm(a *App, add string, done func(account.Account)) *manualPage {
	t := a.txt.T
	p := &manualPage{a: a, done: done}
	p.issuer = control.NewField(t("form.issuer"), "")
	p.name = control.NewField(t("form.account"), "")
	p.reading = control.NewField(t("form.reading"), t("form.reading.hint"))
	p.key = newKeyForm(a, p.onChanged, p.onAdd)
	p.add = control.NewButton(add, "", control.Primary, p.onAdd)
	p.issuer.OnChanged = func(string) { p.onChanged() }
	p.name.OnChanged = func(string) { p.onChanged() }
	p.issuer.OnSubmit = func() { p.name.Focus() }
	p.name.OnSubmit = func() { p.key.secret.Focus() }
	p.reading.OnSubmit = p.onAdd
	fields := append([]fyne.CanvasObject{p.issuer, p.name}, p.key.objects()...)
	fields = append(fields, p.reading)
	w := control.NewWizard(t("add.manual"), t("common.back"), nil, p.onCancel)
	w.SetBody(fields...)
	w.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, p.onCancel), p.add)
	p.root = w
	p.onChanged()
	return p
}

func (p *manualPage) content() fyne.CanvasObject { return p.root }

func (p *manualPage) focus() fyne.Focusable {
	if p.done != nil {
		p.key.secret.Focus() // the names are there
		return nil
	}
	p.issuer.Focus()
	return nil
}

func (p *manualPage) drafted() bool {
	return p.issuer.Text()+p.name.Text()+p.reading.Text()+p.key.secret.Text() != ""
}

func (p *manualPage) passedOn() bool { return p.asked }

func (p *manualPage) leave() { p.key.clear() }

func (p *manualPage) tick(now time.Time) { p.key.preview(p.built, p.err, now) }

func (p *manualPage) command(c command) bool {
	switch c {
	case cmdEscape:
		p.onCancel()
	case cmdBackup: // elsewhere, too, this key saves what is being written
		p.onAdd()
	default:
		return false
	}
	return true
}

// onCancel asks before a key that was typed letter by letter is gone.
func (p *manualPage) onCancel() {
	if p.key.secret.Text() == "" {
		p.a.back()
		return
	}
	t := p.a.txt.T
	p.a.ask(t("edit.unsaved.h"), t("edit.unsaved.b"), t("edit.discard"), control.Destructive, p.a.back)
}

func (p *manualPage) onChanged() {
	m := p.key.manual()
	m.Issuer, m.Name, m.Reading = p.issuer.Text(), p.name.Text(), p.reading.Text()
	p.built, p.err = p.a.ses.Build(m)
	p.asked = false
	p.key.complain(p.err)
	p.key.preview(p.built, p.err, p.a.now())
	p.add.SetEnabled(p.err == nil)
}

// onAdd goes through the confirm page only if there is something to decide.
func (p *manualPage) onAdd() {
	p.onChanged()
	if p.err != nil {
		return
	}
	p.built.Reading = p.reading.Text()
	if p.done != nil {
		p.done(p.built)
		return
	}
	c := session.Candidate{Account: p.built, Duplicate: p.a.ses.Classify(p.built)}
	if c.Duplicate.Kind != session.NotDuplicate || p.a.ses.View().Rules.Match(p.built) {
		f := session.Found{Candidates: []session.Candidate{c}}
		p.asked = true
		p.a.push(func() page { return newConfirm(p.a, f) })
		return
	}
	p.a.addNow(p, []session.Candidate{c})
}
