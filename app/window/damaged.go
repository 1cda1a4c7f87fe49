package window

import (
	"context"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// damagedPage tells that the vault could not be read, where it was moved to,
// and what can be done: nothing is ever written over it.
type damagedPage struct {
	a    *App
	root fyne.CanvasObject
}

func newDamaged(a *App) page {
	t := a.txt.T
	p := &damagedPage{a: a}
	objects := []fyne.CanvasObject{titleText(t("err.vault.damaged"), skin.Title)}
	if moved := a.ses.MovedAside(); moved != "" {
		objects = append(objects, hintText(t("err.vault.moved", "file", moved)))
	}
	if !a.ses.Ways().Recovery {
		objects = append(objects, hintText(t("err.vault.choose.folder")), control.Gap(10))
	} else {
		objects = append(objects, hintText(t("err.vault.choose")), control.Gap(10))
		objects = append(objects, control.NewButton(t("err.vault.key.cta"), "key", control.Primary, p.onKey).Tall())
	}
	objects = append(objects,
		control.NewButton(t("err.vault.folder.cta"), "folder", control.Neutral, func() { a.beginRecovery() }).Tall(),
		control.NewButton(t("err.vault.fresh.cta"), "", control.Link, p.onFresh))
	p.root = hero(356, objects...)
	return p
}

func (p *damagedPage) content() fyne.CanvasObject { return p.root }

// onKey opens the vault's earlier copy, or tells that the key does not.
func (p *damagedPage) onKey() { p.a.push(func() page { return newLockWords(p.a) }) }

func (p *damagedPage) onFresh() {
	t := p.a.txt.T
	p.a.ask(t("err.vault.fresh.h"), t("err.vault.fresh.b"), t("err.vault.fresh.cta"), control.Destructive, func() {
		var err error
		p.a.work(func(ctx context.Context) { err = p.a.ses.StartFresh(ctx) }, func() { p.a.sayError(err, "") })
	})
}

// blankPage is on the window while the files are being opened.
type blankPage struct{ root fyne.CanvasObject }

func newBlank(a *App) page {
	line := ""
	if a.ses.Phase() == session.InUse {
		line = a.txt.T("err.other.busy")
	}
	return &blankPage{root: hero(324, hintText(line))}
}

func (p *blankPage) content() fyne.CanvasObject { return p.root }
