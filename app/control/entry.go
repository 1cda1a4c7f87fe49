package control

import (
	"image/color"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// entry is the toolkit's entry with the keys of the program: it hands
// shortcuts that do not edit text on to the window, which the toolkit's own
// swallows, and gives Esc, Up and Down away.
type entry struct {
	widget.Entry
	onKey   func(fyne.KeyName) bool // true: the key has been dealt with
	onPaste func() bool             // true: the paste has been dealt with
	onFocus func(bool)
	onCaps  func(bool)
	shift   bool
	name    func() string // what to type here
	arrival arrival
	caret   behind
}

var (
	_ fyne.Shortcutable = (*entry)(nil)
	_ desktop.Keyable   = (*entry)(nil)
	_ fyne.Accessible   = (*entry)(nil)
	_ fyne.Tabbable     = (*entry)(nil)
)

// AccessibilityLabel implements [fyne.Accessible]. What was typed is not read
// out: it may be a secret.
func (e *entry) AccessibilityLabel() string {
	if e.name == nil {
		return e.PlaceHolder
	}
	return e.name()
}

// AccessibilityRole implements [fyne.Accessible].
func (e *entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func newEntry() *entry {
	e := &entry{arrival: arrival{away: true, fresh: true}}
	e.ExtendBaseWidget(e)
	return e
}

// TypedKey implements [fyne.Focusable].
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	if e.onKey != nil && e.onKey(k.Name) {
		return
	}
	if k.Name == fyne.KeyBackspace {
		e.edited(-1, func() { e.Entry.TypedKey(k) })
		return
	}
	e.Entry.TypedKey(k)
}

// TypedRune implements [fyne.Focusable]. A capital without Shift, or a small
// letter with it, gives Caps Lock away; nothing else does in this toolkit.
func (e *entry) TypedRune(r rune) {
	if e.onCaps != nil && unicode.IsLetter(r) && (unicode.IsUpper(r) || unicode.IsLower(r)) {
		e.onCaps(unicode.IsUpper(r) != e.shift)
	}
	e.edited(1, func() { e.Entry.TypedRune(r) })
}

// AcceptsTab implements [fyne.Tabbable]: Tab goes on to what comes next. The
// toolkit puts it into a text of several lines, where the keyboard then ends.
func (e *entry) AcceptsTab() bool { return false }

// KeyDown implements [desktop.Keyable].
func (e *entry) KeyDown(k *fyne.KeyEvent) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		e.shift = true
	}
	e.Entry.KeyDown(k)
}

// KeyUp implements [desktop.Keyable].
func (e *entry) KeyUp(k *fyne.KeyEvent) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		e.shift = false
	}
	e.Entry.KeyUp(k)
}

// TypedShortcut implements [fyne.Shortcutable].
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutPaste:
		if e.onPaste != nil && e.onPaste() {
			return
		}
		e.goBehind()
	case *desktop.CustomShortcut:
		if !edits(s.KeyName) {
			forward(e, s)
			return
		}
	}
	e.Entry.TypedShortcut(s)
}

// edits reports whether a key with a modifier moves the caret or deletes.
func edits(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		return true
	}
	return false
}

// FocusGained implements [fyne.Focusable].
func (e *entry) FocusGained() {
	e.shift = shiftDown()
	e.Entry.FocusGained()
	e.arrived()
	bringIntoView(e)
	if e.onFocus != nil {
		e.onFocus(true)
	}
}

// FocusLost implements [fyne.Focusable].
func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	if e.onFocus != nil {
		e.onFocus(false)
	}
}

// escape is what Esc does in a control that has no use for it: it closes the
// sheet the control is in, or else gives up the keyboard.
func escape(from fyne.CanvasObject) {
	c := fyne.CurrentApp().Driver().CanvasForObject(from)
	if c == nil {
		return
	}
	if s, ok := c.Overlays().Top().(*Sheet); ok {
		s.escape()
		return
	}
	c.Unfocus()
}

// caretWidth is, in the toolkit, also the width of the entry's own border; see
// [unframed].
const caretWidth = 2

// unframed draws an entry without its own ground and border, which are the
// first two of its objects. The theme cannot take them away: the border of a
// focused entry has the width and the colour of its caret.
type unframed struct{ fyne.WidgetRenderer }

func (u unframed) Objects() []fyne.CanvasObject { return u.WidgetRenderer.Objects()[2:] }

// CreateRenderer implements [fyne.Widget].
func (e *entry) CreateRenderer() fyne.WidgetRenderer { return unframed{e.Entry.CreateRenderer()} }

// leave hands a key to the window after a control has given up the keyboard
// for it: Esc on a button means the page, not the button.
func leave(from fyne.CanvasObject, e *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(from)
	if c == nil || c.Overlays().Top() != nil || c.Focused() != nil {
		return
	}
	if typed := c.OnTypedKey(); typed != nil {
		typed(e)
	}
}

// help hands F1 to the window from a control that has the keyboard and keeps
// it: the keys are looked up in the middle of typing.
func help(from fyne.CanvasObject, e *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(from)
	if c == nil {
		return
	}
	if typed := c.OnTypedKey(); typed != nil {
		typed(e)
	}
}

// bare is the theme of an entry inside a frame of ours. Everything else is the
// theme of the application at the moment of asking.
type bare struct {
	line bool // of a single line, over which a scroll bar would lie
}

var _ fyne.Theme = bare{}

func under() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

func (bare) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	return under().Color(name, v)
}

func (b bare) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameScrollBar, theme.SizeNameScrollBarSmall:
		if b.line {
			return 0
		}
	case theme.SizeNameInputBorder:
		return caretWidth
	case theme.SizeNameInnerPadding:
		return under().Size(name) * 0.75
	}
	return under().Size(name)
}

func (bare) Font(style fyne.TextStyle) fyne.Resource    { return under().Font(style) }
func (bare) Icon(name fyne.ThemeIconName) fyne.Resource { return under().Icon(name) }
