package control

import (
	"math"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/skin"
)

// The feel of a drag, in units of the normal text size.
const (
	dragStart    = 6  // how far the pointer moves before a row lifts
	dragEdge     = 40 // how near to an edge the list scrolls by itself
	dragStep     = 14 // how far it scrolls at a time
	dragInterval = 30 * time.Millisecond
)

// drag is a row on its way to another place.
type drag struct {
	id      string // "" while nothing is dragged
	origin  fyne.Position
	at      fyne.Position // absolute
	lifted  bool
	refused bool // cancelled, or not allowed: deaf until the button is up
	keys    bool // the list had the keyboard when it began
	to      int  // the row goes before this one
	stop    func()
}

// dragged follows the pointer, in absolute positions.
func (l *List) dragged(id string, at fyne.Position) {
	d := &l.drag
	if d.refused {
		return
	}
	if d.id == "" {
		*d = drag{id: id, origin: at, keys: hasKeys(l)}
		d.refused = !l.Reorder && l.OnDropped == nil
	}
	d.at = at
	if d.refused || !d.lifted && distance(at, d.origin) < skin.Px(dragStart) {
		return
	}
	if !d.lifted {
		d.lifted = true
		if r := l.rows[d.id]; r != nil {
			r.SetLifted(true)
		}
	}
	l.edgeScroll()
	l.showLine()
	l.tellOver(at)
}

// tellOver says where a lifted row is, so that what would take it shows so.
func (l *List) tellOver(at fyne.Position) {
	if l.OnOver != nil {
		l.OnOver(at)
	}
}

// nowhere is a position that nothing is at.
var nowhere = fyne.NewPos(-1e6, -1e6)

func distance(a, b fyne.Position) float32 {
	return float32(math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)))
}

// local is the pointer in the scroller, from its top left.
func (l *List) local() fyne.Position {
	return l.drag.at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(l.scroll))
}

func (l *List) inside(p fyne.Position) bool {
	s := l.scroll.Size()
	return p.X >= 0 && p.Y >= 0 && p.X < s.Width && p.Y < s.Height
}

// edgeScroll scrolls while the pointer is near the upper or lower edge, now
// and, by Repeat, for as long as it stays there.
func (l *List) edgeScroll() {
	step := l.edgeStep()
	if step == 0 {
		l.stopScroll()
		return
	}
	if l.Repeat == nil {
		l.scrollTo(l.scroll.Offset.Y + step)
		return
	}
	if l.drag.stop == nil {
		l.drag.stop = l.Repeat(dragInterval, func() {
			if step := l.edgeStep(); step != 0 {
				l.scrollTo(l.scroll.Offset.Y + step)
				l.showLine()
			}
		})
	}
}

func (l *List) edgeStep() float32 {
	p, edge, step := l.local(), skin.Px(dragEdge), skin.Px(dragStep)
	if !l.Reorder || p.X < 0 || p.X >= l.scroll.Size().Width {
		return 0
	}
	switch {
	case p.Y < edge:
		return -step
	case p.Y > l.scroll.Size().Height-edge:
		return step
	}
	return 0
}

func (l *List) stopScroll() {
	if l.drag.stop != nil {
		l.drag.stop()
		l.drag.stop = nil
	}
}

// showLine draws the line where the row would go.
func (l *List) showLine() {
	line := l.body.line
	if line == nil {
		return
	}
	p := l.local()
	if !l.Reorder || !l.inside(p) {
		show(line, false)
		return
	}
	var box cell
	l.drag.to, box = l.body.gapAt(p.AddXY(0, l.scroll.Offset.Y))
	paint(line, skin.Accent, skin.Clear, 0, 1)
	place(line, box.x, box.y, box.w, box.h)
	show(line, true)
	line.Refresh()
}

// gapAt gives the row before which something dropped at p goes, and the line
// that says so: between two rows in one column, between two neighbours in
// several.
func (b *listBody) gapAt(p fyne.Position) (int, cell) {
	n, c := len(b.list.items), b.columns()
	gap := skin.Px(listGap)
	first := b.cell(0)
	line := int(max(0, p.Y-first.y+gap/2) / (first.h + gap))
	col := max(0, min(int((p.X-first.x+gap/2)/(first.w+gap)), c-1))
	i := min(line*c+col, n-1)
	at := b.cell(i)
	if c == 1 {
		if p.Y > at.y+at.h/2 {
			return i + 1, cell{at.x, at.y + at.h + gap/2 - 1, at.w, 2}
		}
		return i, cell{at.x, at.y - gap/2 - 1, at.w, 2}
	}
	if p.X > at.x+at.w/2 {
		return i + 1, cell{at.x + at.w + gap/2 - 1, at.y, 2, at.h}
	}
	return i, cell{at.x - gap/2 - 1, at.y, 2, at.h}
}

// dropped ends a drag where the pointer is.
func (l *List) dropped() {
	d := l.drag
	if d.keys {
		keepKeys(l)
	}
	p, inside := l.local(), false
	if d.lifted {
		inside = l.inside(p)
	}
	l.endDrag()
	if !d.lifted || d.refused {
		return
	}
	if !inside {
		if l.OnDropped != nil {
			l.OnDropped(d.id, d.at)
		}
		return
	}
	from, there := l.at[d.id]
	if !there || !l.Reorder || d.to == from || d.to == from+1 || l.OnReorder == nil {
		return
	}
	before := ""
	if d.to < len(l.items) {
		before = l.items[d.to].ID
	}
	l.OnReorder(d.id, before)
}

func hasKeys(l *List) bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(l)
	return c != nil && c.Focused() == fyne.Focusable(l)
}

// keepKeys gives the list its keyboard again after a drag: the toolkit has taken
// it away if the button went up elsewhere.
func keepKeys(l *List) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil && c.Focused() == nil && l.Visible() {
		giveKeys(c, l)
	}
}

// CancelDrag puts a dragged row back; the rest of the movement is ignored, and
// so is its end.
func (l *List) CancelDrag() {
	if l.drag.id == "" {
		return
	}
	l.endDrag()
	l.drag.refused = true
}

func (l *List) endDrag() {
	l.stopScroll()
	if r := l.rows[l.drag.id]; r != nil {
		r.SetLifted(false)
	}
	if l.body.line != nil {
		show(l.body.line, false)
	}
	if l.drag.lifted {
		l.tellOver(nowhere)
	}
	l.drag = drag{}
	l.body.arrange()
}
