package window

import (
	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/skin"
)

// helpPage answers what people ask, in the order they come to ask it.
type helpPage struct{ root *control.Wizard }

// helpTopics are the catalogue keys "help.<topic>.q" and "help.<topic>.a".
var helpTopics = []string{"add", "copy", "backup", "second", "lost", "lock", "where", "reader", "more"}

func newHelp(a *App) page {
	t := a.txt.T
	w := control.NewWizard(t("help.title"), t("common.back"), nil, a.back)
	var objects []fyne.CanvasObject
	for _, topic := range helpTopics {
		objects = append(objects, card(
			control.NewParagraph(t("help."+topic+".q"), skin.BodyBold, skin.Text),
			sentence(t("help."+topic+".a"))))
	}
	objects = append(objects, control.NewButton(t("set.shortcuts"), "keyboard", control.Neutral, func() { a.run(cmdKeys) }))
	w.SetBody(objects...)
	return &helpPage{w}
}

func (p *helpPage) content() fyne.CanvasObject { return p.root }
