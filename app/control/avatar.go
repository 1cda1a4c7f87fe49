package control

import (
	"hash/fnv"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Avatar is what stands at the left of an account: an icon, or a letter on
// one of the coloured grounds.
type Avatar struct {
	Letter string
	Pair   int // which pair of avatar colours
	// Icon wins over Letter. A picture that brings its own colours fills the
	// whole square if Fill is set.
	Icon fyne.Resource
	Fill bool
	// Plain puts the icon on [PlainGround] instead of a coloured one, since an
	// icon in the colours of its brand brings its own.
	Plain bool
}

// PlainGround is the ground of a plain avatar.
const PlainGround = skin.Surface2

// Monogram is the avatar of an account without an icon: the first letter of
// its title, on a ground that always is the same for the same title.
func Monogram(title string) Avatar {
	title = strings.TrimSpace(title)
	h := fnv.New32a()
	_, _ = h.Write([]byte(strings.ToLower(title)))
	a := Avatar{Letter: "?", Pair: int(h.Sum32() % skin.Avatars)}
	for _, r := range title {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			a.Letter = string(unicode.ToUpper(r))
			break
		}
	}
	return a
}

// avatar draws an [Avatar] as parts of another widget.
type avatar struct {
	ground *plate
	letter *canvas.Text
	icon   *canvas.Image
	drawn  string // name of the icon in the picture
	now    Avatar
}

func newAvatar() *avatar {
	a := &avatar{ground: newPlate(), letter: skin.Blank(), icon: &canvas.Image{FillMode: canvas.ImageFillContain}}
	a.icon.Hide()
	return a
}

func (a *avatar) objects() []fyne.CanvasObject {
	return append(a.ground.objects(), a.letter, a.icon)
}

func (a *avatar) set(v Avatar, letter skin.Style, radius float32) {
	a.now = v
	ground := skin.AvatarGround(v.Pair)
	if v.Plain {
		ground = PlainGround
	}
	a.ground.paint(ground, skin.Clear, 0, radius)
	skin.SetText(a.letter, v.Letter, letter, skin.AvatarLetter(v.Pair))
	if v.Icon != nil {
		a.icon.Resource = v.Icon
		a.icon.CornerRadius = 0
		if v.Fill {
			a.icon.CornerRadius = radius
		}
		// A picture is read and drawn anew by every Refresh, so only when it
		// is another one; the name tells.
		if name := v.Icon.Name(); name != a.drawn {
			a.drawn = name
			a.icon.Refresh()
		}
	}
	show(a.icon, v.Icon != nil)
	show(a.letter, v.Icon == nil)
}

func (a *avatar) place(x, y, size float32) {
	a.ground.place(x, y, size, size)
	box := a.letter.MinSize()
	place(a.letter, x+(size-box.Width)/2, y+(size-box.Height)/2, box.Width, box.Height)
	inner := size * 0.6
	if a.now.Fill {
		inner = size
	}
	place(a.icon, x+(size-inner)/2, y+(size-inner)/2, inner, inner)
}

// AvatarView is an avatar as a widget of its own, size in units of the normal
// text size.
type AvatarView struct {
	base
	parts *avatar
	now   Avatar
	size  float32
}

// NewAvatarView makes an avatar of a size.
func NewAvatarView(a Avatar, size float32) *AvatarView {
	v := &AvatarView{parts: newAvatar(), now: a, size: size}
	v.ExtendBaseWidget(v)
	return v
}

// Set changes what is shown.
func (v *AvatarView) Set(a Avatar) {
	v.now = a
	v.Refresh()
}

// CreateRenderer implements [fyne.Widget].
func (v *AvatarView) CreateRenderer() fyne.WidgetRenderer {
	min := func() fyne.Size { return skin.Size(v.size, v.size) }
	return newParts(v, v.parts.objects(), func(s fyne.Size) {
		d := skin.Px(v.size)
		v.parts.place((s.Width-d)/2, (s.Height-d)/2, d)
	}, min, func() {
		letter := skin.Letter
		letter.Size = v.size * 0.45
		v.parts.set(v.now, letter, skin.Px(v.size/4))
	})
}
