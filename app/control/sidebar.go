package control

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// sideLine draws one line of the sidebar: an icon, words and a number.
type sideLine struct {
	groupLine
	icon   string
	ground *canvas.Rectangle
	glyph  *glyph
	text   *canvas.Text
	number *canvas.Text
}

func (r *sideLine) make(icon string, c Chip) {
	r.icon, r.now = icon, c
	r.ground, r.glyph, r.text, r.number = &canvas.Rectangle{}, newGlyph(), skin.Blank(), skin.Blank()
}

// SideRow is a line of the sidebar that stands by itself: the settings, a
// section of them.
type SideRow struct {
	sideLine

	// OnTapped may be nil.
	OnTapped func()
}

var (
	_ fyne.Accessible = (*SideRow)(nil)
	_ fyne.Focusable  = (*SideRow)(nil)
)

// NewSideRow makes a line.
func NewSideRow(icon, label string, tapped func()) *SideRow {
	r := &SideRow{OnTapped: tapped}
	r.make(icon, Chip{Label: label, Count: -1})
	r.bind(r, func() {
		if r.OnTapped != nil {
			r.OnTapped()
		}
	}, func() { r.Refresh() })
	return r
}

// TypedKey implements [fyne.Focusable].
func (r *SideRow) TypedKey(e *fyne.KeyEvent) { r.typedKey(e) }

// TypedRune implements [fyne.Focusable].
func (r *SideRow) TypedRune(rune) {}

// FocusGained implements [fyne.Focusable].
func (r *SideRow) FocusGained() { r.gainFocus() }

// FocusLost implements [fyne.Focusable].
func (r *SideRow) FocusLost() { r.set(&r.focused, false) }

// SetSelected marks the line as the one whose accounts are shown.
func (r *SideRow) SetSelected(selected bool) { r.set(&r.selected, selected) }

// CreateRenderer implements [fyne.Widget].
func (r *sideLine) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{r.ground, r.glyph.Image, r.text, r.number, r.ring}
	return newParts(r.self, objects, func(size fyne.Size) {
		px, middle := skin.Px, size.Height/2
		place(r.ground, 0, 0, size.Width, size.Height)
		r.placeRing(size)
		r.glyph.placeBeside(px(10), middle, px(20))
		w := r.number.MinSize().Width
		room := size.Width - px(40+10)
		if r.now.Count >= 0 {
			room -= px(8) + w
		}
		r.text.Text = skin.Ellipsis(r.now.Label, r.style(), room)
		placeMid(r.text, px(40), middle)
		placeMid(r.number, size.Width-px(10)-w, middle)
	}, func() fyne.Size { return skin.Size(160, 36) }, r.paint)
}

// warns reports whether the line is amber.
func (r *sideLine) warns() bool { return r.now.Kind == AttentionChip }

func (r *sideLine) style() skin.Style {
	if r.selected || r.warns() {
		return skin.BodyBold
	}
	return skin.Body
}

func (r *sideLine) paint() {
	ground, ink, number := skin.Clear, skin.Text2, skin.Text3
	switch {
	case r.selected && r.warns():
		ground, ink, number = skin.WarnSoft, skin.Warn, skin.Warn
	case r.selected:
		ground, ink, number = skin.AccentSoft, skin.Accent, skin.Accent
	case r.warns():
		ink, number = skin.Warn, skin.Warn
	}
	if r.hovered && !r.selected {
		ground = skin.Surface2
		if skin.Color(skin.Surface2) == skin.Color(skin.Sidebar) {
			ground = skin.Surface
		}
	}
	width := float32(0)
	if r.accept {
		width = 2
	}
	paint(r.ground, ground, skin.Accent, width, skin.Px(10))
	r.glyph.set(r.icon, ink)
	skin.SetText(r.text, r.now.Label, r.style(), ink)
	count := ""
	if r.now.Count >= 0 {
		count = strconv.Itoa(r.now.Count)
	}
	skin.SetText(r.number, count, skin.Small, number)
	r.paintRing(skin.Px(10))
}

// SideCard is the card in the sidebar that tells how the backup is. Without a
// title it tells of something else, and which button of it a click is.
type SideCard struct {
	press
	title  string
	now    Status
	ground *canvas.Rectangle
	glyph  *glyph
	head   *canvas.Text
	text   *Paragraph
	offer  *canvas.Text // what a click does; only without a title

	// OnTapped may be nil.
	OnTapped func()
}

var _ fyne.Accessible = (*SideCard)(nil)

// NewSideCard makes the card.
func NewSideCard(title string, tapped func()) *SideCard {
	c := &SideCard{title: title, OnTapped: tapped, ground: &canvas.Rectangle{}, glyph: newGlyph(), head: skin.Blank(), offer: skin.Blank()}
	c.text = NewParagraph("", skin.Caption, skin.Text2)
	c.bind(c, func() {
		if c.OnTapped != nil {
			c.OnTapped()
		}
	}, func() { c.Refresh() })
	return c
}

// Set changes what the card says.
func (c *SideCard) Set(title string, now Status) {
	if c.title != title || c.now != now {
		c.title, c.now = title, now
		c.Refresh()
	}
}

// AccessibilityLabel implements [fyne.Accessible].
func (c *SideCard) AccessibilityLabel() string {
	if c.title == "" && c.now.Button != "" {
		return c.now.Text + ", " + c.now.Button
	}
	return strings.TrimPrefix(c.title+", "+c.now.Text, ", ")
}

// HeightFor is the height of the card in a width: 62 for one line.
func (c *SideCard) HeightFor(width float32) float32 {
	text := c.text.HeightFor(width - skin.Px(44+10))
	if c.title == "" {
		return max(skin.Px(62), skin.Px(12+12)+text+c.offerHeight())
	}
	return max(skin.Px(62), skin.Px(34+10)+text)
}

func (c *SideCard) offerHeight() float32 {
	if c.title != "" || c.now.Button == "" {
		return 0
	}
	return skin.Px(22)
}

// CreateRenderer implements [fyne.Widget].
func (c *SideCard) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{c.ground, c.glyph.Image, c.head, c.text, c.offer, c.ring}
	return newParts(c, objects, func(size fyne.Size) {
		px := skin.Px
		place(c.ground, 0, 0, size.Width, size.Height)
		c.placeRing(size)
		c.glyph.placeMid(px(12), size.Height/2, px(20))
		text, y := c.text.HeightFor(size.Width-px(54)), px(33)
		if c.title == "" {
			y = (size.Height - text - c.offerHeight()) / 2
		}
		placeText(c.head, px(44), px(13))
		place(c.text, px(44), y, size.Width-px(54), text)
		placeText(c.offer, px(44), y+text+px(3))
	}, func() fyne.Size {
		return fyne.NewSize(skin.Px(160), c.HeightFor(max(c.Size().Width, skin.Px(160))))
	}, func() {
		ground := skin.Surface
		if c.hovered {
			ground = skin.Hover
		}
		paint(c.ground, ground, skin.Border, 1, skin.Px(12))
		icon, words := c.now.Icon, skin.Text2
		if icon == "" {
			icon = "cloud"
		}
		if c.now.Tone == Warn || c.now.Tone == Bad {
			words = c.now.Tone.ink()
		}
		c.glyph.set(icon, c.now.Tone.ink())
		head := skin.Small
		head.Face, head.Style = skin.BodyBold.Face, skin.BodyBold.Style
		skin.SetText(c.head, c.title, head, skin.Text)
		c.text.SetText(c.now.Text)
		c.text.SetColour(words)
		skin.SetText(c.offer, c.now.Button, head, skin.Accent)
		show(c.head, c.title != "")
		show(c.offer, c.offerHeight() > 0)
		c.paintRing(skin.Px(12))
	})
}
