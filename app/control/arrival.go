package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// arrival is how the keyboard comes to an entry. The Tab key selects what is in
// a line, as everywhere on these desktops: typing replaces it. A click does
// not, nor the return of the window to the front. The toolkit says FocusGained
// for all of them.
type arrival struct {
	away   bool // the keyboard has been elsewhere in the window
	fresh  bool // it has never been here
	byHand bool // the mouse or the program brings it now
}

// arrived selects the line, or puts the caret at its end where a page opens
// with it.
func (e *entry) arrived() {
	a := e.arrival
	e.arrival.away, e.arrival.fresh = false, false
	switch {
	case e.MultiLine || e.Text == "":
	case a.away && !a.byHand:
		e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	case a.fresh && a.byHand:
		e.CursorColumn = len([]rune(e.Text))
		e.Entry.Refresh()
	}
}

// byHand runs what may bring the keyboard here by something else than Tab.
func (e *entry) byHand(do func()) {
	e.arrival.byHand = true
	do()
	e.arrival.byHand = false
}

// Disabled implements [fyne.Disableable]. On its way to the next stop the Tab
// key asks every control, also this one, while the keyboard is still elsewhere.
// When the window or what lay over it goes, it has been here all the time.
func (e *entry) Disabled() bool {
	if !e.arrival.away {
		c := fyne.CurrentApp().Driver().CanvasForObject(e)
		e.arrival.away = c != nil && c.Overlays().Top() == nil && c.Focused() != fyne.Focusable(e)
	}
	return e.Entry.Disabled()
}

// MouseDown implements [desktop.Mouseable].
func (e *entry) MouseDown(m *desktop.MouseEvent) { e.byHand(func() { e.Entry.MouseDown(m) }) }

// TappedSecondary implements [fyne.SecondaryTappable].
func (e *entry) TappedSecondary(p *fyne.PointEvent) { e.byHand(func() { e.Entry.TappedSecondary(p) }) }

// giveKeys gives a control of a window the keyboard.
func giveKeys(window fyne.Canvas, to fyne.Focusable) {
	if e, ok := to.(*entry); ok {
		e.byHand(func() { window.Focus(to) })
		return
	}
	window.Focus(to)
}
