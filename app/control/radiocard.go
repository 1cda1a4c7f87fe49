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
	title         *canvas.Text
	detail        *Paragraph
	badge         *canvas.Rectangle
	badgeText     *canvas.Text
	width         float32
}

var _ fyne.Accessible = (*RadioCard)(nil)

func newRadioCard(c Choice, chosen bool, tapped func()) *RadioCard {
	r := &RadioCard{choice: c, chosen: chosen, ground: &canvas.Rectangle{}, frame: &canvas.Rectangle{},
		outer: &canvas.Circle{}, inner: &canvas.Circle{}, avatar: newAvatar(), glyph: newGlyph(),
		title: &canvas.Text{}, badge: &canvas.Rectangle{}, badgeText: &canvas.Text{}}
	r.detail = NewParagraph(c.Detail, skin.Caption, skin.Text2)
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
		return fyne.NewSize(skin.Px(200), r.HeightFor(max(r.width, skin.Px(200))))
	}, r.paint)
}

func (r *RadioCard) left() float32 {
	if r.choice.Avatar == nil && r.choice.Icon == "" {
		return skin.Px(46)
	}
	return skin.Px(94)
}

// HeightFor is the height of the card in a width.
func (r *RadioCard) HeightFor(width float32) float32 {
	if r.choice.Detail == "" {
		return skin.Px(50)
	}
	return skin.Px(32) + skin.Px(14) + r.detail.HeightFor(width-r.left()-skin.Px(12))
}

func (r *RadioCard) place(size fyne.Size) {
	px := skin.Px
	r.width = size.Width
	place(r.ground, 0, 0, size.Width, size.Height)
	place(r.frame, 0, 0, size.Width, size.Height)
	r.placeRing(size)
	middle := size.Height / 2
	place(r.outer, px(14), middle-px(10), px(20), px(20))
	place(r.inner, px(19), middle-px(5), px(10), px(10))
	r.avatar.place(px(46), middle-px(18), px(36))
	r.glyph.placeMid(px(53), middle, px(22))
	x, right := r.left(), size.Width-px(12)
	if r.choice.Badge != "" {
		box := r.badgeText.MinSize()
		w, h := box.Width+px(16), px(22)
		place(r.badge, right-w, px(10), w, h)
		placeMid(r.badgeText, right-w+px(8), px(10)+h/2)
		right -= w + px(8)
	}
	r.title.Text = skin.Ellipsis(r.choice.Title, skin.BodyBold, right-x)
	if r.choice.Detail == "" {
		placeMid(r.title, x, middle)
		return
	}
	placeText(r.title, x, px(12))
	inner := size.Width - px(12) - x
	place(r.detail, x, px(33), inner, r.detail.HeightFor(inner))
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
	for _, o := range r.avatar.objects() {
		show(o, c.Avatar != nil && (o != fyne.CanvasObject(r.avatar.icon) || c.Avatar.Icon != nil) &&
			(o != fyne.CanvasObject(r.avatar.letter) || c.Avatar.Icon == nil))
	}
	show(r.glyph.Image, c.Avatar == nil && c.Icon != "")
	if c.Icon != "" {
		r.glyph.set(c.Icon, skin.Accent)
	}
	skin.SetText(r.title, c.Title, skin.BodyBold, title)
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
