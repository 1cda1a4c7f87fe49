package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Option is one value of a [Segment] or [Select].
type Option struct {
	ID    string
	Label string
}

// Segment offers few short values side by side, one of which is chosen.
type Segment struct {
	press
	options []Option
	chosen  string
	ground  *canvas.Rectangle
	thumb   *canvas.Rectangle
	labels  []*canvas.Text

	// OnChosen is called when the user chooses another value.
	OnChosen func(id string)
}

var _ fyne.Focusable = (*Segment)(nil)

// NewSegment makes the control.
func NewSegment(options []Option, chosen string, onChosen func(id string)) *Segment {
	s := &Segment{options: options, chosen: chosen, OnChosen: onChosen, ground: &canvas.Rectangle{}, thumb: &canvas.Rectangle{}}
	for range options {
		s.labels = append(s.labels, skin.Blank())
	}
	s.bind(s, nil, func() { s.Refresh() })
	return s
}

// Chosen is the id of the chosen value.
func (s *Segment) Chosen() string { return s.chosen }

// Set chooses a value without telling OnChosen.
func (s *Segment) Set(id string) {
	s.chosen = id
	s.Refresh()
}

func (s *Segment) index() int {
	for i, o := range s.options {
		if o.ID == s.chosen {
			return i
		}
	}
	return -1
}

// pick chooses a value by its id, as a user would.
func (s *Segment) pick(id string) {
	for i, o := range s.options {
		if o.ID == id {
			s.choose(i)
		}
	}
}

func (s *Segment) choose(i int) {
	if i < 0 || i >= len(s.options) || s.options[i].ID == s.chosen || s.disabled {
		return
	}
	s.chosen = s.options[i].ID
	s.Refresh()
	if s.OnChosen != nil {
		s.OnChosen(s.chosen)
	}
}

// Tapped implements [fyne.Tappable].
func (s *Segment) Tapped(e *fyne.PointEvent) {
	n := float32(len(s.options))
	switch {
	case n == 0 || s.Size().Width <= 0:
	case s.stacked(s.Size().Width):
		s.choose(int(e.Position.Y / s.Size().Height * n))
	default:
		s.choose(int(e.Position.X / s.Size().Width * n))
	}
}

// beside is the width in which the values can stand side by side.
func (s *Segment) beside() float32 {
	widest := float32(0)
	for _, l := range s.labels {
		widest = max(widest, l.MinSize().Width)
	}
	return (widest + skin.Px(24)) * float32(len(s.labels))
}

// stacked reports whether the values stand under each other in a width.
func (s *Segment) stacked(width float32) bool {
	return s.beside() > width+skin.Px(14)*float32(len(s.labels))
}

// HeightFor is the height in a width.
func (s *Segment) HeightFor(width float32) float32 {
	if s.stacked(width) {
		return skin.Px(34) * float32(len(s.labels))
	}
	return skin.Px(36)
}

// TypedKey implements [fyne.Focusable].
func (s *Segment) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		s.choose(s.index() - 1)
	case fyne.KeyRight, fyne.KeyDown:
		s.choose(s.index() + 1)
	case fyne.KeyEscape:
		escape(s)
	case fyne.KeyF1:
		help(s, e)
	}
}

// AccessibilityLabel implements [fyne.Accessible].
func (s *Segment) AccessibilityLabel() string {
	if i := s.index(); i >= 0 {
		return s.options[i].Label
	}
	return ""
}

// CreateRenderer implements [fyne.Widget].
func (s *Segment) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{s.ground, s.thumb}
	for _, l := range s.labels {
		objects = append(objects, l)
	}
	objects = append(objects, s.ring)
	return newParts(s, objects, s.place, func() fyne.Size {
		return fyne.NewSize(s.beside(), skin.Px(36))
	}, s.paint)
}

func (s *Segment) place(size fyne.Size) {
	place(s.ground, 0, 0, size.Width, size.Height)
	s.placeRing(size)
	if len(s.labels) == 0 {
		return
	}
	if s.stacked(size.Width) {
		s.placeStacked(size)
		return
	}
	w, pad := size.Width/float32(len(s.labels)), skin.Px(3)
	if i := s.index(); i >= 0 {
		place(s.thumb, float32(i)*w+pad, pad, w-2*pad, size.Height-2*pad)
	}
	for i, l := range s.labels {
		placeMid(l, float32(i)*w+(w-l.MinSize().Width)/2, size.Height/2)
	}
}

func (s *Segment) placeStacked(size fyne.Size) {
	h, pad := size.Height/float32(len(s.labels)), skin.Px(3)
	if i := s.index(); i >= 0 {
		place(s.thumb, pad, float32(i)*h+pad, size.Width-2*pad, h-2*pad)
	}
	for i, l := range s.labels {
		placeMid(l, (size.Width-l.MinSize().Width)/2, (float32(i)+0.5)*h)
	}
}

func (s *Segment) paint() {
	paint(s.ground, skin.Surface2, skin.Border, 1, skin.Px(10))
	paint(s.thumb, skin.Surface, skin.Outline, 1, skin.Px(8))
	show(s.thumb, s.index() >= 0)
	for i, l := range s.labels {
		style, ink := skin.Small, skin.Text2
		if s.options[i].ID == s.chosen {
			style = skin.Small
			style.Face, style.Style = skin.BodyBold.Face, skin.BodyBold.Style
			ink = skin.Text
		}
		skin.SetText(l, s.options[i].Label, style, ink)
	}
	s.paintRing(skin.Px(10))
}
