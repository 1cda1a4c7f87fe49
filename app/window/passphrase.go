package window

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
)

// changePassphrase opens a sheet that sets the passphrase of this computer, or
// changes it, for which the old one is asked.
func (a *App) changePassphrase() {
	t := a.txt.T
	has := a.ses.Ways().Passphrase
	old := control.NewPasswordField(a.txt, t("lock.pass"), "")
	pass := control.NewPasswordField(a.txt, t("set.newpass"), "")
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
		if again.Text() != "" && !same {
			again.SetError(t("sync.pass.mismatch"))
		} else {
			again.SetError("")
		}
		save.SetEnabled(same && strength.enough() && (!has || old.Text() != ""))
	}
	pass.OnChanged, again.OnChanged, old.OnChanged = check, check, check
	save.OnTapped = func() {
		save.SetEnabled(false)
		save.SetText(t("common.working"))
		was, next := []byte(old.Text()), []byte(pass.Text())
		var err error
		a.work(func(ctx context.Context) { err = a.ses.SetPassphrase(ctx, was, next) }, func() {
			save.SetText(t("common.save"))
			switch {
			case errors.Is(err, session.ErrWrongPassphrase):
				old.Clear()
				old.SetError(t("rec.pass.wrong"))
				old.Focus()
			case err != nil:
				s.Close()
				a.sayError(err, "")
			default:
				s.Close()
				a.note(t("status.passphrase"))
				a.rebuild()
			}
		})
	}
	objects := []fyne.CanvasObject{heading(t("set.changepass"))}
	if has {
		objects = append(objects, old)
	}
	no := control.NewButton(t("common.cancel"), "", control.Neutral, func() { s.Close() })
	s = control.NewSheet(append(objects, pass, again, control.Equal(10, no, save))...)
	s.OnClosed = func() { old.Clear(); pass.Clear(); again.Clear() }
	a.open(s)
	check("")
	if has {
		old.Focus()
	} else {
		pass.Focus()
	}
}
