package window

import (
	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/skin"
)

// firstRun is what the list page shows while there is no account: three doors
// and a hint. After the last account was deleted it greets nobody.
func firstRun(a *App) fyne.CanvasObject {
	t := a.txt.T
	title, line := t("first.title"), t("app.tagline")
	if len(a.ses.View().Trash) > 0 {
		title, line = t("main.empty"), ""
	}
	objects := []fyne.CanvasObject{titleText(title, skin.TitleLG)}
	if line != "" {
		objects = append(objects, control.NewParagraph(line, skin.Body, skin.Text2).Centred())
	}
	objects = append(objects,
		control.Gap(14),
		control.NewButton(t("first.add"), "plus", control.Primary, func() { a.run(cmdAdd) }).Tall(),
		control.NewButton(t("first.import"), "download", control.Neutral, func() { a.push(func() page { return newImport(a) }) }).Tall(),
		control.Gap(12),
		hintText(t("first.recover.q")),
		control.NewButton(t("first.recover"), "history", control.Neutral, func() { a.beginRecovery() }).Tall(),
		control.Gap(14),
		control.NewParagraph(t("first.drop"), skin.Caption, skin.Text3).Centred(),
	)
	return hero(356, objects...)
}
