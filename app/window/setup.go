package window

import (
	"context"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// setupPage is the first start on a computer without a usable keyring: a
// passphrase has to guard the keys.
type setupPage struct {
	a           *App
	root        fyne.CanvasObject
	pass, again *control.PasswordField
	create      *control.Button
	busy        bool
}

func newSetup(a *App) page {
	t := a.txt.T
	p := &setupPage{a: a}
	p.pass = control.NewPasswordField(a.txt, t("sync.pass"), "")
	p.again = control.NewPasswordField(a.txt, t("sync.pass2"), "")
	p.pass.SetHint(t("sync.pass.hint"))
	p.pass.OnChanged = func(string) { p.check() }
	p.again.OnChanged = func(string) { p.check() }
	p.pass.OnSubmit = func() { p.again.Focus() }
	p.again.OnSubmit = p.onCreate
	p.create = control.NewButton(t("common.create"), "", control.Primary, p.onCreate)
	objects := []fyne.CanvasObject{titleText(t("setup.pass.h"), skin.Title)}
	if err := a.ses.Ways().KeyringErr; err != nil {
		if s := session.Explain(err, ""); s.Key != "err.keyring.missing" {
			what, _ := a.sentenceOf(s)
			objects = append(objects, control.NewParagraph(what, skin.Small, skin.Warn).Centred())
		}
	}
	objects = append(objects, hintText(t("setup.pass.b")), hintText(t("setup.pass.b2")), control.Gap(4), p.pass, p.again, p.create)
	p.root = hero(340, objects...)
	p.check()
	return p
}

func (p *setupPage) content() fyne.CanvasObject { return p.root }

func (p *setupPage) focus() fyne.Focusable { p.pass.Focus(); return nil }

func (p *setupPage) leave() { p.pass.Clear(); p.again.Clear() }

// check says how good the passphrase is and whether both are the same.
func (p *setupPage) check() {
	s := strengthOf(p.pass.Text())
	if p.pass.Text() != "" {
		p.pass.SetHint(p.a.txt.T(s.key()))
	}
	same := p.pass.Text() == p.again.Text()
	if p.again.Text() != "" && !same {
		p.again.SetError(p.a.txt.T("sync.pass.mismatch"))
	} else {
		p.again.SetError("")
	}
	p.create.SetEnabled(same && s.enough() && !p.busy)
}

func (p *setupPage) onCreate() {
	if p.create.Disabled() {
		return
	}
	p.busy = true
	p.create.SetText(p.a.txt.T("common.working"))
	p.create.SetEnabled(false)
	pass := []byte(p.pass.Text())
	var err error
	p.a.work(func(ctx context.Context) { err = p.a.ses.CreateWithPassphrase(ctx, pass) }, func() {
		p.busy = false
		p.create.SetText(p.a.txt.T("common.create"))
		p.check()
		p.a.sayError(err, "")
	})
}
