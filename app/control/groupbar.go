package control

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// groupBar is what the chips above the list and the groups in the sidebar
// share: all of it is one stop of the Tab key, the arrows choose, Alt with an
// arrow moves the chosen group, and a group can be dragged to another place.
type groupBar struct {
	base
	self     fyne.Widget
	lines    []lineOfGroup
	selected string
	onPlus   bool // the keyboard is on the plus, which is never selected
	focused  bool
	upright  bool // the lines stand under each other
	drag     groupDrag
	mark     *canvas.Rectangle // where a dragged group would go
	reveal   func(i int)       // brings a line into view

	// OnSelect is called when the user chooses another line. One of the kind
	// AddChip is never selected; it only calls OnAdd.
	OnSelect func(id string)
	OnAdd    func()
	// OnMove is called when the user puts a group before another one, or at
	// the end if before is empty. Without it groups stay where they are.
	OnMove func(id, before string)
	// OnMenu is called for the context menu of a group, at an absolute position.
	OnMenu func(id string, at fyne.Position)
}

// groupLine is one line of a groupBar, without its drawing.
type groupLine struct {
	tapped
	now      Chip
	selected bool
	accept   bool // a row is being dragged over it, or it is being dragged itself
	menu     func(at fyne.Position)
}

var _ fyne.SecondaryTappable = (*groupLine)(nil)

// TappedSecondary implements [fyne.SecondaryTappable].
func (w *groupLine) TappedSecondary(e *fyne.PointEvent) {
	if w.menu != nil {
		w.menu(e.AbsolutePosition)
	}
}

// lineOfGroup is a line with its drawing.
type lineOfGroup interface {
	fyne.CanvasObject
	line() *groupLine
}

func (w *groupLine) line() *groupLine { return w }

// isGroup reports whether the line is a group of the user's.
func (w *groupLine) isGroup() bool { return w.now.Kind == GroupChip && w.now.ID != "" }

// AccessibilityLabel implements [fyne.Accessible].
func (w *groupLine) AccessibilityLabel() string {
	if w.now.Count < 0 {
		return w.now.Label
	}
	return w.now.Label + " " + strconv.Itoa(w.now.Count)
}

func (b *groupBar) init(self fyne.Widget, upright bool) {
	b.self, b.upright, b.mark = self, upright, &canvas.Rectangle{}
	b.mark.Hide()
	b.ExtendBaseWidget(self)
}

// setLines takes the lines, marks the chosen one, and keeps the keyboard where
// it was.
func (b *groupBar) setLines(lines []lineOfGroup, selected string) {
	b.onPlus = b.onPlus && selected == b.selected
	b.lines, b.selected = lines, selected
	for _, o := range lines {
		if l := o.line(); l.isGroup() {
			l.menu = func(at fyne.Position) { b.openMenu(l, at) }
		}
	}
	b.cancelDrag()
	b.paintLines()
}

// paintLines marks the chosen line and the one the keyboard is on.
func (b *groupBar) paintLines() {
	at := b.cursor()
	for i, o := range b.lines {
		l := o.line()
		l.set(&l.selected, l.now.ID == b.selected && l.now.Kind != AddChip)
		l.set(&l.focused, b.focused && i == at)
	}
}

// cursor is the line the keyboard is on: the chosen one, or the plus.
func (b *groupBar) cursor() int {
	for i, o := range b.lines {
		l := o.line()
		if b.onPlus == (l.now.Kind == AddChip) && (b.onPlus || l.now.ID == b.selected) {
			return i
		}
	}
	return 0
}

// Selected is the id of the chosen line.
func (b *groupBar) Selected() string { return b.selected }

func (b *groupBar) choose(id string) {
	b.onPlus = false
	if id == b.selected {
		b.paintLines()
		return
	}
	b.selected = id
	b.paintLines()
	b.reveal(b.cursor())
	if b.OnSelect != nil {
		b.OnSelect(id)
	}
}

func (b *groupBar) add() {
	if b.OnAdd != nil {
		b.OnAdd()
	}
}

func (b *groupBar) openMenu(l *groupLine, at fyne.Position) {
	if b.OnMenu != nil {
		b.OnMenu(l.now.ID, at)
	}
}

// menuHere opens the context menu of the chosen group, below it.
func (b *groupBar) menuHere() {
	if len(b.lines) == 0 {
		return
	}
	o := b.lines[b.cursor()]
	if l := o.line(); l.isGroup() {
		b.openMenu(l, fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(0, o.Size().Height))
	}
}

// pressed is what a tap on a line does.
func (b *groupBar) pressed(c Chip) func() {
	if c.Kind == AddChip {
		return b.add
	}
	return func() { b.choose(c.ID) }
}

// At gives the id of the group at an absolute position, for a row that is
// dropped there; "" if there is none.
func (b *groupBar) At(p fyne.Position) string {
	for _, o := range b.lines {
		if l := o.line(); l.now.Kind == GroupChip && b.over(o, p) {
			return l.now.ID
		}
	}
	return ""
}

// Accept marks the group that would take a row dropped at an absolute
// position. Any position elsewhere takes the mark away.
func (b *groupBar) Accept(p fyne.Position) {
	for _, o := range b.lines {
		l := o.line()
		l.set(&l.accept, l.isGroup() && b.over(o, p))
	}
}

func (b *groupBar) over(o fyne.CanvasObject, p fyne.Position) bool {
	if !b.self.Visible() {
		return false
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	size := o.Size()
	return p.X >= at.X && p.Y >= at.Y && p.X < at.X+size.Width && p.Y < at.Y+size.Height
}

// AccessibilityLabel implements [fyne.Accessible]: the words of the line the
// keyboard is on.
func (b *groupBar) AccessibilityLabel() string {
	if len(b.lines) == 0 {
		return ""
	}
	return b.lines[b.cursor()].line().AccessibilityLabel()
}

// AccessibilityRole implements [fyne.Accessible].
func (b *groupBar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// FocusGained implements [fyne.Focusable].
func (b *groupBar) FocusGained() { b.setFocused(true) }

// FocusLost implements [fyne.Focusable].
func (b *groupBar) FocusLost() {
	b.onPlus = false
	b.setFocused(false)
}

func (b *groupBar) setFocused(focused bool) {
	b.focused = focused
	b.paintLines()
}

// TypedRune implements [fyne.Focusable].
func (b *groupBar) TypedRune(rune) {}

// TypedKey implements [fyne.Focusable]. The arrows choose the next line, which
// takes effect at once; Enter and Space only mean something on the plus.
func (b *groupBar) TypedKey(e *fyne.KeyEvent) {
	back, on := fyne.KeyLeft, fyne.KeyRight
	if b.upright {
		back, on = fyne.KeyUp, fyne.KeyDown
	}
	switch e.Name {
	case back:
		b.step(b.cursor() - 1)
	case on:
		b.step(b.cursor() + 1)
	case fyne.KeyHome:
		b.step(0)
	case fyne.KeyEnd:
		b.step(len(b.lines) - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if b.onPlus {
			b.add()
		}
	case fyne.KeyEscape:
		if b.drag.id != "" {
			b.CancelDrag()
			return
		}
		escape(b.self)
	case fyne.KeyF1:
		help(b.self, e)
	case desktop.KeyMenu:
		b.menuHere()
	case fyne.KeyF10:
		if shiftDown() {
			b.menuHere()
		}
	}
}

// step moves the keyboard to a line.
func (b *groupBar) step(to int) {
	if to < 0 || to >= len(b.lines) {
		return
	}
	l := b.lines[to].line()
	if l.now.Kind != AddChip {
		b.choose(l.now.ID)
		return
	}
	b.onPlus = true
	b.paintLines()
	b.reveal(to)
}

// TypedShortcut implements [fyne.Shortcutable]. Alt with an arrow moves the
// chosen group; everything else goes to the window.
func (b *groupBar) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && c.Modifier == fyne.KeyModifierAlt {
		switch c.KeyName {
		case fyne.KeyLeft, fyne.KeyUp:
			b.moveBy(-1)
			return
		case fyne.KeyRight, fyne.KeyDown:
			b.moveBy(1)
			return
		}
	}
	forward(b.self, s)
}

// moveBy moves the chosen group one place back or on.
func (b *groupBar) moveBy(by int) {
	groups := b.groups()
	for i, id := range groups {
		to := i + by
		if id != b.selected || b.onPlus || to < 0 || to >= len(groups) || b.OnMove == nil {
			continue
		}
		before := "" // behind the last
		switch {
		case by < 0:
			before = groups[to]
		case to+1 < len(groups):
			before = groups[to+1]
		}
		b.OnMove(id, before)
		return
	}
}

// groups are the ids of the user's groups in order.
func (b *groupBar) groups() []string {
	var ids []string
	for _, o := range b.lines {
		if l := o.line(); l.isGroup() {
			ids = append(ids, l.now.ID)
		}
	}
	return ids
}
