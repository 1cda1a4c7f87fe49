package window

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
)

// reunlock asks again who sits here before secrets are shown or written, and
// then goes on. Where no passphrase was set nothing can be asked for but the
// keyring, which the user's own sign-in opens; the sheet says so plainly
// instead of pretending to protect.
func (a *App) reunlock(title string, then func()) {
	t := a.txt.T
	has := a.ses.Ways().Passphrase
	pass := control.NewPasswordField(a.txt, t("lock.pass"), "")
	var s *control.Sheet
	on := control.NewButton(t("common.continue"), "", control.Primary, nil)
	check := func() {
		if on.Disabled() || has && pass.Text() == "" {
			return
		}
		on.SetEnabled(false)
		on.SetText(t("common.working"))
		text := []byte(pass.Text())
		var err error
		a.work(func(ctx context.Context) { err = a.ses.Verify(ctx, text) }, func() {
			on.SetText(t("common.continue"))
			on.SetEnabled(true)
			switch {
			case !s.IsOpen():
			case errors.Is(err, session.ErrWrongPassphrase):
				pass.Clear()
				pass.SetError(t("rec.pass.wrong"))
				pass.Focus()
			case err != nil:
				s.Close()
				a.sayError(err, "")
			default:
				s.Close()
				then()
			}
		})
	}
	on.OnTapped, pass.OnSubmit = check, check
	objects := []fyne.CanvasObject{heading(title)}
	if has {
		objects = append(objects, pass)
	} else {
		objects = append(objects, sentence(t("reunlock.keyring")))
	}
	no := control.NewButton(t("common.cancel"), "", control.Neutral, func() { s.Close() })
	s = control.NewSheet(append(objects, control.Gap(4), control.Equal(10, no, on))...)
	s.OnClosed = pass.Clear
	a.open(s)
	if has {
		pass.Focus()
	} else {
		a.win.Canvas().Focus(on)
	}
}
