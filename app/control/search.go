package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// SearchField is the field above the list. Until it is first used it only
// looks like one: a real entry would have the toolkit read the index of the
// system's fonts before the first code is on screen, and a caret costs more
// than all rings together.
type SearchField struct {
	base
	placeholder, clearName string
	field                  *Field
	clear                  *IconButton
	box                    *canvas.Rectangle
	text                   *canvas.Text
	glyph                  *glyph

	// The callbacks may be nil.
	OnChanged func(text string)
	OnSubmit  func()      // Enter
	OnDown    func()      // to the list
	OnPaste   func() bool // true keeps the field from pasting
}

var (
	_ fyne.Focusable  = (*SearchField)(nil)
	_ fyne.Tappable   = (*SearchField)(nil)
	_ fyne.Accessible = (*SearchField)(nil)
)

// NewSearchField makes the field. clearName names the button that empties it.
func NewSearchField(placeholder, clearName string) *SearchField {
	s := &SearchField{placeholder: placeholder, clearName: clearName, box: &canvas.Rectangle{}, text: skin.Blank(), glyph: newGlyph()}
	s.ExtendBaseWidget(s)
	return s
}

// wake makes the real field.
func (s *SearchField) wake() {
	if s.field != nil {
		return
	}
	s.clear = NewIconButton("close", s.clearName, Quiet, func() { s.SetText("") }).Small()
	s.clear.Hide()
	s.field = NewField("", s.placeholder).WithIcon("search").WithButtons(s.clear)
	s.field.OnChanged = func(text string) {
		show(s.clear, text != "")
		if s.OnChanged != nil {
			s.OnChanged(text)
		}
	}
	s.field.OnSubmit = func() {
		if s.OnSubmit != nil {
			s.OnSubmit()
		}
	}
	s.field.OnDown = func() {
		if s.OnDown != nil {
			s.OnDown()
		}
	}
	s.field.OnEscape = s.escaped
	s.field.OnPaste = func() bool { return s.OnPaste != nil && s.OnPaste() }
	s.Refresh()
}

// escaped is Esc: first it empties the field, then it leaves it.
func (s *SearchField) escaped() {
	if s.Text() != "" {
		s.SetText("")
		return
	}
	s.Blur()
}

// Text is what is searched for.
func (s *SearchField) Text() string {
	if s.field == nil {
		return ""
	}
	return s.field.Text()
}

// SetText replaces what is searched for, and tells OnChanged.
func (s *SearchField) SetText(text string) {
	if s.field == nil && text == "" {
		return
	}
	s.wake()
	s.field.SetText(text)
}

// SetWords changes placeholder and the name of the button, for another
// language.
func (s *SearchField) SetWords(placeholder, clearName string) {
	if s.placeholder == placeholder && s.clearName == clearName {
		return
	}
	s.placeholder, s.clearName = placeholder, clearName
	if s.field != nil {
		s.field.SetPlaceholder(placeholder)
		s.clear.SetIcon("close", clearName)
	}
	s.Refresh()
}

// Focus gives the field the keyboard.
func (s *SearchField) Focus() {
	s.wake()
	focusOn(s, s.field.entry)
}

// Focused reports whether the field has the keyboard.
func (s *SearchField) Focused() bool { return s.field != nil && s.field.Focused() }

// Blur gives up the keyboard if the field has it.
func (s *SearchField) Blur() {
	if s.field != nil {
		s.field.Blur()
	}
}

// Type gives the field the keyboard and a character, for typing that began in
// the list.
func (s *SearchField) Type(r rune) {
	s.Focus()
	s.field.entry.TypedRune(r)
}

// Tapped implements [fyne.Tappable].
func (s *SearchField) Tapped(*fyne.PointEvent) { s.Focus() }

// FocusGained implements [fyne.Focusable]: the Tab key has come to what looks
// like a field, so it becomes one.
func (s *SearchField) FocusGained() { s.Focus() }

// FocusLost implements [fyne.Focusable].
func (s *SearchField) FocusLost() {}

// TypedRune implements [fyne.Focusable].
func (s *SearchField) TypedRune(r rune) { s.Type(r) }

// TypedKey implements [fyne.Focusable].
func (s *SearchField) TypedKey(*fyne.KeyEvent) {}

// Disable implements [fyne.Disableable].
func (s *SearchField) Disable() {}

// Enable implements [fyne.Disableable].
func (s *SearchField) Enable() {}

// Disabled implements [fyne.Disableable]. It takes the look of a field out of
// the order of the Tab key once the real one is in it.
func (s *SearchField) Disabled() bool { return s.field != nil }

// AccessibilityLabel implements [fyne.Accessible].
func (s *SearchField) AccessibilityLabel() string { return s.placeholder }

// AccessibilityRole implements [fyne.Accessible].
func (s *SearchField) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (s *SearchField) CreateRenderer() fyne.WidgetRenderer {
	r := &searchRenderer{s}
	r.paint()
	return r
}

// searchRenderer draws the look, and later the field itself.
type searchRenderer struct{ s *SearchField }

func (r *searchRenderer) Destroy()           {}
func (r *searchRenderer) MinSize() fyne.Size { return skin.Size(120, 38) }

func (r *searchRenderer) Objects() []fyne.CanvasObject {
	if r.s.field != nil {
		return []fyne.CanvasObject{r.s.field}
	}
	return []fyne.CanvasObject{r.s.box, r.s.glyph.Image, r.s.text}
}

// Layout puts the look exactly where the field puts its own.
func (r *searchRenderer) Layout(size fyne.Size) {
	s, px := r.s, skin.Px
	if s.field != nil {
		place(s.field, 0, 0, size.Width, size.Height)
		return
	}
	place(s.box, 0, 0, size.Width, size.Height)
	s.glyph.placeBeside(px(10), size.Height/2, px(18))
	skin.SetText(s.text, skin.Ellipsis(s.placeholder, skin.Body, size.Width-px(34+8)), skin.Body, skin.Text3)
	placeMid(s.text, px(34), size.Height/2)
}

func (r *searchRenderer) paint() {
	s := r.s
	paint(s.box, skin.Surface, skin.Outline, 1, skin.Px(10))
	s.glyph.set("search", skin.Text)
	skin.SetText(s.text, skin.Ellipsis(s.placeholder, skin.Body, s.Size().Width-skin.Px(34+8)), skin.Body, skin.Text3)
}

func (r *searchRenderer) Refresh() {
	r.paint()
	if r.s.field != nil {
		r.s.field.Refresh()
	}
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}
