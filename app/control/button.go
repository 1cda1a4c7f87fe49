package control

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// ButtonKind says how much a button asks for attention, and whether it
// destroys something.
type ButtonKind int

// The kinds of buttons.
const (
	Neutral     ButtonKind = iota // outlined on the surface
	Primary                       // filled with the accent, one a page
	Destructive                   // filled with the urgent colour: Delete
	Refuse                        // outlined, words in the urgent colour: It's not me
	Attention                     // amber: Scan QR code to recover
	Link                          // words only, in the accent
	Quiet                         // no ground until the pointer is over it
)

// Button is a button with words and, if wanted, an icon before them. Its
// height is 40 in units of the normal text size.
type Button struct {
	press
	label  string
	icon   string
	kind   ButtonKind
	height float32
	opens  *Column // what it shows and hides; nil for most

	// OnTapped may be nil.
	OnTapped func()

	ground *canvas.Rectangle
	text   *canvas.Text
	folded *Paragraph // the words over several lines, where one has no room
	glyph  *glyph
}

var (
	_ fyne.Widget      = (*Button)(nil)
	_ fyne.Tappable    = (*Button)(nil)
	_ fyne.Focusable   = (*Button)(nil)
	_ fyne.Disableable = (*Button)(nil)
	_ fyne.Accessible  = (*Button)(nil)
)

// NewButton makes a button. icon is a name of package assets or "".
func NewButton(label, icon string, kind ButtonKind, tapped func()) *Button {
	b := &Button{label: label, icon: icon, kind: kind, height: 40, OnTapped: tapped,
		ground: &canvas.Rectangle{}, text: skin.Blank(), glyph: newGlyph()}
	b.folded = NewParagraph(label, skin.BodyBold, skin.Text).Centred()
	b.bind(b, func() {
		if b.OnTapped != nil {
			b.OnTapped()
		}
	}, func() { b.Refresh() })
	return b
}

// Tall makes the button 48 high, as on the first page, and gives it back.
func (b *Button) Tall() *Button {
	b.height = 48
	return b
}

// Low makes the button 36 high, for rows of settings, and gives it back.
func (b *Button) Low() *Button {
	b.height = 36
	return b
}

// Opens says what the button shows and hides, and gives the button back.
func (b *Button) Opens(content *Column) *Button {
	b.opens = content
	return b
}

// SetIcon changes the icon; "" takes it away.
func (b *Button) SetIcon(icon string) {
	if b.icon != icon {
		b.icon = icon
		b.Refresh()
	}
}

// SetText changes the words.
func (b *Button) SetText(label string) {
	if b.label != label {
		b.label = label
		b.Refresh()
	}
}

// SetKind changes the kind.
func (b *Button) SetKind(kind ButtonKind) {
	if b.kind != kind {
		b.kind = kind
		b.Refresh()
	}
}

// Text is the words of the button.
func (b *Button) Text() string { return b.label }

// AccessibilityLabel implements [fyne.Accessible].
func (b *Button) AccessibilityLabel() string { return b.plain() }

// CreateRenderer implements [fyne.Widget].
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{b.ground, b.glyph.Image, b.text, b.folded, b.ring}
	return newParts(b, objects, b.place, func() fyne.Size {
		return fyne.NewSize(b.around()+b.text.MinSize().Width, skin.Px(b.height))
	}, b.paint)
}

// around is the width of all that is not words.
func (b *Button) around() float32 {
	side := float32(18)
	if b.kind == Link {
		side = 8
	}
	if b.icon != "" {
		side += 14
	}
	return skin.Px(2 * side)
}

// Narrowest is the least width of the button, with its words on several lines.
func (b *Button) Narrowest() float32 {
	return min(b.around()+skin.BodyBold.Measure(b.plain()).Width, skin.Px(120))
}

// folds reports whether the words need several lines in a width.
func (b *Button) folds(width float32) bool {
	return b.around()+skin.BodyBold.Measure(b.plain()).Width > width+1
}

// plain is the words without marks.
func (b *Button) plain() string { return strings.ReplaceAll(b.label, breakMark, "") }

// HeightFor is the height of the button in a width.
func (b *Button) HeightFor(width float32) float32 {
	if !b.folds(width) {
		return skin.Px(b.height)
	}
	return max(skin.Px(b.height), b.folded.HeightFor(width-b.tight())+skin.Px(14))
}

// tight is what is not words when they have several lines.
func (b *Button) tight() float32 {
	if b.icon != "" {
		return skin.Px(2*8 + 28)
	}
	return skin.Px(2 * 8)
}

func (b *Button) place(size fyne.Size) {
	place(b.ground, 0, 0, size.Width, size.Height)
	b.placeRing(size)
	folds := b.folds(size.Width)
	show(b.text, !folds)
	show(b.folded, folds)
	if folds {
		b.placeFolded(size)
		return
	}
	width := b.text.MinSize().Width
	x := (size.Width - width) / 2
	if b.icon != "" {
		icon, gap := skin.Px(20), skin.Px(8)
		x = (size.Width - width - icon - gap) / 2
		b.glyph.placeBeside(x, size.Height/2, icon)
		x += icon + gap
	}
	placeMid(b.text, x, size.Height/2)
}

func (b *Button) placeFolded(size fyne.Size) {
	x, width := skin.Px(8), size.Width-b.tight()
	if b.icon != "" {
		b.glyph.placeBeside(x, size.Height/2, skin.Px(20))
		x += skin.Px(28)
	}
	h := b.folded.HeightFor(width)
	place(b.folded, x, (size.Height-h)/2, width, h)
}

// colours of a kind: ground, ground under the pointer, outline, words.
func (b *Button) colours() (ground, hover, outline, words fyne.ThemeColorName) {
	switch b.kind {
	case Primary:
		return skin.Accent, skin.Accent, skin.Accent, skin.OnAccent
	case Destructive:
		return skin.Urgent, skin.Urgent, skin.Urgent, skin.OnUrgent
	case Refuse:
		return skin.Surface, skin.Hover, skin.Outline, skin.Urgent
	case Attention:
		return skin.WarnSoft, skin.WarnSoft, skin.Clear, skin.Warn
	case Link:
		return skin.Clear, skin.AccentSoft, skin.Clear, skin.Accent
	case Quiet:
		return skin.Clear, skin.Surface2, skin.Clear, skin.Text
	}
	return skin.Surface, skin.Hover, skin.Outline, skin.Text
}

func (b *Button) paint() {
	ground, hover, outline, words := b.colours()
	if b.hovered {
		ground = hover
	}
	if b.disabled {
		words = skin.Text3
		if ground != skin.Clear {
			ground, outline = skin.Surface2, skin.Surface2
		}
	}
	radius := skin.Px(10)
	paint(b.ground, ground, outline, 1, radius)
	if filled := b.kind == Primary || b.kind == Destructive; filled && b.hovered && !b.disabled {
		b.ground.FillColor = lift(b.ground.FillColor)
		b.ground.Refresh()
	}
	skin.SetText(b.text, b.plain(), skin.BodyBold, words)
	b.folded.SetText(b.label)
	b.folded.SetColour(words)
	show(b.glyph.Image, b.icon != "")
	if b.icon != "" {
		b.glyph.set(b.icon, words)
	}
	b.paintRing(radius)
}
