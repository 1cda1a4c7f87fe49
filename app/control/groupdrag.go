package control

import (
	"fyne.io/fyne/v2"

	"twofold/app/skin"
)

// groupDrag is a group on its way to another place.
type groupDrag struct {
	id      string // "" while no group is dragged
	origin  fyne.Position
	lifted  bool
	refused bool // cancelled: deaf until the button is up
	other   bool // it began on no group
	before  string
	lands   bool           // it may be dropped here
	had     fyne.Focusable // what had the keyboard before
	took    bool           // the keyboard
}

// dragGroup follows the pointer, in positions within the bar. It reports false
// for a drag that began on no group, which is the bar's own to use.
func (b *groupBar) dragGroup(e *fyne.DragEvent) bool {
	d := &b.drag
	if d.refused {
		return true
	}
	if d.other {
		return false
	}
	if d.id == "" {
		from := e.Position.Subtract(fyne.NewPos(e.Dragged.DX, e.Dragged.DY))
		o := b.lineAt(from)
		if o == nil || !o.line().isGroup() || b.OnMove == nil {
			d.other = true
			return false
		}
		*d = groupDrag{id: o.line().now.ID, origin: from}
	}
	if !d.lifted && distance(e.Position, d.origin) < skin.Px(dragStart) {
		return true
	}
	if !d.lifted {
		d.lifted = true
		b.lift()
	}
	b.showGap(e.Position)
	return true
}

// lift outlines the dragged group, and takes the keyboard so that Esc puts it
// back.
func (b *groupBar) lift() {
	for _, o := range b.lines {
		if l := o.line(); l.now.ID == b.drag.id && l.isGroup() {
			l.set(&l.accept, true)
		}
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(b.self); c != nil {
		b.drag.had, b.drag.took = c.Focused(), true
		c.Focus(b.self.(fyne.Focusable))
	}
}

// lineAt gives the line at a position within the bar.
func (b *groupBar) lineAt(p fyne.Position) lineOfGroup {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b.self)
	for _, o := range b.lines {
		if b.over(o, at.Add(p)) {
			return o
		}
	}
	return nil
}

// showGap draws the line where the group would go: in the middle between two
// groups, or beside the first or the last one.
func (b *groupBar) showGap(p fyne.Position) {
	d := &b.drag
	d.lands = false
	size := b.self.Size()
	inside := p.X >= 0 && p.Y >= 0 && p.X < size.Width && p.Y < size.Height
	var last lineOfGroup
	d.before = ""
	driver := fyne.CurrentApp().Driver()
	origin := driver.AbsolutePositionForObject(b.self)
	for _, o := range b.lines {
		if !o.line().isGroup() {
			continue
		}
		last = o
		at, s := driver.AbsolutePositionForObject(o).Subtract(origin), o.Size()
		ahead := p.X < at.X+s.Width/2
		if b.upright {
			ahead = p.Y < at.Y+s.Height/2
		}
		if ahead {
			d.before = o.line().now.ID
			break
		}
	}
	if last == nil || !inside {
		show(b.mark, false)
		return
	}
	d.lands = true
	at, s := driver.AbsolutePositionForObject(last).Subtract(origin), last.Size()
	paint(b.mark, skin.Accent, skin.Clear, 0, 1)
	switch behind := d.before == ""; {
	case b.upright && behind:
		place(b.mark, at.X, at.Y+s.Height, s.Width, 2)
	case b.upright:
		place(b.mark, at.X, at.Y-2, s.Width, 2)
	case behind:
		place(b.mark, at.X+s.Width+skin.Px(4)-1, at.Y, 2, s.Height)
	default:
		place(b.mark, at.X-skin.Px(4)-1, at.Y, 2, s.Height)
	}
	show(b.mark, true)
	b.mark.Refresh()
}

// dropGroup ends a drag where the pointer is.
func (b *groupBar) dropGroup() {
	d := b.drag
	b.cancelDrag()
	if !d.lifted || !d.lands || d.before == d.id {
		return
	}
	groups := b.groups()
	for i, id := range groups {
		next := ""
		if i+1 < len(groups) {
			next = groups[i+1]
		}
		if id == d.id && next == d.before {
			return // where it was
		}
	}
	b.OnMove(d.id, d.before)
}

// cancelDrag puts the group back.
func (b *groupBar) cancelDrag() {
	d := b.drag
	b.drag = groupDrag{}
	if d.id == "" {
		return
	}
	show(b.mark, false)
	for _, o := range b.lines {
		l := o.line()
		l.set(&l.accept, false)
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(b.self)
	if c == nil || !d.took || c.Focused() != b.self.(fyne.Focusable) {
		return
	}
	if d.had == nil {
		c.Unfocus()
		return
	}
	giveKeys(c, d.had)
}

// CancelDrag puts a dragged group back; the rest of the movement is ignored, and
// so is its end.
func (b *groupBar) CancelDrag() {
	if b.drag.id != "" {
		b.cancelDrag()
		b.drag.refused = true
	}
}
