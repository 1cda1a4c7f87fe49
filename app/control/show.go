package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Logo is the sheet with the folded corner, size in units of the normal text
// size.
func Logo(size float32) fyne.CanvasObject {
	l := &logo{size: size, img: &canvas.Image{FillMode: canvas.ImageFillContain}}
	l.ExtendBaseWidget(l)
	return l
}

type logo struct {
	base
	size float32
	img  *canvas.Image
}

// CreateRenderer implements [fyne.Widget].
func (l *logo) CreateRenderer() fyne.WidgetRenderer {
	return newParts(l, []fyne.CanvasObject{l.img}, func(s fyne.Size) {
		d := skin.Px(l.size)
		place(l.img, (s.Width-d)/2, (s.Height-d)/2, d, d)
	}, func() fyne.Size { return skin.Size(l.size, l.size) }, func() {
		l.img.Resource = skin.Mark()
		l.img.Refresh()
	})
}

// Emblem is a large icon on a soft ground at the head of a page or sheet.
type Emblem struct {
	base
	icon   string
	tone   Tone
	round  bool
	accent bool
	ground *canvas.Rectangle
	glyph  *glyph
}

// NewEmblem makes a square emblem of 52 in the accent.
func NewEmblem(icon string) *Emblem {
	e := &Emblem{icon: icon, accent: true, ground: &canvas.Rectangle{}, glyph: newGlyph()}
	e.ExtendBaseWidget(e)
	return e
}

// NewResult makes a round emblem of 64 in the colours of a tone, for the end
// of something.
func NewResult(icon string, tone Tone) *Emblem {
	e := &Emblem{icon: icon, tone: tone, round: true, ground: &canvas.Rectangle{}, glyph: newGlyph()}
	e.ExtendBaseWidget(e)
	return e
}

// CreateRenderer implements [fyne.Widget].
func (e *Emblem) CreateRenderer() fyne.WidgetRenderer {
	side := float32(52)
	if e.round {
		side = 64
	}
	return newParts(e, []fyne.CanvasObject{e.ground, e.glyph.Image}, func(s fyne.Size) {
		d, icon := skin.Px(side), skin.Px(26)
		x := (s.Width - d) / 2
		place(e.ground, x, (s.Height-d)/2, d, d)
		e.glyph.placeMid(x+(d-icon)/2, s.Height/2, icon)
	}, func() fyne.Size { return skin.Size(side, side) }, func() {
		ground, ink, radius := e.tone.ground(), e.tone.ink(), skin.Px(14)
		if e.accent {
			ground, ink = skin.AccentSoft, skin.Accent
		}
		if e.round {
			radius = skin.Px(side) / 2
		}
		paint(e.ground, ground, skin.Clear, 0, radius)
		e.glyph.set(e.icon, ink)
	})
}

// Card puts content on a surface with a hairline and space around.
type Card struct {
	base
	content fyne.CanvasObject
	inset   Inset
	plain   bool
	tinted  bool
	tone    Tone
	ground  *canvas.Rectangle
}

// NewCard makes a card.
func NewCard(content fyne.CanvasObject) *Card {
	c := &Card{content: content, inset: Sides(14, 12), ground: &canvas.Rectangle{}}
	c.ExtendBaseWidget(c)
	return c
}

// Inset sets the space around the content, and gives the card back.
func (c *Card) Inset(i Inset) *Card {
	c.inset = i
	return c
}

// Sunk paints the card in the colour of the window, for use on a sheet, and
// gives it back.
func (c *Card) Sunk() *Card {
	c.plain = true
	return c
}

// Tinted paints the card in the colours of a tone, for something that has to
// be seen, and gives it back.
func (c *Card) Tinted(tone Tone) *Card {
	c.tinted, c.tone = true, tone
	return c
}

// HeightFor is the height of the card in a width.
func (c *Card) HeightFor(width float32) float32 {
	return heightOf(c.content, width-skin.Px(c.inset.Left+c.inset.Right)) + skin.Px(c.inset.Top+c.inset.Bottom)
}

// CreateRenderer implements [fyne.Widget].
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	return newParts(c, []fyne.CanvasObject{c.ground, c.content}, func(s fyne.Size) {
		place(c.ground, 0, 0, s.Width, s.Height)
		w, h := s.Width-skin.Px(c.inset.Left+c.inset.Right), s.Height-skin.Px(c.inset.Top+c.inset.Bottom)
		place(c.content, skin.Px(c.inset.Left), skin.Px(c.inset.Top), w, h)
	}, func() fyne.Size {
		w := c.content.MinSize().Width + skin.Px(c.inset.Left+c.inset.Right)
		return fyne.NewSize(w, c.HeightFor(max(w, c.Size().Width)))
	}, func() {
		switch {
		case c.tinted:
			paint(c.ground, c.tone.ground(), c.tone.ink(), 1, skin.Px(12))
		case c.plain:
			paint(c.ground, skin.Bg, skin.Clear, 0, skin.Px(12))
		default:
			paint(c.ground, skin.Surface, skin.Border, 1, skin.Px(12))
		}
		c.content.Refresh()
	})
}

// Fact is a name and its value.
type Fact struct{ Name, Value string }

// Facts is a small table: names in a quiet colour, values beside them.
func Facts(facts ...Fact) *Column {
	c := NewColumn(6)
	var rows []fyne.CanvasObject
	for _, f := range facts {
		value := skin.Small
		value.Face, value.Style = skin.BodyBold.Face, skin.BodyBold.Style
		row := &factRow{name: NewParagraph(f.Name, skin.Small, skin.Text2), value: NewParagraph(f.Value, value, skin.Text)}
		row.ExtendBaseWidget(row)
		rows = append(rows, row)
	}
	c.SetObjects(rows...)
	return c
}

type factRow struct {
	base
	name, value *Paragraph
}

func factSplit(width float32) (name, value float32) {
	name = min(skin.Px(90), width*0.4)
	return name - skin.Px(8), width - name
}

// HeightFor is the height of the row in a width.
func (r *factRow) HeightFor(width float32) float32 {
	n, v := factSplit(width)
	return max(r.name.HeightFor(n), r.value.HeightFor(v))
}

// CreateRenderer implements [fyne.Widget].
func (r *factRow) CreateRenderer() fyne.WidgetRenderer {
	return newParts(r, []fyne.CanvasObject{r.name, r.value}, func(s fyne.Size) {
		n, v := factSplit(s.Width)
		place(r.name, 0, 0, n, s.Height)
		place(r.value, s.Width-v, 0, v, s.Height)
	}, func() fyne.Size {
		return fyne.NewSize(skin.Px(160), r.HeightFor(max(r.Size().Width, skin.Px(160))))
	}, func() {
		r.name.Refresh()
		r.value.Refresh()
	})
}

// Notice is a message in the page: an icon, words, and the colours of a tone.
type Notice struct {
	base
	icon   string
	tone   Tone
	ground *canvas.Rectangle
	glyph  *glyph
	text   *Paragraph
}

// NewNotice makes a message. An empty text takes no room.
func NewNotice(tone Tone, text string) *Notice {
	n := &Notice{tone: tone, ground: &canvas.Rectangle{}, glyph: newGlyph()}
	n.icon = [...]string{"info", "check", "alert", "alert"}[tone]
	n.text = NewParagraph(text, skin.Small, tone.ink())
	n.ExtendBaseWidget(n)
	n.Hidden = text == ""
	return n
}

// Set changes tone and words. An empty text takes no room.
func (n *Notice) Set(tone Tone, text string) {
	n.tone, n.icon = tone, [...]string{"info", "check", "alert", "alert"}[tone]
	n.text.SetText(text)
	n.text.SetColour(tone.ink())
	n.Hidden = text == ""
	n.Refresh()
}

// HeightFor is the height of the message in a width.
func (n *Notice) HeightFor(width float32) float32 {
	return skin.Px(20) + n.text.HeightFor(width-skin.Px(40+12))
}

// CreateRenderer implements [fyne.Widget].
func (n *Notice) CreateRenderer() fyne.WidgetRenderer {
	return newParts(n, []fyne.CanvasObject{n.ground, n.glyph.Image, n.text}, func(s fyne.Size) {
		place(n.ground, 0, 0, s.Width, s.Height)
		n.glyph.placeMid(skin.Px(12), skin.Px(10)+skin.Small.Line()/2, skin.Px(18))
		place(n.text, skin.Px(40), skin.Px(10), s.Width-skin.Px(52), s.Height-skin.Px(20))
	}, func() fyne.Size {
		return fyne.NewSize(skin.Px(160), n.HeightFor(max(n.Size().Width, skin.Px(160))))
	}, func() {
		paint(n.ground, n.tone.ground(), skin.Clear, 0, skin.Px(10))
		n.glyph.set(n.icon, n.tone.ink())
		n.text.Refresh()
	})
}
