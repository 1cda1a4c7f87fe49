package control

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// ChipKind says what a chip stands for.
type ChipKind int

// The kinds of chips.
const (
	GroupChip     ChipKind = iota
	AttentionChip          // amber with an alert: accounts that need something done
	AddChip                // a plus: a new group
)

// Chip is a group and how many accounts it holds: one of the pills of a
// [ChipStrip] above the list, or a line of a [SideList].
type Chip struct {
	ID    string
	Label string
	Count int // not shown if negative
	Kind  ChipKind
}

// chip draws a [Chip].
type chip struct {
	groupLine

	ground *canvas.Rectangle
	label  *canvas.Text
	count  *canvas.Text
	glyph  *glyph
}

var _ fyne.Accessible = (*chip)(nil)

func newChip(c Chip, tapped func()) *chip {
	w := &chip{ground: &canvas.Rectangle{}, label: skin.Blank(), count: skin.Blank(), glyph: newGlyph()}
	w.now = c
	w.bind(w, tapped, func() { w.Refresh() })
	return w
}

// CreateRenderer implements [fyne.Widget].
func (w *chip) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{w.ground, w.glyph.Image, w.label, w.count, w.ring}
	return newParts(w, objects, w.place, w.smallest, w.paint)
}

func (w *chip) hasIcon() bool { return w.now.Kind != GroupChip }

func (w *chip) hasLabel() bool { return w.now.Kind == GroupChip && w.now.Label != "" }

func (w *chip) smallest() fyne.Size {
	width := skin.Px(24)
	if w.hasIcon() {
		width += skin.Px(16)
	}
	if w.hasLabel() {
		width += w.label.MinSize().Width
	}
	if w.now.Count >= 0 {
		width += w.count.MinSize().Width + skin.Px(8)
	}
	if w.hasIcon() && w.now.Count >= 0 {
		width -= skin.Px(4)
	}
	return fyne.NewSize(width, skin.Px(30))
}

func (w *chip) place(size fyne.Size) {
	place(w.ground, 0, 0, size.Width, size.Height)
	w.placeRing(size)
	x, middle := skin.Px(12), size.Height/2
	if w.hasIcon() {
		w.glyph.placeMid(x, middle, skin.Px(16))
		x += skin.Px(16 + 4)
	}
	if w.hasLabel() {
		x += placeMid(w.label, x, middle) + skin.Px(8)
	}
	placeMid(w.count, x, middle)
}

func (w *chip) paint() {
	ground, outline, ink := skin.Surface, skin.Border, skin.Text2
	switch {
	case w.now.Kind == AttentionChip && w.selected:
		ground, outline, ink = skin.Warn, skin.Warn, skin.Surface
	case w.now.Kind == AttentionChip:
		ground, outline, ink = skin.WarnSoft, skin.WarnSoft, skin.Warn
	case w.selected:
		ground, outline, ink = skin.Accent, skin.Accent, skin.OnAccent
	case w.hovered:
		ground = skin.Hover
	}
	paint(w.ground, ground, outline, 1, skin.Px(15))
	// Around the chip, as the chosen one is painted in the same colour.
	w.paintRing(skin.Px(15))
	show(w.ring, w.focused || w.accept)
	label, count := "", ""
	if w.hasLabel() {
		label = w.now.Label
	}
	if w.now.Count >= 0 {
		count = strconv.Itoa(w.now.Count)
	}
	skin.SetText(w.label, label, skin.CapBold, ink)
	skin.SetText(w.count, count, skin.CapBold, ink)
	show(w.glyph.Image, w.hasIcon())
	switch w.now.Kind {
	case AttentionChip:
		w.glyph.set("alert", ink)
	case AddChip:
		w.glyph.set("plus", ink)
	}
}
