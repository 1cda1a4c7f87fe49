package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"twofold/app/skin"
)

// press is the behaviour shared by everything that is pressed: pointer,
// keyboard, focus ring. A widget embeds it and calls bind.
type press struct{ tapped }

// tapped is press without the keyboard: a part of a widget that has the
// keyboard as a whole, and so is no stop of the Tab key itself.
type tapped struct {
	base
	hovered, focused, disabled bool

	self    fyne.Widget
	tap     func()
	changed func() // repaint
	ring    *canvas.Rectangle
}

// bind tells which widget this is part of, what a press does, and how to
// repaint.
func (p *tapped) bind(self fyne.Widget, tap, changed func()) {
	p.self, p.tap, p.changed = self, tap, changed
	p.ring = &canvas.Rectangle{}
	p.ring.Hide()
	p.ExtendBaseWidget(self)
}

// paintRing draws the focus ring: 2 wide, 3 outside of a widget with the given
// corner radius.
func (p *tapped) paintRing(radius float32) {
	paint(p.ring, skin.Clear, skin.Accent, 2, radius+ringOutside)
	show(p.ring, p.focused && !p.disabled)
}

// placeRing puts the focus ring around a size.
func (p *tapped) placeRing(size fyne.Size) {
	place(p.ring, -ringOutside, -ringOutside, size.Width+2*ringOutside, size.Height+2*ringOutside)
}

// ringOutside is the distance from a widget to the outer edge of its ring:
// a gap of 3 and a line of 2.
const ringOutside = 5

// Tapped implements [fyne.Tappable].
func (p *tapped) Tapped(*fyne.PointEvent) { p.press() }

func (p *tapped) press() {
	if !p.disabled && p.tap != nil {
		p.tap()
	}
}

// TypedKey implements [fyne.Focusable].
func (p *press) TypedKey(e *fyne.KeyEvent) { p.typedKey(e) }

// typedKey is what the keys do to anything that is pressed.
func (p *tapped) typedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		p.press()
	case fyne.KeyEscape:
		escape(p.self)
		leave(p.self, e)
	case fyne.KeyF1:
		help(p.self, e)
	}
}

// TypedRune implements [fyne.Focusable].
func (p *press) TypedRune(rune) {}

// FocusGained implements [fyne.Focusable].
func (p *press) FocusGained() { p.gainFocus() }

func (p *tapped) gainFocus() {
	p.set(&p.focused, true)
	bringIntoView(p.self)
}

// FocusLost implements [fyne.Focusable].
func (p *press) FocusLost() { p.set(&p.focused, false) }

// MouseIn implements [desktop.Hoverable].
func (p *tapped) MouseIn(*desktop.MouseEvent) { p.set(&p.hovered, true) }

// MouseMoved implements [desktop.Hoverable].
func (p *tapped) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements [desktop.Hoverable].
func (p *tapped) MouseOut() { p.set(&p.hovered, false) }

// Enable implements [fyne.Disableable].
func (p *tapped) Enable() { p.set(&p.disabled, false) }

// Disable implements [fyne.Disableable].
func (p *tapped) Disable() { p.set(&p.disabled, true) }

// Disabled implements [fyne.Disableable].
func (p *tapped) Disabled() bool { return p.disabled }

// SetEnabled enables or disables.
func (p *tapped) SetEnabled(enabled bool) { p.set(&p.disabled, !enabled) }

func (p *tapped) set(flag *bool, to bool) {
	if *flag == to {
		return
	}
	*flag = to
	p.changed()
}

// AccessibilityRole implements [fyne.Accessible].
func (p *tapped) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
