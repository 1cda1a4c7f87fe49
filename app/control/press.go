package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"twofold/app/skin"
)

// press is the behaviour shared by everything that is pressed: pointer,
// keyboard, focus ring. A widget embeds it and calls bind.
type press struct {
	base
	hovered, focused, disabled bool

	self    fyne.Widget
	tap     func()
	changed func() // repaint
	ring    *canvas.Rectangle
}

// bind tells press which widget it is part of, what a press does, and how to
// repaint.
func (p *press) bind(self fyne.Widget, tap, changed func()) {
	p.self, p.tap, p.changed = self, tap, changed
	p.ring = &canvas.Rectangle{}
	p.ring.Hide()
	p.ExtendBaseWidget(self)
}

// paintRing draws the focus ring: 2 wide, 3 outside of a widget with the given
// corner radius.
func (p *press) paintRing(radius float32) {
	paint(p.ring, skin.Clear, skin.Accent, 2, radius+ringOutside)
	show(p.ring, p.focused && !p.disabled)
}

// placeRing puts the focus ring around a size.
func (p *press) placeRing(size fyne.Size) {
	place(p.ring, -ringOutside, -ringOutside, size.Width+2*ringOutside, size.Height+2*ringOutside)
}

// ringOutside is the distance from a widget to the outer edge of its ring:
// a gap of 3 and a line of 2.
const ringOutside = 5

// Tapped implements [fyne.Tappable].
func (p *press) Tapped(*fyne.PointEvent) { p.press() }

func (p *press) press() {
	if !p.disabled && p.tap != nil {
		p.tap()
	}
}

// TypedKey implements [fyne.Focusable].
func (p *press) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		p.press()
	case fyne.KeyEscape:
		escape(p.self)
		leave(p.self, e)
	}
}

// TypedRune implements [fyne.Focusable].
func (p *press) TypedRune(rune) {}

// FocusGained implements [fyne.Focusable].
func (p *press) FocusGained() { p.set(&p.focused, true) }

// FocusLost implements [fyne.Focusable].
func (p *press) FocusLost() { p.set(&p.focused, false) }

// MouseIn implements [desktop.Hoverable].
func (p *press) MouseIn(*desktop.MouseEvent) { p.set(&p.hovered, true) }

// MouseMoved implements [desktop.Hoverable].
func (p *press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (p *press) MouseOut() { p.set(&p.hovered, false) }

// Enable implements [fyne.Disableable].
func (p *press) Enable() { p.set(&p.disabled, false) }

// Disable implements [fyne.Disableable].
func (p *press) Disable() { p.set(&p.disabled, true) }

// Disabled implements [fyne.Disableable].
func (p *press) Disabled() bool { return p.disabled }

// SetEnabled enables or disables.
func (p *press) SetEnabled(enabled bool) { p.set(&p.disabled, !enabled) }

func (p *press) set(flag *bool, to bool) {
	if *flag == to {
		return
	}
	*flag = to
	p.changed()
}

// AccessibilityRole implements [fyne.Accessible].
func (p *press) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
