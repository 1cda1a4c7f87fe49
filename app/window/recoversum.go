package window

import (
	"strconv"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// finished shows what came back: accounts that need something first.
func (p *recoverWizard) finished(got session.Recovered) {
	p.done, p.got = true, got
	p.now = func() { p.finished(got) }
	a, t := p.a, p.a.txt.T
	p.steps.Set(4)
	v := a.ses.View()
	objects := []fyne.CanvasObject{control.NewResult("check", control.Good), titleText(a.txt.N("rec.sum.h", got.Accounts), skin.Title)}
	ready := len(v.Rows) - v.ActionRequired
	if v.ActionRequired == 0 {
		objects = append(objects, hintText(t("rec.sum.allready")))
	} else {
		objects = append(objects, hintText(t("rec.sum.b", "a", ready, "b", v.ActionRequired)),
			counted(t("rec.sum.action"), v.ActionRequired, skin.Warn))
		for i := range v.Rows {
			if r := &v.Rows[i]; r.ActionRequired {
				objects = append(objects, p.needing(r))
			}
		}
		objects = append(objects, sentence(t("rec.sum.later")))
	}
	if ready > 0 {
		objects = append(objects, counted(t("rec.sum.ready"), ready, skin.OK), card(p.ready(v, ready)))
	}
	if w := a.ses.Ways(); w.Keyring && !w.Passphrase {
		objects = append(objects, control.Gap(4), control.NewParagraph(t("rec.lock.h"), skin.CapBold, skin.Text2),
			control.NewButton(t("set.setpass"), "lock", control.Neutral, a.changePassphrase).Low())
	}
	if got.BackupErr != nil {
		what, _ := a.sentenceOf(session.Explain(got.BackupErr, got.Folder))
		objects = append(objects, control.NewParagraph(what, skin.Small, skin.Warn))
	}
	if len(got.Left) > 0 {
		objects = append(objects, sentence(t("rec.left")+" "+a.txt.List(got.Left...)))
	}
	done := control.NewButton(t("common.done"), "", control.Primary, a.root)
	p.root.SetBody(objects...)
	p.root.SetFooter(done)
	a.win.Canvas().Focus(done)
}

// counted is a heading with how many are under it.
func counted(text string, n int, ink fyne.ThemeColorName) fyne.CanvasObject {
	return control.Filled(8, 0, control.NewParagraph(text, skin.CapBold, ink), control.NewWords(strconv.Itoa(n), skin.CapBold, ink))
}

// needing is an account that needs a new QR code.
func (p *recoverWizard) needing(r *session.Row) fyne.CanvasObject {
	a, id := p.a, r.ID
	who := control.NewColumn(2, control.NewOneLine(r.Title(), skin.BodyBold, skin.Text), control.NewOneLine(r.Subtitle(), skin.Caption, skin.Text2))
	return card(control.Filled(12, 1, control.NewAvatarView(a.avatarOf(r), 40), who),
		control.NewButton(a.txt.T("rec.sum.scan"), "qr", control.Attention, func() { a.push(func() page { return newRecoverAccount(a, id) }) }))
}

// ready are the pictures of the accounts that work already.
func (p *recoverWizard) ready(v *session.View, n int) fyne.CanvasObject {
	var avatars []control.Avatar
	for i := range v.Rows {
		if r := &v.Rows[i]; !r.ActionRequired {
			avatars = append(avatars, p.a.avatarOf(r))
		}
	}
	return control.NewAvatars(avatars, n)
}
