package control

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"twofold/app/skin"
)

// Field is a line to type in, with a label above and room below for a hint or
// an error, which take no space while empty.
type Field struct {
	base
	self                 fyne.Widget // the field, or the widget built on it
	label, hint, problem string
	given                string // what the program put into it last
	icon                 string
	focused              bool

	entry  *entry
	frame  *container.ThemeOverride
	wheel  *wheel
	box    *canvas.Rectangle
	head   *Paragraph
	glyph  *glyph
	note   *Paragraph
	extra  []fyne.CanvasObject // buttons at the right, inside the box
	lines  int                 // of a field for several lines
	enough int                 // words, with which Enter submits

	// The callbacks may be nil.
	OnChanged func(text string)
	OnSubmit  func() // Enter
	OnEscape  func() // without it Esc closes the sheet or gives up the keyboard
	OnDown    func()
	OnUp      func()
	OnFocus   func(focused bool)
	OnPaste   func() bool // true keeps the field from pasting
}

// NewField makes a field. Label and placeholder may be "".
func NewField(label, placeholder string) *Field {
	f := &Field{}
	f.init(f, label, placeholder)
	return f
}

// init makes the parts of a field that is, or is part of, self.
func (f *Field) init(self fyne.Widget, label, placeholder string) {
	f.self, f.label, f.lines = self, label, 1
	f.entry, f.box, f.head, f.glyph = newEntry(), &canvas.Rectangle{}, NewParagraph(label, skin.CapBold, skin.Text2), newGlyph()
	f.note = NewParagraph("", skin.Caption, skin.Text3)
	f.note.Hide()
	f.entry.PlaceHolder = placeholder
	f.frame = container.NewThemeOverride(f.entry, bare{line: true})
	f.wheel = newWheel(f)
	f.wire()
	f.ExtendBaseWidget(self)
}

func (f *Field) wire() {
	e := f.entry
	e.OnChanged = func(text string) {
		show(f.wheel, !f.overflows())
		if f.OnChanged != nil {
			f.OnChanged(text)
		}
	}
	e.OnSubmitted = func(string) {
		if f.OnSubmit != nil {
			f.OnSubmit()
		}
	}
	e.onFocus = func(focused bool) {
		f.focused = focused
		f.Refresh()
		if f.OnFocus != nil {
			f.OnFocus(focused)
		}
	}
	e.name = func() string {
		if f.label != "" {
			return strings.ReplaceAll(f.label, breakMark, "")
		}
		return e.PlaceHolder
	}
	e.onKey = f.key
	e.onPaste = func() bool { return f.OnPaste != nil && f.OnPaste() }
}

// key deals with keys that are not for editing, and reports whether it did.
func (f *Field) key(name fyne.KeyName) bool {
	var do func()
	switch name {
	case fyne.KeyEscape:
		if do = f.OnEscape; do == nil {
			do = func() { escape(f.self) }
		}
	case fyne.KeyF1:
		do = func() { help(f.self, &fyne.KeyEvent{Name: name}) }
	case fyne.KeyDown:
		do = f.OnDown
	case fyne.KeyUp:
		do = f.OnUp
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.enough > 0 && countWords(f.Text()) >= f.enough {
			do = f.OnSubmit
		}
	}
	if do == nil {
		return false
	}
	do()
	return true
}

// Multiline gives the field several lines, and gives it back. Enter then ends
// a line.
func (f *Field) Multiline(lines int) *Field {
	f.lines = lines
	f.frame.Theme = bare{}
	f.entry.MultiLine = true
	f.entry.Wrapping = fyne.TextWrapWord
	f.entry.SetMinRowsVisible(lines)
	return f
}

// EnterAfter makes Enter submit a field of several lines once there are so many
// words in it, and gives the field back.
func (f *Field) EnterAfter(words int) *Field {
	f.enough = words
	return f
}

func countWords(text string) int {
	return len(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }))
}

// WithIcon puts an icon before the text, and gives the field back.
func (f *Field) WithIcon(name string) *Field {
	f.icon = name
	return f
}

// WithButtons puts buttons inside the box at the right, and gives the field
// back.
func (f *Field) WithButtons(buttons ...fyne.CanvasObject) *Field {
	f.extra = buttons
	return f
}

// Mono shows what is typed in the face of codes, for keys; and gives the field
// back.
func (f *Field) Mono() *Field {
	f.entry.TextStyle = fyne.TextStyle{Monospace: true}
	return f
}

// Text is what was typed.
func (f *Field) Text() string { return f.entry.Text }

// SetText replaces what was typed, and forgets what could be undone.
func (f *Field) SetText(text string) {
	f.given = text
	f.entry.SetText(text)
}

// SetLabel changes the label above.
func (f *Field) SetLabel(label string) {
	f.label = label
	f.Refresh()
}

// SetPlaceholder changes what an empty field says.
func (f *Field) SetPlaceholder(text string) { f.entry.SetPlaceHolder(text) }

// SetHint puts a quiet line under the field; an error hides it.
func (f *Field) SetHint(text string) {
	f.hint = text
	f.Refresh()
}

// SetError puts an error under the field and paints its outline; "" takes
// both away.
func (f *Field) SetError(text string) {
	if f.problem == text {
		return
	}
	f.problem = text
	f.Refresh()
}

// SetEnabled lets the user type or not.
func (f *Field) SetEnabled(enabled bool) {
	if enabled {
		f.entry.Enable()
	} else {
		f.entry.Disable()
	}
	f.Refresh()
}

// Focus gives the field the keyboard.
func (f *Field) Focus() { focusOn(f.self, f.entry) }

// SelectAll selects what is in the field, so that typing replaces it.
func (f *Field) SelectAll() { f.entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// Focused reports whether the field has the keyboard.
func (f *Field) Focused() bool { return f.focused }

// Blur gives up the keyboard if the field has it.
func (f *Field) Blur() {
	if f.Focused() {
		unfocus(f.self)
	}
}

// HeightFor is the height of label, box and the line below in a width.
func (f *Field) HeightFor(width float32) float32 {
	height := f.headHeight(width) + f.boxHeight()
	if f.note.Visible() {
		height += skin.Px(6) + f.note.HeightFor(width)
	}
	return height
}

func (f *Field) headHeight(width float32) float32 {
	if f.label == "" {
		return 0
	}
	return f.head.HeightFor(width) + skin.Px(4)
}

func (f *Field) boxHeight() float32 {
	if f.lines > 1 {
		return skin.Px(16) + float32(f.lines)*skin.Px(21)
	}
	return skin.Px(38)
}

// CreateRenderer implements [fyne.Widget].
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{f.head, f.box, f.glyph.Image, f.frame, f.wheel}
	objects = append(objects, f.extra...)
	objects = append(objects, f.note)
	min := func() fyne.Size { return fyne.NewSize(skin.Px(120), f.HeightFor(f.Size().Width)) }
	return newParts(f.self, objects, f.place, min, f.paint)
}

func (f *Field) place(size fyne.Size) {
	px := skin.Px
	y, h := f.headHeight(size.Width), f.boxHeight()
	place(f.head, 0, 0, size.Width, max(0, y-px(4)))
	place(f.box, 0, y, size.Width, h)
	left, right := px(4), size.Width-px(4)
	if f.icon != "" {
		f.glyph.placeBeside(px(10), y+h/2, px(18))
		left = px(28)
	}
	for i := len(f.extra) - 1; i >= 0; i-- {
		m := f.extra[i].MinSize()
		right -= m.Width
		place(f.extra[i], right, y+(h-m.Height)/2, m.Width, m.Height)
	}
	inner := h - px(4)
	if f.lines == 1 {
		inner = f.frame.MinSize().Height
	}
	place(f.frame, left, y+(h-inner)/2, max(0, right-left), inner)
	place(f.wheel, left, y, max(0, right-left), h)
	show(f.wheel, !f.overflows())
	if f.note.Visible() {
		place(f.note, 0, y+h+px(6), size.Width, f.note.HeightFor(size.Width))
	}
}

func (f *Field) paint() {
	outline, width := skin.Outline, float32(1)
	switch {
	case f.problem != "":
		outline, width = skin.Urgent, 2
	case f.Focused():
		outline, width = skin.Accent, 2
	}
	fill := skin.Surface
	if f.entry.Disabled() {
		fill = skin.Surface2
	}
	paint(f.box, fill, outline, width, skin.Px(10))
	f.head.SetText(f.label)
	f.head.Refresh()
	show(f.head, f.label != "")
	show(f.glyph.Image, f.icon != "")
	if f.icon != "" {
		f.glyph.set(f.icon, skin.Text)
	}
	text, colour := f.hint, skin.Text3
	if f.problem != "" {
		text, colour = f.problem, skin.Urgent
	}
	show(f.note, text != "")
	f.note.SetText(text)
	f.note.SetColour(colour)
}
