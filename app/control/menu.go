package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

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
)

// OpenMenu opens a menu with its top left at an absolute position of a canvas,
// or as near as it fits.
func OpenMenu(over fyne.Canvas, at fyne.Position, items []MenuItem) *Menu {
	m := &Menu{at: at, over: over, card: &canvas.Rectangle{}}
	m.ExtendBaseWidget(m)
	m.setItems(items)
	over.Overlays().Add(m)
	m.Resize(over.Size())
	over.Focus(m)
	return m
}

func (m *Menu) setItems(items []MenuItem) {
	m.items, m.lines, m.now = items, nil, -1
	for i := range items {
		line := newMenuLine(m, i)
		m.lines = append(m.lines, line)
	}
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

// menuRenderer has other lines after a menu inside the menu was opened.
type menuRenderer struct{ m *Menu }

func (r *menuRenderer) Destroy()           {}
func (r *menuRenderer) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

func (r *menuRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.m.card}
	for _, l := range r.m.lines {
		out = append(out, l)
	}
	return out
}

func (r *menuRenderer) Layout(size fyne.Size) {
	m, pad := r.m, skin.Px(6)
	paint(m.card, skin.Surface, skin.Border, 1, skin.Px(10))
	width, height := skin.Px(180), 2*pad
	for _, l := range m.lines {
		s := l.MinSize()
		width, height = max(width, s.Width+2*pad), height+s.Height
	}
	x := max(0, min(m.at.X, size.Width-width-pad))
	y := max(0, min(m.at.Y, size.Height-height-pad))
	place(m.card, x, y, width, height)
	y += pad
	for _, l := range m.lines {
		h := l.MinSize().Height
		place(l, x+pad, y, width-2*pad, h)
		y += h
	}
}

func (r *menuRenderer) Refresh() {
	for _, l := range r.m.lines {
		l.Refresh()
	}
	r.Layout(r.m.Size())
	canvas.Refresh(r.m)
}
