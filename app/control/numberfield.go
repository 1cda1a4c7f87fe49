package control

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// NumberField takes the digits that another computer shows, large and in
// groups of two. It takes nothing but digits, also from the clipboard.
type NumberField struct {
	base
	// Label is read to those who do not see the words above the field.
	Label   string
	digits  int
	text    string
	focused bool
	problem bool
	box     *canvas.Rectangle
	groups  []*canvas.Text
	caret   *canvas.Rectangle

	// The callbacks may be nil.
	OnChanged func(text string, complete bool)
	OnSubmit  func() // Enter with all digits there
}

var (
	_ fyne.Focusable    = (*NumberField)(nil)
	_ fyne.Tappable     = (*NumberField)(nil)
	_ fyne.Shortcutable = (*NumberField)(nil)
	_ fyne.Accessible   = (*NumberField)(nil)
)

// NewNumberField makes a field for a number of digits.
func NewNumberField(digits int) *NumberField {
	n := &NumberField{digits: digits, box: &canvas.Rectangle{}, caret: &canvas.Rectangle{}}
	for range (digits + 1) / 2 {
		n.groups = append(n.groups, skin.Blank())
	}
	n.ExtendBaseWidget(n)
	return n
}

// AccessibilityLabel implements [fyne.Accessible].
func (n *NumberField) AccessibilityLabel() string { return n.Label }

// AccessibilityRole implements [fyne.Accessible].
func (n *NumberField) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Text is what was typed.
func (n *NumberField) Text() string { return n.text }

// Complete reports whether all digits are there.
func (n *NumberField) Complete() bool { return len(n.text) == n.digits }

// Clear empties the field.
func (n *NumberField) Clear() { n.set("") }

// SetProblem paints the outline as wrong.
func (n *NumberField) SetProblem(wrong bool) {
	n.problem = wrong
	n.Refresh()
}

// Focus gives the field the keyboard.
func (n *NumberField) Focus() { focus(n) }

func (n *NumberField) set(text string) {
	if text == n.text {
		return
	}
	n.text, n.problem = text, false
	n.Refresh()
	if n.OnChanged != nil {
		n.OnChanged(text, n.Complete())
	}
}

// TypedRune implements [fyne.Focusable]. Full-width digits count too: a
// Japanese keyboard easily types them.
func (n *NumberField) TypedRune(r rune) { n.add(string(r)) }

func (n *NumberField) add(text string) {
	now := n.text
	for _, r := range text {
		if r >= '０' && r <= '９' {
			r += '0' - '０'
		}
		if r >= '0' && r <= '9' && len(now) < n.digits {
			now += string(r)
		}
	}
	n.set(now)
}

// TypedKey implements [fyne.Focusable].
func (n *NumberField) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyBackspace:
		n.set(n.text[:max(0, len(n.text)-1)])
	case fyne.KeyDelete:
		n.set("")
	case fyne.KeyReturn, fyne.KeyEnter:
		if n.Complete() && n.OnSubmit != nil {
			n.OnSubmit()
		}
	case fyne.KeyEscape:
		escape(n)
	case fyne.KeyF1:
		help(n, e)
	}
}

// TypedShortcut implements [fyne.Shortcutable].
func (n *NumberField) TypedShortcut(s fyne.Shortcut) {
	if paste, ok := s.(*fyne.ShortcutPaste); ok {
		n.set("")
		n.add(paste.Clipboard.Content())
		return
	}
	forward(n, s)
}

// Tapped implements [fyne.Tappable].
func (n *NumberField) Tapped(*fyne.PointEvent) { focus(n) }

// FocusGained implements [fyne.Focusable].
func (n *NumberField) FocusGained() {
	n.setFocused(true)
	bringIntoView(n)
}

// FocusLost implements [fyne.Focusable].
func (n *NumberField) FocusLost() { n.setFocused(false) }

func (n *NumberField) setFocused(focused bool) {
	n.focused = focused
	n.Refresh()
}

var numberStyle = skin.Style{Size: 32, Face: skin.CodeRow.Face, Style: skin.CodeRow.Style}

// style is as large as the width allows for all digits.
func (n *NumberField) style(width float32) skin.Style {
	style := numberStyle
	for style.Size > 12 && width > 0 && n.full(style)+skin.Px(16) > width {
		style.Size -= 2
	}
	return style
}

// full is the width of all digits with the gaps between the groups.
func (n *NumberField) full(style skin.Style) float32 {
	return style.Measure("0").Width*float32(n.digits) + n.gap(style)*float32(len(n.groups)-1)
}

func (n *NumberField) gap(style skin.Style) float32 {
	return skin.Px(14) * style.Size / numberStyle.Size
}

// CreateRenderer implements [fyne.Widget].
func (n *NumberField) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{n.box, n.caret}
	for _, g := range n.groups {
		objects = append(objects, g)
	}
	return newParts(n, objects, n.place, func() fyne.Size { return fyne.NewSize(160, skin.Px(58)) }, n.paint)
}

// place keeps each digit where it will be when all are there.
func (n *NumberField) place(size fyne.Size) {
	place(n.box, 0, 0, size.Width, size.Height)
	style := n.style(size.Width)
	digit, gap := style.Measure("0").Width, n.gap(style)
	x := (size.Width - n.full(style)) / 2
	for i, g := range n.groups {
		placeMid(g, x+float32(i)*(2*digit+gap), size.Height/2)
	}
	at := len(n.text)
	caret := x + float32(at)*digit + float32(min(at/2, len(n.groups)-1))*gap
	height := skin.Px(30)
	place(n.caret, caret, (size.Height-height)/2, skin.Px(2), height)
}

func (n *NumberField) paint() {
	outline, width := skin.Outline, float32(1)
	switch {
	case n.problem:
		outline, width = skin.Urgent, 2
	case n.focused:
		outline, width = skin.Accent, 2
	}
	paint(n.box, skin.Surface, outline, width, skin.Px(12))
	paint(n.caret, skin.Accent, skin.Clear, 0, 0)
	show(n.caret, n.focused && !n.Complete())
	for i, g := range n.groups {
		from, to := min(2*i, len(n.text)), min(2*i+2, len(n.text))
		skin.SetText(g, n.text[from:to], n.style(n.Size().Width), skin.Code)
	}
}

// Pairs is a number in groups of two, as it is read aloud: "47 21".
func Pairs(number string) string {
	var out []string
	for len(number) > 2 {
		out, number = append(out, number[:2]), number[2:]
	}
	return strings.Join(append(out, number), " ")
}
