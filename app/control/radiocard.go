package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Choice is what a radio card offers.
type Choice struct {
	ID       string
	Title    string
	Detail   string // a path, or one line of explanation
	Avatar   *Avatar
	Icon     string // instead of an avatar
	Badge    string // a green word at the right: Recommended, Backup found
	Disabled bool   // stays visible, with the reason in Detail
}

// RadioCard is one of several choices as a card, as the folders a backup can
// go to. Cards are put together by [Choices].
type RadioCard struct {
	press
	choice Choice
	chosen bool

	ground, frame *canvas.Rectangle
	outer, inner  *canvas.Circle
	avatar        *avatar
	glyph         *glyph
	title         *Paragraph
	detail        *Paragraph
	badge         *canvas.Rectangle
	badgeText     *canvas.Text
	width         float32
}

var _ fyne.Accessible = (*RadioCard)(nil)

func newRadioCard(c Choice, chosen bool, tapped func()) *RadioCard {
	r := &RadioCard{choice: c, chosen: chosen, ground: &canvas.Rectangle{}, frame: &canvas.Rectangle{},
		outer: &canvas.Circle{}, inner: &canvas.Circle{}, avatar: newAvatar(), glyph: newGlyph(),
		badge: &canvas.Rectangle{}, badgeText: skin.Blank()}
	r.title, r.detail = NewParagraph(c.Title, skin.BodyBold, skin.Text), NewParagraph(c.Detail, skin.Caption, skin.Text2)
	r.disabled = c.Disabled
	r.bind(r, tapped, func() { r.Refresh() })
	return r
}

// AccessibilityLabel implements [fyne.Accessible].
func (r *RadioCard) AccessibilityLabel() string { return r.choice.Title + ", " + r.detail.Text() }

// CreateRenderer implements [fyne.Widget].
func (r *RadioCard) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{r.ground, r.outer, r.inner}
	objects = append(objects, r.avatar.objects()...)
	objects = append(objects, r.glyph.Image, r.title, r.detail, r.badge, r.badgeText, r.frame, r.ring)
	return newParts(r, objects, r.place, func() fyne.Size {
		return fyne.NewSize(skin.Px(120), r.HeightFor(max(r.width, skin.Px(120))))
	}, r.paint)
}

// slim reports whether the card is so narrow that its picture gives way.
func (r *RadioCard) slim(width float32) bool { return width < skin.Px(240) }

// left is where the words begin.
func (r *RadioCard) left(width float32) float32 {
	at := snug(14, width) + skin.Px(20) + snug(12, width)
	if r.slim(width) || r.choice.Avatar == nil && r.choice.Icon == "" {
		return at
	}
	return at + skin.Px(48)
}

// badgeBelow reports whether the badge stands under the title because it
// would leave it too little room.
func (r *RadioCard) badgeBelow(width float32) bool {
	return r.choice.Badge != "" && width-r.left(width)-snug(12, width)-r.badgeWidth()-skin.Px(8) < skin.BodyBold.Measure(r.title.Text()).Width
}

func (r *RadioCard) badgeWidth() float32 {
	return skin.MicroB.Measure(r.choice.Badge).Width + skin.Px(16)
}

// words gives the room and the height of the title.
func (r *RadioCard) words(width float32) (room, title float32) {
	room = width - r.left(width) - snug(12, width)
	if r.choice.Badge != "" && !r.badgeBelow(width) {
		return room, r.title.style.Line()
	}
	title = r.title.HeightFor(room)
	if r.choice.Badge != "" {
		title += skin.Px(26)
	}
	return room, title
}

// HeightFor is the height of the card in a width.
func (r *RadioCard) HeightFor(width float32) float32 {
	room, title := r.words(width)
	if r.choice.Detail == "" {
		return max(skin.Px(50), title+skin.Px(24))
	}
	return skin.Px(25) + title + r.detail.HeightFor(room)
}

func (r *RadioCard) place(size fyne.Size) {
	px := skin.Px
	r.width = size.Width
	place(r.ground, 0, 0, size.Width, size.Height)
	place(r.frame, 0, 0, size.Width, size.Height)
	r.placeRing(size)
	middle, dot := size.Height/2, snug(14, size.Width)
	place(r.outer, dot, middle-px(10), px(20), px(20))
	place(r.inner, dot+px(5), middle-px(5), px(10), px(10))
	for _, o := range append(r.avatar.objects(), r.glyph.Image) {
		show(o, r.pictured(o) && !r.slim(size.Width))
	}
	r.avatar.place(px(46), middle-px(18), px(36))
	r.glyph.placeMid(px(53), middle, px(22))
	x := r.left(size.Width)
	room, title := r.words(size.Width)
	y := px(11)
	if r.choice.Detail == "" {
		y = (size.Height - title) / 2
	}
	r.placeBadge(size, x, y, title)
	place(r.title, x, y, room, min(title, r.title.HeightFor(room)))
	place(r.detail, x, y+title+px(1), room, r.detail.HeightFor(room))
}

// placeBadge puts the badge at the right edge, or under the title.
func (r *RadioCard) placeBadge(size fyne.Size, x, y, title float32) {
	if r.choice.Badge == "" {
		return
	}
	w, h := r.badgeWidth(), skin.Px(22)
	left := size.Width - snug(12, size.Width) - w
	if r.badgeBelow(size.Width) {
		left, y = x, y+title-skin.Px(24)
	}
	place(r.badge, left, y, w, h)
	placeMid(r.badgeText, left+skin.Px(8), y+h/2)
}

// pictured reports whether an object of avatar or icon belongs to the choice.
func (r *RadioCard) pictured(o fyne.CanvasObject) bool {
	c := r.choice
	switch o {
	case fyne.CanvasObject(r.glyph.Image):
		return c.Avatar == nil && c.Icon != ""
	case fyne.CanvasObject(r.avatar.icon):
		return c.Avatar != nil && c.Avatar.Icon != nil
	case fyne.CanvasObject(r.avatar.letter):
		return c.Avatar != nil && c.Avatar.Icon == nil
	case fyne.CanvasObject(r.avatar.ground.shade):
		return false // a choice never settles
	}
	return c.Avatar != nil
}

func (r *RadioCard) paint() {
	c := r.choice
	ground, outline, width := skin.Surface, skin.Border, float32(1)
	if r.hovered && !r.disabled {
		ground = skin.Hover
	}
	ring, title := skin.Outline, skin.Text
	if r.chosen {
		ground, outline, width, ring = skin.Selected, skin.Accent, 2, skin.Accent
	}
	if r.disabled {
		title = skin.Text3
	}
	radius := skin.Px(12)
	paint(r.ground, ground, skin.Clear, 0, radius)
	paint(r.frame, skin.Clear, outline, width, radius)
	paintCircle(r.outer, skin.Clear, ring, 2)
	paintCircle(r.inner, ring, skin.Clear, 0)
	show(r.inner, r.chosen)
	if c.Avatar != nil {
		r.avatar.set(*c.Avatar, skin.Letter, skin.Px(9))
	}
	if c.Icon != "" {
		r.glyph.set(c.Icon, skin.Accent)
	}
	r.title.SetColour(title)
	show(r.detail, c.Detail != "")
	paint(r.badge, skin.OKSoft, skin.Clear, 0, skin.Px(8))
	skin.SetText(r.badgeText, c.Badge, skin.MicroB, skin.OK)
	show(r.badge, c.Badge != "")
	show(r.badgeText, c.Badge != "")
	r.paintRing(radius)
}

func paintCircle(c *canvas.Circle, fill, stroke fyne.ThemeColorName, width float32) {
	f, s := skin.Color(fill), skin.Color(stroke)
	if c.FillColor == f && c.StrokeColor == s && c.StrokeWidth == width {
		return
	}
	c.FillColor, c.StrokeColor, c.StrokeWidth = f, s, width
	c.Refresh()
}

// Choices is a column of radio cards of which one is chosen. Tab goes from card to card and Space chooses.
type Choices struct {
	Column
	cards  []*RadioCard
	chosen string

	// OnChosen is called when the user chooses another card.
	OnChosen func(id string)
}

// NewChoices makes the cards.
func NewChoices(choices []Choice, chosen string, onChosen func(id string)) *Choices {
	c := &Choices{OnChosen: onChosen}
	c.init(c, 8, nil)
	c.SetChoices(choices, chosen)
	return c
}

// SetChoices replaces the cards.
func (c *Choices) SetChoices(choices []Choice, chosen string) {
	c.cards, c.chosen = nil, chosen
	var objects []fyne.CanvasObject
	for _, one := range choices {
		id := one.ID
		card := newRadioCard(one, id == chosen, func() { c.choose(id) })
		c.cards = append(c.cards, card)
		objects = append(objects, card)
	}
	c.SetObjects(objects...)
}

// Chosen is the id of the chosen card, "" for none.
func (c *Choices) Chosen() string { return c.chosen }

func (c *Choices) choose(id string) {
	if id == c.chosen {
		return
	}
	c.chosen = id
	for _, card := range c.cards {
		card.chosen = card.choice.ID == id
		card.Refresh()
	}
	if c.OnChosen != nil {
		c.OnChosen(id)
	}
}
