package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"twofold/app/skin"
)

// ChipStrip is a row of chips, 40 high, that scrolls sideways by wheel and by
// dragging and shows no bar. It is one stop of the Tab key; the arrows choose.
// A drag that begins on a group moves the group.
type ChipStrip struct {
	groupBar
	offset float32
	row    *fyne.Container
	clip   *container.Clip
}

var (
	_ fyne.Scrollable   = (*ChipStrip)(nil)
	_ fyne.Draggable    = (*ChipStrip)(nil)
	_ fyne.Focusable    = (*ChipStrip)(nil)
	_ fyne.Shortcutable = (*ChipStrip)(nil)
	_ fyne.Accessible   = (*ChipStrip)(nil)
)

// NewChipStrip makes an empty strip.
func NewChipStrip() *ChipStrip {
	s := &ChipStrip{}
	s.row = &fyne.Container{Layout: shifted{s}}
	s.clip = newClip(s.row)
	s.reveal = s.show
	s.init(s, false)
	return s
}

// SetChips gives the strip its chips and which of them is chosen.
func (s *ChipStrip) SetChips(chips []Chip, selected string) {
	lines := make([]lineOfGroup, 0, len(chips))
	s.row.Objects = nil
	for _, c := range chips {
		w := newChip(c, s.pressed(c))
		lines = append(lines, w)
		s.row.Objects = append(s.row.Objects, w)
	}
	s.setLines(lines, selected)
	s.Refresh()
	s.show(s.cursor())
}

// CreateRenderer implements [fyne.Widget].
func (s *ChipStrip) CreateRenderer() fyne.WidgetRenderer {
	return newParts(s, []fyne.CanvasObject{s.clip, s.mark}, func(size fyne.Size) {
		place(s.clip, 0, 0, size.Width, size.Height)
		s.shift(0)
	}, func() fyne.Size { return skin.Size(80, 40) }, func() {
		for _, c := range s.lines {
			c.Refresh()
		}
	})
}

// content is the width of all chips with the margins at both ends.
func (s *ChipStrip) content() float32 {
	width := skin.Px(24)
	for i, c := range s.lines {
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

// show scrolls so far that a chip can be seen.
func (s *ChipStrip) show(i int) {
	width := s.Size().Width
	if width == 0 || i >= len(s.lines) {
		return
	}
	left := s.lines[i].Position().X
	right := left + s.lines[i].Size().Width
	switch margin := skin.Px(12); {
	case left < margin:
		s.shift(left - margin)
	case right > width-margin:
		s.shift(right - width + margin)
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

// Dragged implements [fyne.Draggable]. A group that is dragged to an end of
// the strip scrolls it.
func (s *ChipStrip) Dragged(e *fyne.DragEvent) {
	if !s.dragGroup(e) {
		s.shift(-e.Dragged.DX)
		return
	}
	if s.drag.lifted {
		switch edge := skin.Px(dragEdge); {
		case e.Position.X < edge && e.Dragged.DX < 0:
			s.shift(-skin.Px(dragStep))
		case e.Position.X > s.Size().Width-edge && e.Dragged.DX > 0:
			s.shift(skin.Px(dragStep))
		}
	}
}

// DragEnd implements [fyne.Draggable].
func (s *ChipStrip) DragEnd() { s.dropGroup() }
