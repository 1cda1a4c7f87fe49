package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"twofold/app/skin"
)

// ChipStrip is a row of chips, 40 high, that scrolls sideways by wheel and by
// dragging and shows no bar. It is one stop of the Tab key; the arrows choose.
type ChipStrip struct {
	base
	chips    []*chip
	selected string
	offset   float32
	row      *fyne.Container
	clip     *container.Clip
	focused  bool

	// OnSelect is called when the user chooses another chip. A chip of the
	// kind AddChip is never selected; it only calls OnAdd.
	OnSelect func(id string)
	OnAdd    func()
}

var (
	_ fyne.Scrollable = (*ChipStrip)(nil)
	_ fyne.Draggable  = (*ChipStrip)(nil)
	_ fyne.Focusable  = (*ChipStrip)(nil)
	_ fyne.Accessible = (*ChipStrip)(nil)
)

// AccessibilityLabel implements [fyne.Accessible]: the words of the chosen
// chip, or of the first.
func (s *ChipStrip) AccessibilityLabel() string {
	for _, c := range s.chips {
		if c.now.ID == s.selected && c.now.Kind != AddChip {
			return c.AccessibilityLabel()
		}
	}
	if len(s.chips) > 0 {
		return s.chips[0].AccessibilityLabel()
	}
	return ""
}

// AccessibilityRole implements [fyne.Accessible].
func (s *ChipStrip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// NewChipStrip makes an empty strip.
func NewChipStrip() *ChipStrip {
	s := &ChipStrip{}
	s.row = &fyne.Container{Layout: shifted{s}}
	s.clip = newClip(s.row)
	s.ExtendBaseWidget(s)
	return s
}

// SetChips gives the strip its chips and which of them is chosen.
func (s *ChipStrip) SetChips(chips []Chip, selected string) {
	s.selected = selected
	s.chips = s.chips[:0]
	s.row.Objects = nil
	for _, c := range chips {
		id := c.ID
		w := newChip(c, id == selected && c.Kind != AddChip, func() { s.choose(id) })
		s.chips = append(s.chips, w)
		s.row.Objects = append(s.row.Objects, w)
	}
	s.Refresh()
	s.reveal()
}

// Selected is the id of the chosen chip.
func (s *ChipStrip) Selected() string { return s.selected }

func (s *ChipStrip) choose(id string) {
	for _, c := range s.chips {
		if c.now.ID == id && c.now.Kind == AddChip {
			if s.OnAdd != nil {
				s.OnAdd()
			}
			return
		}
	}
	if id == s.selected {
		return
	}
	s.selected = id
	for _, c := range s.chips {
		c.selected = c.now.ID == id && c.now.Kind != AddChip
		c.Refresh()
	}
	s.reveal()
	if s.OnSelect != nil {
		s.OnSelect(id)
	}
}

// At gives the id of the group chip at an absolute position, for a row that
// is dropped there; "" if there is none.
func (s *ChipStrip) At(p fyne.Position) string {
	for _, c := range s.chips {
		if c.now.Kind == GroupChip && s.over(c, p) {
			return c.now.ID
		}
	}
	return ""
}

// Accept marks the chip that would take a row dropped at an absolute
// position. Any position elsewhere takes the mark away.
func (s *ChipStrip) Accept(p fyne.Position) {
	for _, c := range s.chips {
		if accept := c.now.Kind == GroupChip && c.now.ID != "" && s.over(c, p); accept != c.accept {
			c.accept = accept
			c.Refresh()
		}
	}
}

func (s *ChipStrip) over(c *chip, p fyne.Position) bool {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(c)
	size := c.Size()
	return p.X >= at.X && p.Y >= at.Y && p.X < at.X+size.Width && p.Y < at.Y+size.Height
}

// CreateRenderer implements [fyne.Widget].
func (s *ChipStrip) CreateRenderer() fyne.WidgetRenderer {
	return newParts(s, []fyne.CanvasObject{s.clip}, func(size fyne.Size) {
		place(s.clip, 0, 0, size.Width, size.Height)
		s.shift(0)
	}, func() fyne.Size { return skin.Size(80, 40) }, func() {
		for _, c := range s.chips {
			c.Refresh()
		}
	})
}

// content is the width of all chips with the margins at both ends.
func (s *ChipStrip) content() float32 {
	width := skin.Px(24)
	for i, c := range s.chips {
		if i > 0 {
			width += skin.Px(8)
		}
		width += c.MinSize().Width
	}
	return width
}

func (s *ChipStrip) shift(by float32) {
	most := max(0, s.content()-s.Size().Width)
	s.offset = max(0, min(s.offset+by, most))
	s.row.Layout.Layout(s.row.Objects, s.row.Size())
	canvas.Refresh(s.row)
}

// reveal scrolls so far that the chosen chip can be seen.
func (s *ChipStrip) reveal() {
	width := s.Size().Width
	if width == 0 {
		return
	}
	for _, c := range s.chips {
		if !c.selected {
			continue
		}
		left := c.Position().X
		right := left + c.Size().Width
		switch margin := skin.Px(12); {
		case left < margin:
			s.shift(left - margin)
		case right > width-margin:
			s.shift(right - width + margin)
		}
	}
}

// shifted places the chips, moved by how far the strip is scrolled.
type shifted struct{ s *ChipStrip }

func (l shifted) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	x := skin.Px(12) - l.s.offset
	for _, o := range objects {
		m := o.MinSize()
		place(o, x, skin.Px(5), m.Width, m.Height)
		x += m.Width + skin.Px(8)
	}
}

func (l shifted) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

// Scrolled implements [fyne.Scrollable]: either direction of the wheel moves
// sideways.
func (s *ChipStrip) Scrolled(e *fyne.ScrollEvent) {
	by := e.Scrolled.DX
	if by == 0 {
		by = e.Scrolled.DY
	}
	s.shift(-by)
}

// Dragged implements [fyne.Draggable].
func (s *ChipStrip) Dragged(e *fyne.DragEvent) { s.shift(-e.Dragged.DX) }

// DragEnd implements [fyne.Draggable].
func (s *ChipStrip) DragEnd() {}

// FocusGained implements [fyne.Focusable].
func (s *ChipStrip) FocusGained() { s.setFocused(true) }

// FocusLost implements [fyne.Focusable].
func (s *ChipStrip) FocusLost() { s.setFocused(false) }

func (s *ChipStrip) setFocused(focused bool) {
	s.focused = focused
	for _, c := range s.chips {
		c.set(&c.focused, focused && c.selected)
	}
}

// TypedRune implements [fyne.Focusable].
func (s *ChipStrip) TypedRune(rune) {}

// TypedKey implements [fyne.Focusable]. The arrows choose the next chip; Enter
// on the strip does nothing, as the choice already took effect.
func (s *ChipStrip) TypedKey(e *fyne.KeyEvent) {
	by := 0
	switch e.Name {
	case fyne.KeyLeft:
		by = -1
	case fyne.KeyRight:
		by = 1
	case fyne.KeyEscape:
		escape(s)
		return
	}
	for i, c := range s.chips {
		if to := i + by; by != 0 && c.selected && to >= 0 && to < len(s.chips) && s.chips[to].now.Kind != AddChip {
			s.choose(s.chips[to].now.ID)
			s.setFocused(s.focused)
			return
		}
	}
}
