package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Select offers many values in a menu that drops from it.
type Select struct {
	press
	options []Option
	chosen  string
	name    string // the words it stands beside
	ground  *canvas.Rectangle
	text    *Paragraph
	arrow   *glyph

	// OnChosen is called when the user chooses another value.
	OnChosen func(id string)
}

// NewSelect makes the control.
func NewSelect(options []Option, chosen string, onChosen func(id string)) *Select {
	s := &Select{options: options, chosen: chosen, OnChosen: onChosen, ground: &canvas.Rectangle{}, text: NewParagraph("", skin.Small, skin.Text), arrow: newGlyph()}
	s.bind(s, s.drop, func() { s.Refresh() })
	return s
}

// Chosen is the id of the chosen value.
func (s *Select) Chosen() string { return s.chosen }

// Set chooses a value without telling OnChosen.
func (s *Select) Set(id string) {
	s.chosen = id
	s.Refresh()
}

// SetName gives the words that screen readers say before the value, where the
// control stands beside words of its own, but not in [Labelled].
func (s *Select) SetName(name string) { s.name = name }

// SetOptions replaces the values.
func (s *Select) SetOptions(options []Option) {
	s.options = options
	s.Refresh()
}

func (s *Select) label() string {
	for _, o := range s.options {
		if o.ID == s.chosen {
			return o.Label
		}
	}
	return ""
}

func (s *Select) drop() {
	d := fyne.CurrentApp().Driver()
	c := d.CanvasForObject(s)
	if c == nil {
		return
	}
	var items []MenuItem
	for _, o := range s.options {
		items = append(items, MenuItem{Label: o.Label, Checked: o.ID == s.chosen, Do: func() { s.choose(o.ID) }})
	}
	m := OpenMenu(c, d.AbsolutePositionForObject(s).AddXY(0, s.Size().Height+skin.Px(4)), items)
	m.OnClosed = func() { focus(s) }
	for i, o := range s.options {
		if o.ID == s.chosen {
			m.mark(i)
		}
	}
}

func (s *Select) choose(id string) {
	if id == s.chosen {
		return
	}
	s.chosen = id
	s.Refresh()
	if s.OnChosen != nil {
		s.OnChosen(id)
	}
}

// TypedKey implements [fyne.Focusable]: Up and Down change the value, Space
// and Enter open the menu.
func (s *Select) TypedKey(e *fyne.KeyEvent) {
	by := 0
	switch e.Name {
	case fyne.KeyUp:
		by = -1
	case fyne.KeyDown:
		by = 1
	default:
		s.press.TypedKey(e)
		return
	}
	for i, o := range s.options {
		if to := i + by; o.ID == s.chosen && to >= 0 && to < len(s.options) && !s.disabled {
			s.choose(s.options[to].ID)
			return
		}
	}
}

// AccessibilityLabel implements [fyne.Accessible].
func (s *Select) AccessibilityLabel() string {
	if s.name == "" {
		return s.label()
	}
	return s.name + ", " + s.label()
}

// room is where the words begin, and what is left for them.
func (s *Select) room(width float32) (left, room float32) {
	left = snug(12, width)
	return left, width - left - skin.Px(18) - snug(16, width)
}

// HeightFor is the height in a width: a value too long for it takes two lines.
func (s *Select) HeightFor(width float32) float32 {
	_, room := s.room(width)
	return max(skin.Px(36), s.text.HeightFor(room)+skin.Px(14))
}

// CreateRenderer implements [fyne.Widget].
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{s.ground, s.text, s.arrow.Image, s.ring}
	return newParts(s, objects, func(size fyne.Size) {
		place(s.ground, 0, 0, size.Width, size.Height)
		s.placeRing(size)
		left, room := s.room(size.Width)
		h := s.text.HeightFor(room)
		place(s.text, left, (size.Height-h)/2, room, h)
		s.arrow.placeMid(size.Width-snug(10, size.Width)-skin.Px(18), size.Height/2, skin.Px(18))
	}, func() fyne.Size {
		widest := skin.Px(60)
		for _, o := range s.options {
			widest = max(widest, skin.Small.Measure(o.Label).Width)
		}
		return fyne.NewSize(min(widest, skin.Px(220))+skin.Px(12+36), skin.Px(36))
	}, func() {
		ground, ink := skin.Surface, skin.Text
		if s.hovered {
			ground = skin.Hover
		}
		if s.disabled {
			ground, ink = skin.Surface2, skin.Text3
		}
		paint(s.ground, ground, skin.Outline, 1, skin.Px(10))
		s.text.SetText(s.label())
		s.text.SetColour(ink)
		s.arrow.set("chevron-down", skin.Text2)
		s.paintRing(skin.Px(10))
	})
}
