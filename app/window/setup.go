package window

import (
	"context"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// setupPage is the first start on a computer without a usable keyring: a
// passphrase has to guard the keys, unless the keyring can be had after all.
type setupPage struct {
	a           *App
	root        fyne.CanvasObject
	why         *control.Paragraph // what is the matter with the keyring
	pass, again *control.PasswordField
	create      *control.Button
	retry       *control.Button // nil where there is no keyring to ask
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
	s := session.ExplainFirst(a.ses.Ways().KeyringErr)
	if s.Next == "" {
		objects = append(objects, hintText(t(s.Key)))
	} else {
		p.why = control.NewParagraph(t(s.Key), skin.Small, skin.Warn).Centred()
		p.retry = control.NewButton(t("setup.ring.again"), "refresh", control.Neutral, p.onRetry)
		objects = append(objects, p.why, control.Gap(2), control.Middle(p.retry), control.Gap(4), hintText(t(s.Next)))
	}
	objects = append(objects, hintText(t("setup.pass.b2")), control.Gap(4), p.pass, p.again, p.create)
	p.root = hero(340, objects...)
	p.check()
	return p
}

func (p *setupPage) content() fyne.CanvasObject { return p.root }

func (p *setupPage) focus() fyne.Focusable {
	if p.retry != nil {
		return p.retry // the better way
	}
	p.pass.Focus()
	return nil
}

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
	pass := []byte(p.pass.Text())
	p.wait(p.create, func(ctx context.Context) error { return p.a.ses.CreateWithPassphrase(ctx, pass) })
}

// onRetry asks the keyring again, which may have been unlocked since. What was
// typed stays.
func (p *setupPage) onRetry() {
	if !p.busy {
		p.wait(p.retry, p.a.ses.Start)
	}
}

// wait does f off the UI goroutine, for the button b. Success changes the
// phase, and with it the page.
func (p *setupPage) wait(b *control.Button, f func(context.Context) error) {
	t, text := p.a.txt.T, b.Text()
	p.busy = true
	b.SetText(t("common.working"))
	p.enable(false)
	var err error
	p.a.work(func(ctx context.Context) { err = f(ctx) }, func() {
		p.busy = false
		b.SetText(text)
		p.enable(true)
		switch {
		case p.a.ses.Phase() != session.NeedsPass:
			return
		case p.why != nil:
			p.why.SetText(t(session.ExplainFirst(p.a.ses.Ways().KeyringErr).Key))
			p.root.Refresh()
		}
		p.a.sayError(err, "")
	})
}

func (p *setupPage) enable(on bool) {
	p.create.SetEnabled(on)
	if p.retry != nil {
		p.retry.SetEnabled(on)
	}
	p.check()
}
