package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"twofold/app/skin"
)

// menuLine is one command of a menu, or a separator.
type menuLine struct {
	base
	menu   *Menu
	index  int
	ground *canvas.Rectangle
	label  *Paragraph
	keys   *canvas.Text
	glyph  *glyph
	mark   *glyph
}

var (
	_ fyne.Tappable     = (*menuLine)(nil)
	_ fyne.Accessible   = (*menuLine)(nil)
	_ desktop.Hoverable = (*menuLine)(nil)
)

func newMenuLine(m *Menu, index int) *menuLine {
	l := &menuLine{menu: m, index: index, ground: &canvas.Rectangle{}, label: NewParagraph("", skin.Small, skin.Text), keys: skin.Blank(), glyph: newGlyph(), mark: newGlyph()}
	l.ExtendBaseWidget(l)
	return l
}

func (l *menuLine) item() MenuItem {
	if l.index >= len(l.menu.items) {
		return MenuItem{}
	}
	return l.menu.items[l.index]
}

func (l *menuLine) separator() bool { return l.item().Label == "" }

// Tapped implements [fyne.Tappable].
func (l *menuLine) Tapped(*fyne.PointEvent) { l.menu.do(l.index) }

// MouseIn implements [desktop.Hoverable].
func (l *menuLine) MouseIn(*desktop.MouseEvent) {
	if !l.separator() {
		l.menu.mark(l.index)
	}
}

// MouseMoved implements [desktop.Hoverable].
func (l *menuLine) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (l *menuLine) MouseOut() { l.menu.mark(-1) }

// AccessibilityLabel implements [fyne.Accessible].
func (l *menuLine) AccessibilityLabel() string { return l.item().Label }

// AccessibilityRole implements [fyne.Accessible].
func (l *menuLine) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements [fyne.Widget].
func (l *menuLine) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{l.ground, l.glyph.Image, l.label, l.keys, l.mark.Image}
	return newParts(l, objects, l.place, l.smallest, l.paint)
}

func (l *menuLine) smallest() fyne.Size {
	if l.separator() {
		return skin.Size(40, 9)
	}
	return fyne.NewSize(l.around()+skin.Small.Measure(l.label.Text()).Width, skin.Px(34))
}

// around is what a line takes beside its words.
func (l *menuLine) around() float32 {
	width := skin.Px(10 + 26 + 12)
	if l.item().Keys != "" {
		width += skin.Px(20) + l.keys.MinSize().Width
	}
	if l.mark.Visible() {
		width += skin.Px(26)
	}
	return width
}

// HeightFor is the height in a width: words too long for it take two lines.
func (l *menuLine) HeightFor(width float32) float32 {
	least := l.smallest().Height
	if l.separator() || l.label.Text() == "" {
		return least
	}
	return max(least, l.label.HeightFor(width-l.around())+skin.Px(12))
}

func (l *menuLine) place(size fyne.Size) {
	if l.separator() {
		place(l.ground, 0, size.Height/2, size.Width, 1)
		return
	}
	middle := size.Height / 2
	place(l.ground, 0, 0, size.Width, size.Height)
	l.glyph.placeBeside(skin.Px(9), middle, skin.Px(18))
	room := size.Width - l.around()
	height := l.label.HeightFor(room)
	place(l.label, skin.Px(36), middle-height/2, room, height)
	right := size.Width - skin.Px(10)
	if l.mark.Visible() {
		l.mark.placeBeside(right-skin.Px(16), middle, skin.Px(16))
		right -= skin.Px(26)
	}
	placeMid(l.keys, right-l.keys.MinSize().Width, middle)
}

func (l *menuLine) paint() {
	it := l.item()
	ground, radius := skin.Clear, skin.Px(7)
	ink, icon := skin.Text, skin.Text2
	switch {
	case it.Label == "":
		ground, radius = skin.Border, 0
	case it.Disabled:
		ink, icon = skin.Text3, skin.Text3
	case it.Danger:
		ink, icon = skin.Urgent, skin.Urgent
	}
	if it.Label != "" && l.menu.now == l.index && !it.Disabled {
		ground = skin.Selected
	}
	paint(l.ground, ground, skin.Clear, 0, radius)
	l.label.SetText(it.Label)
	l.label.SetColour(ink)
	skin.SetText(l.keys, it.Keys, skin.Caption, skin.Text3)
	show(l.glyph.Image, it.Icon != "")
	if it.Icon != "" {
		l.glyph.set(it.Icon, icon)
	}
	show(l.mark.Image, it.Checked || len(it.Sub) > 0)
	if len(it.Sub) > 0 {
		l.mark.set("chevron-right", skin.Text2)
	} else if it.Checked {
		l.mark.set("check", skin.Accent)
	}
}
