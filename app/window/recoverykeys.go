package window

import (
	"context"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// recoveryKeysPage lists the ways to open the backup without any computer:
// ten words, and a passphrase of the user's own. They are shown, printed,
// replaced and removed here.
type recoveryKeysPage struct {
	a    *App
	root *control.Wizard
	busy bool
}

func newRecoveryKeys(a *App) page {
	t := a.txt.T
	p := &recoveryKeysPage{a: a, root: control.NewWizard(t("keys.title"), t("common.back"), nil, a.back)}
	p.root.SetBody(hintText(t("common.working")))
	p.load()
	return p
}

func (p *recoveryKeysPage) content() fyne.CanvasObject { return p.root }

func (p *recoveryKeysPage) command(c command) bool { return escape(p.a, c) }

// load reads the roster, which checks signatures.
func (p *recoveryKeysPage) load() {
	var keys []session.RecoveryKey
	var behind []string
	var err error
	p.a.work(func(context.Context) {
		if keys, err = p.a.ses.RecoveryKeys(); err == nil {
			behind = p.a.ses.Behind()
		}
	}, func() {
		if err != nil {
			p.a.sayError(err, "")
			return
		}
		p.show(keys, behind)
	})
}

func (p *recoveryKeysPage) show(keys []session.RecoveryKey, behind []string) {
	t := p.a.txt.T
	objects := []fyne.CanvasObject{sentence(t("keys.b"))}
	if len(keys) == 0 {
		objects = append(objects, control.NewNotice(control.Warn, t("keys.none")))
	}
	words, pass := 0, t("keys.setpass")
	for _, k := range keys {
		if k.Passphrase {
			pass = t("keys.changepass")
		} else {
			words++
		}
		objects = append(objects, p.key(k, len(keys)))
	}
	if len(behind) > 0 {
		objects = append(objects, control.NewNotice(control.Plain, t("keys.behind", "device", p.a.txt.List(behind...))))
	}
	kind := control.Neutral
	if words == 0 {
		kind = control.Primary
	}
	objects = append(objects, control.Gap(4),
		control.NewButton(t("set.newkey"), "key", kind, func() { p.a.push(func() page { return newRecoveryKey(p.a) }) }),
		sentence(t("set.newkey.b")),
		control.NewButton(pass, "", control.Neutral, p.a.setRecoveryPassphrase))
	p.root.ChangeBody(objects...)
}

// key is one recovery key and what can be done with it.
func (p *recoveryKeysPage) key(k session.RecoveryKey, count int) fyne.CanvasObject {
	t := p.a.txt.T
	title := t("keys.words")
	if k.Passphrase {
		title = t("keys.pass")
	}
	lines := []fyne.CanvasObject{
		control.NewOneLine(title, skin.BodyBold, skin.Text),
		control.NewParagraph(t("keys.made", "time", p.a.day(k.Made), "device", k.By), skin.Caption, skin.Text2),
	}
	switch {
	case k.Here:
		if k.Unsaved {
			lines = append(lines, control.NewParagraph(t("keys.unsaved"), skin.Small, skin.Warn))
		}
		lines = append(lines, control.Equal(10,
			control.NewButton(t("keys.show"), "eye", control.Neutral, p.a.showRecoveryWords).Low(),
			control.NewButton(t("set.kit"), "print", control.Neutral, p.a.openKit).Low()))
	case !k.Passphrase:
		lines = append(lines, sentence(t("keys.elsewhere")))
	}
	if count > 1 {
		lines = append(lines, control.NewButton(t("keys.retire"), "", control.Link, func() { p.retire(k.ID) }))
	}
	return card(lines...)
}

func (p *recoveryKeysPage) retire(id string) {
	t := p.a.txt.T
	p.a.askGrave(t("keys.retire.h"), t("keys.retire.b"), t("common.remove"), func() {
		if p.busy {
			return
		}
		p.busy = true
		var err error
		p.a.work(func(context.Context) { err = p.a.ses.RemoveRecoveryKey(id) }, func() {
			p.busy = false
			p.a.sayError(err, "")
			p.load()
		})
	})
}

// setRecoveryPassphrase opens a sheet for a passphrase that opens the backup.
func (a *App) setRecoveryPassphrase() {
	a.reunlock(a.txt.T("keys.title"), func() {
		t := a.txt.T
		pass := control.NewPasswordField(a.txt, t("keys.pass"), "")
		again := control.NewPasswordField(a.txt, t("sync.pass2"), "")
		pass.SetHint(t("sync.pass.hint"))
		var s *control.Sheet
		save := control.NewButton(t("common.save"), "", control.Primary, nil)
		check := func(string) {
			strength := strengthOf(pass.Text())
			if pass.Text() != "" {
				pass.SetHint(t(strength.key()))
			}
			same := pass.Text() == again.Text()
			again.SetError("")
			if again.Text() != "" && !same {
				again.SetError(t("sync.pass.mismatch"))
			}
			save.SetEnabled(same && strength.enough())
		}
		pass.OnChanged, again.OnChanged = check, check
		save.OnTapped = func() {
			save.SetEnabled(false)
			save.SetText(t("common.working"))
			text := []byte(pass.Text())
			var err error
			a.work(func(ctx context.Context) { err = a.ses.SetRecoveryPassphrase(ctx, text) }, func() {
				s.Close()
				a.sayError(err, "")
				a.rebuild()
			})
		}
		pass.OnSubmit, again.OnSubmit = again.Focus, save.OnTapped
		no := control.NewButton(t("common.cancel"), "", control.Neutral, func() { s.Close() })
		s = control.NewSheet(heading(t("keys.pass")), sentence(t("keys.pass.b")), pass, again, control.Equal(10, no, save))
		s.OnClosed = func() { pass.Clear(); again.Clear() }
		a.open(s)
		check("")
		pass.Focus()
	})
}
