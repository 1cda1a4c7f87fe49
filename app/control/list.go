package control

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"twofold/app/skin"
)

// List shows accounts in as many columns as fit. Only the rows in view exist,
// whatever the number of accounts. Exactly one row is selected while there is
// any. Selection and scroll position follow the account's id when the
// accounts change.
type List struct {
	base
	texts  Texts
	scroll *container.Scroll
	body   *listBody

	items    []Item
	at       map[string]int // id to index in items
	look     Look
	selected string
	focused  bool
	copied   map[string]string
	rows     map[string]*Row // those in view
	spare    []*Row
	drag     drag
	pending  string
	moved    []fyne.CanvasObject
	pitch    float32 // height of a row at the last layout; another text size has another

	// Reorder allows rows to be dragged and moved by Alt and an arrow.
	Reorder bool
	// Source gives the codes of an account. It is asked when a row comes into
	// view and on every Tick, for rows in view only.
	Source func(id string) Codes
	// Repeat calls f every d on the user interface's goroutine until stop is
	// called. It lets a drag scroll while the pointer rests; may be nil.
	Repeat func(d time.Duration, f func()) (stop func())
	// Repaint shows objects of the list that changed without any other having
	// changed, cheaper than a refresh; false if it cannot. May be nil.
	Repaint func(objects []fyne.CanvasObject) bool

	// The callbacks may be nil.
	OnSelect   func(id string) // the selection is another one; "" for none
	OnActivate func(id string) // Enter or a double click
	OnClick    func(id string) // a single click, after the selection
	OnMoved    func(id string) // a key moved the selection there
	OnSpace    func(id string)
	OnAction   func(id string)                   // the action chip or refresh button
	OnMenu     func(id string, at fyne.Position) // the context menu, absolute position
	OnType     func(r rune)                      // a character typed while the list has the keyboard
	OnKey      func(key *fyne.KeyEvent)          // any other key
	OnReorder  func(id, before string)           // a row was dropped before another, "" for the end
	OnMove     func(id string, by int)           // Alt with an arrow: by -1 or 1
	OnDropped  func(id string, at fyne.Position) // a row was dropped outside of the list
	OnOver     func(at fyne.Position)            // a row is being dragged over this absolute position; far outside at the end
	OnScrolled func()                            // other rows may be in view
	OnShortcut func(shortcut fyne.Shortcut) bool // false hands it to the window's shortcuts
}

var (
	_ fyne.Widget       = (*List)(nil)
	_ fyne.Focusable    = (*List)(nil)
	_ fyne.Shortcutable = (*List)(nil)
	_ fyne.Accessible   = (*List)(nil)
)

// NewList makes an empty list.
func NewList(texts Texts) *List {
	l := &List{texts: texts, at: map[string]int{}, rows: map[string]*Row{}, copied: map[string]string{}}
	l.body = &listBody{list: l}
	l.body.ExtendBaseWidget(l.body)
	l.scroll = container.NewVScroll(l.body)
	l.scroll.OnScrolled = func(fyne.Position) { l.scrolled() }
	l.ExtendBaseWidget(l)
	return l
}

// SetItems gives the list other accounts, in the order to show. The selected
// account stays selected, and in view if it was and the list is not at its top;
// if it is gone, the one now in its place is.
func (l *List) SetItems(items []Item) {
	anchor, anchorY := l.anchor()
	place, seen := l.at[l.selected], anchor != "" && l.inView(l.selected)
	l.items = items
	l.at = make(map[string]int, len(items))
	for i, it := range items {
		l.at[it.ID] = i
	}
	if _, there := l.at[l.drag.id]; !there {
		l.CancelDrag()
	}
	if _, there := l.at[l.selected]; !there {
		next := ""
		if len(items) > 0 {
			next = items[min(place, len(items)-1)].ID
		}
		l.choose(next)
	}
	if i, there := l.at[anchor]; there {
		l.scroll.Offset.Y = l.body.cell(i).y - anchorY
	}
	l.Refresh()
	if i, there := l.at[l.selected]; there && seen && !l.inView(l.selected) {
		l.reveal(i) // in another order it is no longer near the first row
	}
}

// anchor gives the first row in view and how far below the top edge it is, so
// that it can stay there. A list at its top stays at its top.
func (l *List) anchor() (id string, y float32) {
	if l.scroll.Offset.Y <= 0 || len(l.items) == 0 {
		return "", 0
	}
	first, _ := l.body.inView()
	if first >= len(l.items) {
		return "", 0
	}
	return l.items[first].ID, l.body.cell(first).y - l.scroll.Offset.Y
}

// Items gives the accounts of the list in order.
func (l *List) Items() []Item { return l.items }

// SetLook changes how rows look.
func (l *List) SetLook(look Look) {
	if l.look == look {
		return
	}
	anchor, y := l.anchor()
	l.look = look
	if i, there := l.at[anchor]; there {
		l.scroll.Offset.Y = l.body.cell(i).y - y
	}
	l.Refresh()
}

// Selected is the id of the selected account, "" in an empty list.
func (l *List) Selected() string { return l.selected }

// Select selects an account and scrolls it into view.
func (l *List) Select(id string) {
	i, there := l.at[id]
	if !there {
		return
	}
	l.choose(id)
	if l.scroll.Size().Height <= 0 {
		l.pending = id // revealed once the list has a size
		return
	}
	l.reveal(i)
}

// choose makes id the selection without scrolling.
func (l *List) choose(id string) {
	if id == l.selected {
		return
	}
	old := l.selected
	l.selected = id
	for _, one := range []string{old, id} {
		if r := l.rows[one]; r != nil {
			r.SetState(one == l.selected, l.focused)
		}
	}
	if l.OnSelect != nil {
		l.OnSelect(id)
	}
}

// reveal scrolls so far that row i is wholly in view.
func (l *List) reveal(i int) {
	c := l.body.cell(i)
	top, view := l.scroll.Offset.Y, l.scroll.Size().Height
	margin := skin.Px(listGap)
	switch {
	case c.y-margin < top:
		top = c.y - margin
	case c.y+c.h+margin > top+view:
		top = c.y + c.h + margin - view
	default:
		return
	}
	l.scrollTo(top)
}

// rescale keeps the first row in view where it is when rows get another height.
func (l *List) rescale() {
	before, now := l.pitch, l.look.RowHeight()+skin.Px(listGap)
	l.pitch = now
	if before == 0 || before == now {
		return
	}
	l.scroll.Offset.Y = float32(int(l.scroll.Offset.Y/before)) * now
	if l.pending == "" {
		l.pending = l.selected
	}
}

// inView reports whether an account can be seen wholly.
func (l *List) inView(id string) bool {
	i, there := l.at[id]
	if !there {
		return false
	}
	c, top := l.body.cell(i), l.scroll.Offset.Y
	return c.y >= top && c.y+c.h <= top+l.scroll.Size().Height
}

func (l *List) scrollTo(y float32) {
	most := max(0, l.body.MinSize().Height-l.scroll.Size().Height)
	y = max(0, min(y, most))
	if y == l.scroll.Offset.Y {
		return
	}
	l.scroll.ScrollToOffset(fyne.NewPos(0, y))
	l.scrolled()
}

func (l *List) scrolled() {
	l.body.arrange()
	if l.OnScrolled != nil {
		l.OnScrolled()
	}
}

// SetCopied shows a text of feedback in the row of an account, for as long as
// the window wants; an empty text ends it.
func (l *List) SetCopied(id, text string) {
	if text == "" {
		delete(l.copied, id)
	} else {
		l.copied[id] = text
	}
	if r := l.rows[id]; r != nil {
		r.SetCopied(text)
	}
}

// Tick asks Source for the codes of the rows in view.
func (l *List) Tick() {
	alone, moved := true, l.moved[:0]
	for id, r := range l.rows {
		codes := l.codes(id)
		if parts := r.step(codes); parts != nil {
			moved = append(moved, parts...)
			continue
		}
		alone = alone && codes == r.codes && r.settled()
		r.Tick(codes)
	}
	l.moved = moved
	if len(moved) == 0 || alone && l.Repaint != nil && l.Repaint(moved) {
		return
	}
	for _, o := range moved {
		o.Refresh()
	}
}

// TickOne asks Source for the codes of one account, if it is in view.
func (l *List) TickOne(id string) {
	if r := l.rows[id]; r != nil {
		r.Tick(l.codes(id))
	}
}

// Timed reports whether any row in view counts down, so that the window need
// not tick for nothing.
func (l *List) Timed() bool {
	for _, r := range l.rows {
		if r.item.Kind == Timed {
			return true
		}
	}
	return false
}

func (l *List) codes(id string) Codes {
	if l.Source == nil {
		return Codes{}
	}
	return l.Source(id)
}

// RowAt gives the absolute position and size of an account's row, if it is in
// view; menus open there.
func (l *List) RowAt(id string) (fyne.Position, fyne.Size, bool) {
	r := l.rows[id]
	if r == nil {
		return fyne.Position{}, fyne.Size{}, false
	}
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(r), r.Size(), true
}

// Focus gives the list the keyboard.
func (l *List) Focus() { focus(l) }

// CreateRenderer implements [fyne.Widget].
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	return newParts(l, []fyne.CanvasObject{l.scroll}, func(s fyne.Size) {
		seen := l.inView(l.selected)
		l.rescale()
		l.scroll.Resize(s)
		l.scroll.Move(fyne.Position{})
		l.body.arrange()
		if seen && !l.inView(l.selected) && l.pending == "" {
			l.pending = l.selected // a smaller list still shows it
		}
		if i, there := l.at[l.pending]; there && s.Height > 0 {
			l.pending = ""
			l.reveal(i)
		}
	}, func() fyne.Size { return skin.Size(240, 80) }, func() {
		for id, r := range l.rows {
			if i, there := l.at[id]; there {
				r.Set(l.items[i], l.codes(id), l.look)
			}
		}
		l.body.Refresh()
		l.scroll.Refresh()
		l.body.arrange()
	})
}

// FocusGained implements [fyne.Focusable].
func (l *List) FocusGained() { l.setFocused(true) }

// FocusLost implements [fyne.Focusable].
func (l *List) FocusLost() { l.setFocused(false) }

func (l *List) setFocused(focused bool) {
	l.focused = focused
	if r := l.rows[l.selected]; r != nil {
		r.SetState(true, focused)
	}
}

// AccessibilityLabel implements [fyne.Accessible].
func (l *List) AccessibilityLabel() string { return l.texts.N("main.showing", len(l.items)) }

// AccessibilityRole implements [fyne.Accessible].
func (l *List) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// wire connects a new row to the list. Rows are used again for other
// accounts, so the callbacks ask for the row's account when they happen.
func (l *List) wire(r *Row) {
	id := func() string { return r.item.ID }
	r.OnPress = func(fyne.KeyModifier) {
		l.choose(id())
		focus(l)
	}
	r.OnClick = func() { call(l.OnClick, id()) }
	r.OnDouble = func() { call(l.OnActivate, id()) }
	r.OnAction = func() { call(l.OnAction, id()) }
	r.OnMenu = func(at fyne.Position) {
		if l.OnMenu != nil {
			l.OnMenu(id(), at)
		}
	}
	r.OnDrag = func(at fyne.Position) { l.dragged(id(), at) }
	r.OnDragDone = l.dropped
}

func call(f func(string), id string) {
	if f != nil && id != "" {
		f(id)
	}
}

// listBody is the scrolled content: the rows in view and the line that shows
// where a dragged row would go.
type listBody struct {
	base
	list    *List
	line    *canvas.Rectangle
	objects []fyne.CanvasObject
}

// The body hears the pointer so that the toolkit notices when it leaves a row
// for the gap between two.
var _ desktop.Hoverable = (*listBody)(nil)

// MouseIn implements [desktop.Hoverable].
func (b *listBody) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements [desktop.Hoverable].
func (b *listBody) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (b *listBody) MouseOut() {}
