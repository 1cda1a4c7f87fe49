package control

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// The measures of a list in units of the normal text size.
const (
	listMargin    = 12  // at both sides
	listTop       = 2   // above the first row
	listBottom    = 12  // below the last
	listGap       = 8   // between rows and between columns
	listMinColumn = 320 // a column is never narrower, unless it is the only one
)

// cell is the place of one row in the body.
type cell struct{ x, y, w, h float32 }

// CreateRenderer implements [fyne.Widget].
func (b *listBody) CreateRenderer() fyne.WidgetRenderer {
	b.line = &canvas.Rectangle{}
	b.line.Hide()
	return &bodyRenderer{body: b}
}

// bodyRenderer hands out the rows in view. Its list of objects changes while
// it lives, which [parts] does not do.
type bodyRenderer struct{ body *listBody }

func (r *bodyRenderer) Layout(fyne.Size)             { r.body.arrange() }
func (r *bodyRenderer) MinSize() fyne.Size           { return r.body.content() }
func (r *bodyRenderer) Objects() []fyne.CanvasObject { return r.body.objects }
func (r *bodyRenderer) Destroy()                     {}
func (r *bodyRenderer) Refresh()                     { canvas.Refresh(r.body) }

// columns is how many rows stand beside each other.
func (b *listBody) columns() int {
	gap := skin.Px(listGap)
	room := b.width() - 2*skin.Px(listMargin) + gap
	return max(1, int(room/(skin.Px(listMinColumn)+gap)))
}

func (b *listBody) width() float32 { return b.list.scroll.Size().Width }

// content is the size of all rows together. The width is left to the window.
func (b *listBody) content() fyne.Size {
	n, c := len(b.list.items), b.columns()
	lines := (n + c - 1) / c
	if lines == 0 {
		return fyne.NewSize(skin.Px(200), 0)
	}
	h := b.list.look.RowHeight()
	height := skin.Px(listTop+listBottom) + float32(lines)*h + float32(lines-1)*skin.Px(listGap)
	return fyne.NewSize(skin.Px(200), height)
}

// cell gives the place of row i.
func (b *listBody) cell(i int) cell {
	c, gap, margin := b.columns(), skin.Px(listGap), skin.Px(listMargin)
	w := (b.width() - 2*margin - float32(c-1)*gap) / float32(c)
	h := b.list.look.RowHeight()
	return cell{
		x: margin + float32(i%c)*(w+gap),
		y: skin.Px(listTop) + float32(i/c)*(h+gap),
		w: w, h: h,
	}
}

// inView gives the rows of which a part can be seen: first inclusive, last
// exclusive.
func (b *listBody) inView() (first, last int) {
	l := b.list
	pitch := l.look.RowHeight() + skin.Px(listGap)
	top, view := max(0, l.scroll.Offset.Y-skin.Px(listTop)), l.scroll.Size().Height
	c := b.columns()
	first = int(top/pitch) * c
	last = max(first, (int((top+view)/pitch)+1)*c) // a list in a window not laid out yet can be lower than nothing
	return min(first, len(l.items)), min(last, len(l.items))
}

// arrange makes rows for what is in view, takes those that are not, and puts
// all in their places.
func (b *listBody) arrange() {
	l := b.list
	first, last := b.inView()
	wanted := make(map[string]bool, last-first+1)
	for _, it := range l.items[first:last] {
		wanted[it.ID] = true
	}
	// A row that is being dragged hears the drag and must not go.
	if l.drag.id != "" {
		wanted[l.drag.id] = true
	}
	for id, r := range l.rows {
		if !wanted[id] {
			delete(l.rows, id)
			l.spare = append(l.spare, r)
		}
	}
	for id := range wanted {
		if i, there := l.at[id]; there && l.rows[id] == nil {
			l.rows[id] = l.row(i)
		}
	}
	b.placeRows()
	canvas.Refresh(b)
}

// row takes a spare row, or makes one, for account i.
func (l *List) row(i int) *Row {
	var r *Row
	if n := len(l.spare); n > 0 {
		r, l.spare = l.spare[n-1], l.spare[:n-1]
	} else {
		r = NewRow(l.texts)
		l.wire(r)
	}
	it := l.items[i]
	r.SetState(it.ID == l.selected, l.focused)
	r.Set(it, l.codes(it.ID), l.look)
	r.SetCopied(l.copied[it.ID])
	return r
}

func (b *listBody) placeRows() {
	l := b.list
	order := make([]int, 0, len(l.rows))
	for id := range l.rows {
		if i, there := l.at[id]; there {
			order = append(order, i)
		}
	}
	slices.Sort(order)
	b.objects = make([]fyne.CanvasObject, 0, len(order)+1)
	for _, i := range order {
		r, c := l.rows[l.items[i].ID], b.cell(i)
		place(r, c.x, c.y, c.w, c.h)
		b.objects = append(b.objects, r)
	}
	if b.line != nil {
		b.objects = append(b.objects, b.line)
	}
}
