package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// OneLine is a text that stays on one line and ends in "…" where there is no
// room for all of it.
type OneLine struct {
	base
	text   string
	style  skin.Style
	colour fyne.ThemeColorName
	shown  *canvas.Text
}

var (
	_ fyne.Widget     = (*OneLine)(nil)
	_ fyne.Accessible = (*OneLine)(nil)
)

// NewOneLine makes a line of text.
func NewOneLine(text string, style skin.Style, colour fyne.ThemeColorName) *OneLine {
	l := &OneLine{text: text, style: style, colour: colour, shown: skin.Blank()}
	l.ExtendBaseWidget(l)
	return l
}

// Set changes text and colour.
func (l *OneLine) Set(text string, colour fyne.ThemeColorName) {
	if l.text != text || l.colour != colour {
		l.text, l.colour = text, colour
		l.Refresh()
	}
}

// Wanted is the width in which nothing of the text is cut off.
func (l *OneLine) Wanted() float32 { return l.style.Measure(l.text).Width }

// AccessibilityLabel implements [fyne.Accessible].
func (l *OneLine) AccessibilityLabel() string { return l.text }

// AccessibilityRole implements [fyne.Accessible].
func (l *OneLine) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (l *OneLine) CreateRenderer() fyne.WidgetRenderer {
	fit := func(size fyne.Size) {
		skin.SetText(l.shown, skin.Ellipsis(l.text, l.style, size.Width), l.style, l.colour)
		placeMid(l.shown, 0, size.Height/2)
	}
	smallest := func() fyne.Size { return fyne.NewSize(skin.Px(24), l.style.Measure("Ag").Height) }
	return newParts(l, []fyne.CanvasObject{l.shown}, fit, smallest, func() {
		skin.SetText(l.shown, skin.Ellipsis(l.text, l.style, l.Size().Width), l.style, l.colour)
	})
}
