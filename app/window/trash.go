package window

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// trashPage lists what was deleted. Nothing leaves it by itself: after the
// thirty days it says so and waits.
type trashPage struct {
	a    *App
	root *control.Wizard
	rows steady
}

// trashDays is how long an account is promised to stay in the trash.
const trashDays = 30

func newTrash(a *App) page {
	t := a.txt.T
	p := &trashPage{a: a, rows: steady{a: a}, root: control.NewWizard(t("trash.title"), t("common.back"), nil, a.back)}
	p.update()
	return p
}

func (p *trashPage) content() fyne.CanvasObject { return p.root }

func (p *trashPage) event(e session.Event) {
	if _, ok := e.(session.ListChanged); ok {
		p.update()
	}
}

func (p *trashPage) update() {
	t := p.a.txt.T
	rows := p.a.ses.View().Trash
	var objects []fyne.CanvasObject
	kept := p.a.ses.View().Kept
	p.rows.shows(idsOf(kept) + "\n" + idsOf(rows))
	for i := range kept {
		objects = append(objects, p.keptCard(&kept[i]))
	}
	objects = append(objects, sentence(t("delete.trash")))
	for i := range rows {
		objects = append(objects, p.card(&rows[i]))
	}
	if len(rows) == 0 {
		objects = append(objects, control.Gap(20), hintText(t("trash.empty")))
	}
	p.root.ChangeBody(objects...)
}

func idsOf(rows []session.Row) string {
	var all strings.Builder
	for i := range rows {
		all.WriteString(rows[i].ID + " ")
	}
	return all.String()
}

func (p *trashPage) card(r *session.Row) fyne.CanvasObject {
	t := p.a.txt.T
	left := min(trashDays, trashDays-int(p.a.now().Sub(r.Trashed)/(24*time.Hour))) // a clock may have been set back
	due := p.a.txt.N("trash.days", left)
	if left <= 0 {
		due = t("trash.due")
	}
	who := control.NewColumn(2,
		control.NewOneLine(r.Title(), skin.BodyBold, skin.Text),
		control.NewOneLine(r.Subtitle(), skin.Caption, skin.Text2))
	back := control.NewButton(t("trash.restore"), "undo", control.Neutral, p.rows.guarded(func() { p.restore(r.ID, r.Title()) })).Low()
	purge := control.NewButton(t("trash.purge"), "", control.Link, func() { p.purge(r.ID, r.Title()) }).Low()
	return card(
		control.Filled(10, 1, control.NewAvatarView(p.a.avatarOf(r), 40), who),
		control.NewParagraph(due, skin.Caption, skin.Text3),
		control.Line(8, back, nil, purge))
}

func (p *trashPage) restore(id, name string) {
	var err error
	p.a.work(func(context.Context) { err = p.a.ses.Restore(id) }, func() {
		if err != nil && !isRetried(err) {
			p.a.sayError(err, name)
			return
		}
		p.a.note(p.a.txt.T("status.restored", "name", name))
	})
}

// purge is the only thing that cannot be taken back, and says so.
func (p *trashPage) purge(id, name string) {
	t := p.a.txt.T
	p.a.askGrave(t("trash.purge.h", "name", name), t("trash.purge.b"), t("trash.purge.btn"), func() {
		var err error
		p.a.work(func(context.Context) { err = p.a.ses.Purge(id) }, func() { p.a.sayError(err, name) })
	})
}
