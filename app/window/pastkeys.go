package window

import (
	"context"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// fillKeys fills a column with the keys an account has had, if there is more
// than the one in use. A key is told from another by the code it makes now.
func fillKeys(a *App, id string, into *control.Column, changed func()) {
	var keys []session.AccountKey
	a.work(func(context.Context) { keys = a.ses.Keys(id) }, func() {
		if len(keys) < 2 {
			return
		}
		t := a.txt.T
		objects := []fyne.CanvasObject{sentence(t("key.past.b"))}
		for _, k := range keys {
			made := t("key.past.unknown")
			if !k.Made.IsZero() {
				made = t("key.past.made", "date", a.txt.Moment(k.Made, a.now()))
			}
			code, date := control.NewOneLine(k.Code, skin.CodeMono, skin.Text), control.NewOneLine(made, skin.Caption, skin.Text2)
			if k.Current {
				objects = append(objects, card(control.NewColumn(2, code, date, control.NewOneLine(t("key.past.current"), skin.Caption, skin.OK))))
				continue
			}
			what := control.NewColumn(2, code, date)
			use := control.NewButton(t("key.past.use"), "", control.Neutral, func() { useKey(a, id, k.ID) }).Low()
			objects = append(objects, card(control.Filled(10, 0, what, use)))
		}
		into.SetObjects(disclosure(t("key.past.h"), control.NewColumn(12, objects...)))
		changed()
	})
}

// useKey changes the key at once; what was typed on the page is left as the
// account has it, so the page closes.
func useKey(a *App, id, key string) {
	row := a.ses.View().Row(id)
	if row == nil {
		return
	}
	name := row.Title()
	before := a.ses.LastChange()
	var err error
	a.work(func(context.Context) { err = a.ses.UseKey(id, key) }, func() {
		a.back()
		a.sayError(err, name)
		if err == nil {
			a.offerUndo(a.txt.T("key.past.used", "name", name), before)
		}
	})
}

// keptCard asks about an account that another computer deleted for ever.
func (p *trashPage) keptCard(r *session.Row) fyne.CanvasObject {
	t, id, name := p.a.txt.T, r.ID, r.Title()
	answer := func(f func(string) error) func() {
		return func() {
			var err error
			p.a.work(func(context.Context) { err = f(id) }, func() { p.a.sayError(err, name) })
		}
	}
	keep := control.NewButton(t("kept.keep"), "undo", control.Primary, p.rows.guarded(answer(p.a.ses.KeepCopy))).Low()
	drop := control.NewButton(t("kept.letgo"), "", control.Link, func() {
		p.a.askGrave(t("trash.purge.h", "name", name), t("trash.purge.b"), t("trash.purge.btn"), answer(p.a.ses.LetGo))
	}).Low()
	return card(
		control.Filled(10, 1, control.NewAvatarView(p.a.avatarOf(r), 40), control.NewColumn(2,
			control.NewOneLine(r.Title(), skin.BodyBold, skin.Text), control.NewOneLine(r.Subtitle(), skin.Caption, skin.Text2))),
		sentence(t("kept.h", "name", name)), control.NewParagraph(t("kept.b"), skin.Caption, skin.Text2),
		control.Line(8, keep, nil, drop))
}
