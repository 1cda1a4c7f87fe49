package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// SideList is the list of groups in the sidebar: all accounts and those that
// need something done, and under a heading the groups and a plus. It is one
// stop of the Tab key; the arrows choose, and a drag moves a group.
type SideList struct {
	groupBar
	title string
	head  *canvas.Text
	group *fyne.Container

	// OnReveal is told a part, from the top of the list, that should be seen.
	OnReveal func(top, height float32)
}

var (
	_ fyne.Draggable    = (*SideList)(nil)
	_ fyne.Focusable    = (*SideList)(nil)
	_ fyne.Shortcutable = (*SideList)(nil)
	_ fyne.Accessible   = (*SideList)(nil)
)

// NewSideList makes an empty list with the heading of the groups.
func NewSideList(heading string) *SideList {
	l := &SideList{title: heading, head: skin.Blank(), group: &fyne.Container{}}
	l.reveal = func(i int) {
		if l.OnReveal != nil && i < len(l.lines) {
			l.OnReveal(l.lines[i].Position().Y, l.lines[i].Size().Height)
		}
	}
	l.init(l, true)
	return l
}

// SetChips gives the list its lines and which of them is chosen.
func (l *SideList) SetChips(chips []Chip, selected string) {
	lines := make([]lineOfGroup, 0, len(chips))
	l.group.Objects = nil
	for _, c := range chips {
		w := &sideLine{}
		w.make(iconOf(c), c)
		w.bind(w, l.pressed(c), func() { w.Refresh() })
		lines = append(lines, w)
		l.group.Objects = append(l.group.Objects, w)
	}
	l.setLines(lines, selected)
	l.Refresh()
}

func iconOf(c Chip) string {
	switch {
	case c.Kind == AttentionChip:
		return "alert"
	case c.Kind == AddChip:
		return "plus"
	case c.ID == "":
		return "grid"
	}
	return "folder"
}

// arrange places the lines, if told to, and gives their height.
func (l *SideList) arrange(width float32, move bool) float32 {
	gap, y, headed := skin.Px(2), float32(0), false
	for _, o := range l.lines {
		if g := o.line(); !headed && (g.isGroup() || g.now.Kind == AddChip) {
			headed = true
			y += skin.Px(9) + gap
			height := l.head.MinSize().Height
			if move {
				place(l.head, skin.Px(10), y, max(0, width-skin.Px(10)), height)
			}
			y += height + gap
		}
		height := o.MinSize().Height
		if move {
			place(o, 0, y, width, height)
		}
		y += height + gap
	}
	return max(0, y-gap)
}

// HeightFor is the height of the list in any width.
func (l *SideList) HeightFor(width float32) float32 { return l.arrange(width, false) }

// CreateRenderer implements [fyne.Widget].
func (l *SideList) CreateRenderer() fyne.WidgetRenderer {
	return newParts(l, []fyne.CanvasObject{l.head, l.group, l.mark}, func(size fyne.Size) {
		place(l.group, 0, 0, size.Width, size.Height)
		l.arrange(size.Width, true)
	}, func() fyne.Size {
		return fyne.NewSize(skin.Px(160), l.arrange(0, false))
	}, func() {
		skin.SetText(l.head, l.title, skin.MicroB, skin.Text3)
		for _, o := range l.lines {
			o.Refresh()
		}
	})
}

// Dragged implements [fyne.Draggable].
func (l *SideList) Dragged(e *fyne.DragEvent) { l.dragGroup(e) }

// DragEnd implements [fyne.Draggable].
func (l *SideList) DragEnd() { l.dropGroup() }
