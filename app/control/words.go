package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Words is one line of text by itself. Unlike a bare text of the toolkit it
// changes its colour with the theme.
type Words struct {
	base
	text  string
	style skin.Style
	token fyne.ThemeColorName
	shown *canvas.Text
}

// NewWords makes a line of text.
func NewWords(text string, style skin.Style, token fyne.ThemeColorName) *Words {
	w := &Words{text: text, style: style, token: token, shown: skin.Blank()}
	w.ExtendBaseWidget(w)
	return w
}

// Set changes the text and its looks.
func (w *Words) Set(text string, style skin.Style, token fyne.ThemeColorName) {
	if w.text == text && w.style == style && w.token == token {
		return
	}
	w.text, w.style, w.token = text, style, token
	w.Refresh()
}

// CreateRenderer implements [fyne.Widget].
func (w *Words) CreateRenderer() fyne.WidgetRenderer {
	return newParts(w, []fyne.CanvasObject{w.shown},
		func(s fyne.Size) { place(w.shown, 0, 0, s.Width, s.Height) },
		func() fyne.Size { return w.shown.MinSize() },
		func() { skin.SetText(w.shown, w.text, w.style, w.token) })
}
