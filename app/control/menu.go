package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"twofold/app/skin"
)

// MenuItem is a line of a [Menu]. An empty Label makes a separator.
type MenuItem struct {
	Label    string
	Icon     string // a name of package assets, or ""
	Keys     string // the key that does the same, as "Ctrl+C"
	Do       func()
	Disabled bool
	Danger   bool // in the urgent colour
	Checked  bool
	Sub      []MenuItem // opens in place of the menu
}

// Menu is a list of commands over the window, opened at a point. Arrows move,
// Enter does, Esc and a click elsewhere close it.
type Menu struct {
	base
	items []MenuItem
	lines []*menuLine
	body  *fyne.Container
	room  *container.Scroll // for more lines than the window is high
	card  *canvas.Rectangle
	at    fyne.Position
	over  fyne.Canvas
	now   int
	up    []MenuItem // the menu this one was opened from

	// OnClosed is called once when the menu goes, before its command runs.
	OnClosed func()
}

var (
	_ fyne.Focusable         = (*Menu)(nil)
	_ fyne.Tappable          = (*Menu)(nil)
	_ fyne.SecondaryTappable = (*Menu)(nil)
	_ fyne.Accessible        = (*Menu)(nil)
)

// AccessibilityLabel implements [fyne.Accessible]: the line that is marked, or
// the first.
func (m *Menu) AccessibilityLabel() string {
	if m.now >= 0 && m.now < len(m.items) {
		return m.items[m.now].Label
	}
	if len(m.items) > 0 {
		return m.items[0].Label
	}
	return ""
}

// AccessibilityRole implements [fyne.Accessible].
func (m *Menu) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// OpenMenu opens a menu with its top left at an absolute position of a canvas,
// or as near as it fits.
func OpenMenu(over fyne.Canvas, at fyne.Position, items []MenuItem) *Menu {
	m := &Menu{at: at, over: over, card: &canvas.Rectangle{}, body: container.New(&menuColumn{})}
	m.room = container.NewVScroll(m.body)
	m.ExtendBaseWidget(m)
	m.setItems(items)
	over.Overlays().Add(m)
	m.Resize(over.Size())
	over.Focus(m)
	return m
}

func (m *Menu) setItems(items []MenuItem) {
	m.items, m.lines, m.now, m.body.Objects = items, nil, -1, nil
	for i := range items {
		line := newMenuLine(m, i)
		m.lines = append(m.lines, line)
		m.body.Objects = append(m.body.Objects, line)
	}
	m.room.Offset = fyne.Position{}
}

// menuColumn puts lines under each other.
type menuColumn struct{ width float32 } // that the menu has; 0: as much as the lines want

// Layout implements [fyne.Layout].
func (*menuColumn) Layout(lines []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, l := range lines {
		h := l.(*menuLine).HeightFor(size.Width)
		place(l, 0, y, size.Width, h)
		y += h
	}
}

// MinSize implements [fyne.Layout].
func (c *menuColumn) MinSize(lines []fyne.CanvasObject) fyne.Size {
	if c.width > 0 {
		return fyne.NewSize(1, c.height(lines, c.width))
	}
	var w float32
	for _, l := range lines {
		w = max(w, l.MinSize().Width)
	}
	return fyne.NewSize(w, c.height(lines, w))
}

func (*menuColumn) height(lines []fyne.CanvasObject, width float32) (h float32) {
	for _, l := range lines {
		h += l.(*menuLine).HeightFor(width)
	}
	return h
}

// Close takes the menu away. It may be called twice.
func (m *Menu) Close() {
	if m.over == nil {
		return
	}
	m.over.Overlays().Remove(m)
	m.over = nil
	if m.OnClosed != nil {
		m.OnClosed()
	}
}

func (m *Menu) do(i int) {
	it := m.items[i]
	switch {
	case it.Disabled || it.Label == "":
	case len(it.Sub) > 0:
		m.up = m.items
		m.setItems(it.Sub)
		m.Refresh()
		m.move(1)
	default:
		m.Close()
		if it.Do != nil {
			it.Do()
		}
	}
}

// move goes to the next line that can be chosen, round the ends.
func (m *Menu) move(by int) {
	n := len(m.items)
	for step := 1; step <= n; step++ {
		start := m.now
		if start < 0 && by < 0 {
			start = 0
		}
		i := ((start+by*step)%n + n) % n
		if it := m.items[i]; it.Label != "" && !it.Disabled {
			m.mark(i)
			return
		}
	}
}

func (m *Menu) mark(i int) {
	m.now = i
	for _, l := range m.lines {
		l.Refresh()
	}
	if i < 0 {
		return
	}
	l, view := m.lines[i], m.room.Size().Height
	top, bottom := l.Position().Y, l.Position().Y+l.Size().Height
	switch {
	case top < m.room.Offset.Y:
		m.room.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > m.room.Offset.Y+view:
		m.room.ScrollToOffset(fyne.NewPos(0, bottom-view))
	}
}

// TypedKey implements [fyne.Focusable].
func (m *Menu) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp:
		m.move(-1)
	case fyne.KeyDown:
		m.move(1)
	case fyne.KeyRight:
		if m.now >= 0 && len(m.items[m.now].Sub) > 0 {
			m.do(m.now)
		}
	case fyne.KeyLeft:
		m.back()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if m.now >= 0 {
			m.do(m.now)
		}
	case fyne.KeyEscape:
		if !m.back() {
			m.Close()
		}
	}
}

// back returns from a menu inside a menu.
func (m *Menu) back() bool {
	if m.up == nil {
		return false
	}
	m.setItems(m.up)
	m.up = nil
	m.Refresh()
	return true
}

// TypedRune implements [fyne.Focusable].
func (m *Menu) TypedRune(rune) {}

// FocusGained implements [fyne.Focusable].
func (m *Menu) FocusGained() {}

// FocusLost implements [fyne.Focusable].
func (m *Menu) FocusLost() {}

// Tapped implements [fyne.Tappable]: a click beside the menu.
func (m *Menu) Tapped(*fyne.PointEvent) { m.Close() }

// TappedSecondary implements [fyne.SecondaryTappable].
func (m *Menu) TappedSecondary(*fyne.PointEvent) { m.Close() }

// CreateRenderer implements [fyne.Widget].
func (m *Menu) CreateRenderer() fyne.WidgetRenderer { return &menuRenderer{m} }

type menuRenderer struct{ m *Menu }

func (r *menuRenderer) Destroy()           {}
func (r *menuRenderer) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

func (r *menuRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.m.card, r.m.room}
}

func (r *menuRenderer) Layout(size fyne.Size) {
	m, pad := r.m, skin.Px(6)
	paint(m.card, skin.Surface, skin.Border, 1, skin.Px(10))
	column := m.body.Layout.(*menuColumn)
	column.width = 0
	width := min(max(skin.Px(180), m.body.MinSize().Width+2*pad), size.Width-2*pad)
	column.width = width - 2*pad
	height := min(m.body.MinSize().Height+2*pad, size.Height-2*pad)
	x := max(pad, min(m.at.X, size.Width-width-pad))
	y := max(pad, min(m.at.Y, size.Height-height-pad))
	place(m.card, x, y, width, height)
	place(m.room, x+pad, y+pad, width-2*pad, height-2*pad)
}

func (r *menuRenderer) Refresh() {
	for _, l := range r.m.lines {
		l.Refresh()
	}
	r.m.body.Refresh()
	r.m.room.Refresh()
	r.Layout(r.m.Size())
	canvas.Refresh(r.m)
}
