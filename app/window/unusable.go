package window

import (
	"context"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// unusablePage tells that the data directory cannot be opened: no permission,
// a full disk, or a version that is too new even to read.
type unusablePage struct{ root fyne.CanvasObject }

func newUnusable(a *App, err error) page {
	what, next := a.sentenceOf(session.Explain(err, ""))
	return &unusablePage{root: hero(340,
		titleText(what, skin.Title), hintText(next), control.Gap(8),
		control.NewButton(a.txt.T("common.retry"), "refresh", control.Primary, func() {
			a.root()
			a.work(func(ctx context.Context) { a.startSession(ctx) }, nil)
		}))}
}

func (p *unusablePage) content() fyne.CanvasObject { return p.root }
