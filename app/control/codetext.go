package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// CodeText is a code in the two groups it is read in, with the narrow gap of
// the rows between them.
type CodeText struct {
	base
	code       string
	style      skin.Style
	colour     fyne.ThemeColorName
	head, tail *canvas.Text
}

var _ fyne.Accessible = (*CodeText)(nil)

// NewCodeText makes an empty code in a style.
func NewCodeText(style skin.Style) *CodeText {
	c := &CodeText{style: style, colour: skin.Code, head: skin.Blank(), tail: skin.Blank()}
	c.ExtendBaseWidget(c)
	return c
}

// Set changes the code, which has no spaces, and its colour.
func (c *CodeText) Set(code string, colour fyne.ThemeColorName) {
	if c.code != code || c.colour != colour {
		c.code, c.colour = code, colour
		c.Refresh()
	}
}

// AccessibilityLabel implements [fyne.Accessible].
func (c *CodeText) AccessibilityLabel() string { return spaced(c.code) }

// AccessibilityRole implements [fyne.Accessible].
func (c *CodeText) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// gap between the groups grows with the letters: 7 at the size of a row.
func (c *CodeText) gap() float32 {
	if c.tail.Text == "" {
		return 0
	}
	return skin.Px(7 * c.style.Size / skin.CodeRow.Size)
}

// CreateRenderer implements [fyne.Widget].
func (c *CodeText) CreateRenderer() fyne.WidgetRenderer {
	smallest := func() fyne.Size {
		head, tail := c.head.MinSize(), c.tail.MinSize()
		return fyne.NewSize(head.Width+c.gap()+tail.Width, max(head.Height, c.style.Measure("0").Height))
	}
	return newParts(c, []fyne.CanvasObject{c.head, c.tail}, func(size fyne.Size) {
		c.paint(size.Width)
		w := placeMid(c.head, 0, size.Height/2)
		placeMid(c.tail, w+c.gap(), size.Height/2)
	}, smallest, func() { c.paint(0) })
}

// paint draws the code in its style, or as much smaller as a width asks for.
func (c *CodeText) paint(width float32) {
	head, tail := split(c.code)
	style := c.style
	for width > 0 && style.Size > 16 && style.Measure(head+tail).Width+c.gap() > width+1 {
		style.Size -= 2
	}
	skin.SetText(c.head, head, style, c.colour)
	skin.SetText(c.tail, tail, style, c.colour)
}
