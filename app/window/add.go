package window

import (
	"context"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
)

// addPage lists the ways an account can come in.
type addPage struct {
	a     *App
	root  *control.Wizard
	first *control.Door
}

func newAdd(a *App) page {
	t := a.txt.T
	p := &addPage{a: a, root: control.NewWizard(t("add.title"), t("common.back"), nil, a.back)}
	door := func(icon, key string, do func()) *control.Door {
		return control.NewDoor(icon, t(key), t(key+".d"), do)
	}
	p.first = door("scan", "add.scan", a.scan)
	p.root.SetBody(p.first,
		door("grid", "add.region", a.scanPart),
		door("image", "add.image", a.openFiles),
		door("paste", "add.paste", a.paste),
		door("keyboard", "add.manual", func() { a.push(func() page { return newManual(a) }) }),
		control.Gap(6), hintText(t("first.drop")))
	return p
}

func (p *addPage) content() fyne.CanvasObject { return p.root }

func (p *addPage) focus() fyne.Focusable { return p.first }

// addNow adds what is on page p without asking again: everything was on the
// screen already.
func (a *App) addNow(p page, cs []session.Candidate) {
	var done session.Added
	var err error
	a.work(func(context.Context) { done, err = a.ses.Add(cs) }, func() {
		a.doneWith(p)
		a.sayError(err, "")
		if len(done.Problems) > 0 {
			a.complain(done.Problems)
		}
		a.added(done.IDs)
		if _, seen := a.front().(*mainPage); !seen && len(done.IDs) > 0 {
			a.tell(a.txt.N("status.added", len(done.IDs)))
		}
	})
}
