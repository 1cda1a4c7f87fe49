package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"twofold/app/skin"
)

// Sheet is a decision in front of a darkened window. While it is open the
// keyboard stays inside. Esc closes it unless it must be answered.
type Sheet struct {
	base
	content *Column
	scroll  *container.Scroll
	scrim   *canvas.Rectangle
	card    *canvas.Rectangle
	over    fyne.Canvas
	width   float32
	focused bool
	takes   bool // the keyboard is for the sheet as a whole

	// Required keeps Esc and clicks beside the card from closing the sheet.
	Required bool
	// Tells marks a sheet that asks nothing: closing it loses nothing.
	Tells bool
	// OnEnter is what Enter does while no control inside has the keyboard.
	OnEnter func()
	// OnSpace is what Space does then.
	OnSpace func()
	// OnClosed is called once when the sheet goes, however it goes.
	OnClosed func()
}

var (
	_ fyne.Focusable   = (*Sheet)(nil)
	_ fyne.Disableable = (*Sheet)(nil)
	_ fyne.Tappable    = (*Sheet)(nil)
	_ fyne.Accessible  = (*Sheet)(nil)
)

// NewSheet makes a sheet of objects under each other.
func NewSheet(objects ...fyne.CanvasObject) *Sheet {
	s := &Sheet{content: NewColumn(12, objects...).Inset(Inset{20, 22, 20, 20}), scrim: &canvas.Rectangle{}, card: &canvas.Rectangle{}, width: 372}
	s.scroll = container.NewVScroll(s.content)
	s.content.placed = s.fit
	s.ExtendBaseWidget(s)
	return s
}

// Wide makes the sheet up to 560 wide, and gives it back.
func (s *Sheet) Wide() *Sheet {
	s.width = 560
	return s
}

// Content is the column inside, for changing what it shows.
func (s *Sheet) Content() *Column { return s.content }

// OpenOn opens the sheet over a canvas and takes the keyboard.
func (s *Sheet) OpenOn(over fyne.Canvas) {
	if s.over != nil {
		return
	}
	s.over = over
	over.Overlays().Add(s)
	s.Resize(over.Size())
	s.takes = true
	over.Focus(s)
	s.takes = false
}

// Close takes the sheet away. It may be called twice.
func (s *Sheet) Close() {
	if s.over == nil {
		return
	}
	s.over.Overlays().Remove(s)
	s.over = nil
	if s.OnClosed != nil {
		s.OnClosed()
	}
}

// IsOpen reports whether the sheet is shown.
func (s *Sheet) IsOpen() bool { return s.over != nil }

func (s *Sheet) escape() {
	if !s.Required {
		s.Close()
	}
}

// CreateRenderer implements [fyne.Widget].
func (s *Sheet) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{s.scrim, s.card, s.scroll}
	return newParts(s, objects, s.place, func() fyne.Size { return fyne.NewSize(1, 1) }, func() {
		paint(s.scrim, skin.Scrim, skin.Clear, 0, 0)
		paint(s.card, skin.Surface, skin.Border, 1, skin.Px(18))
		s.content.Refresh()
	})
}

// measure is the size of the card in a window.
func (s *Sheet) measure(size fyne.Size) (width, height float32) {
	margin := min(skin.Px(24), size.Width*0.06)
	width = min(skin.Px(s.width), size.Width-2*margin)
	return width, min(s.content.HeightFor(width), size.Height-2*margin)
}

// fit makes the card as tall as what it shows now: a sentence below a field
// must not push the buttons out of sight.
func (s *Sheet) fit() {
	if _, height := s.measure(s.Size()); s.over != nil && height != s.card.Size().Height {
		s.place(s.Size())
	}
}

func (s *Sheet) place(size fyne.Size) {
	place(s.scrim, 0, 0, size.Width, size.Height)
	width, height := s.measure(size)
	s.content.Hint(width)
	x, y := (size.Width-width)/2, (size.Height-height)/2
	place(s.card, x, y, width, height)
	place(s.scroll, x, y, width, height)
}

// Tapped implements [fyne.Tappable]: a click beside the card.
func (s *Sheet) Tapped(e *fyne.PointEvent) {
	p, size := s.card.Position(), s.card.Size()
	inside := e.Position.X >= p.X && e.Position.Y >= p.Y && e.Position.X < p.X+size.Width && e.Position.Y < p.Y+size.Height
	if !inside {
		s.escape()
		return
	}
	s.takes = true
	focus(s) // the click took the keyboard from whatever had it
	s.takes = false
}

// Disabled implements [fyne.Disableable]: Tab passes the sheet as a whole over,
// where no keyboard would be seen.
func (s *Sheet) Disabled() bool { return !s.takes && !s.focused }

// Enable implements [fyne.Disableable].
func (s *Sheet) Enable() {}

// Disable implements [fyne.Disableable].
func (s *Sheet) Disable() {}

// TypedKey implements [fyne.Focusable].
func (s *Sheet) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		s.escape()
	case fyne.KeyReturn, fyne.KeyEnter:
		if s.OnEnter != nil {
			s.OnEnter()
		}
	case fyne.KeySpace:
		if s.OnSpace != nil {
			s.OnSpace()
		}
	}
}

// TypedRune implements [fyne.Focusable].
func (s *Sheet) TypedRune(rune) {}

// FocusGained implements [fyne.Focusable].
func (s *Sheet) FocusGained() { s.focused = true }

// FocusLost implements [fyne.Focusable].
func (s *Sheet) FocusLost() { s.focused = false }

// AccessibilityLabel implements [fyne.Accessible].
func (s *Sheet) AccessibilityLabel() string {
	for _, o := range s.content.Objects() {
		if p, ok := o.(*Paragraph); ok {
			return p.Text()
		}
	}
	return ""
}

// AccessibilityRole implements [fyne.Accessible].
func (s *Sheet) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }
