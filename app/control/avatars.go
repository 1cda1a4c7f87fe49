package control

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Avatars is a line of the pictures of accounts, as many as have room, and how
// many more there are.
type Avatars struct {
	base
	views []*AvatarView
	all   int
	more  *canvas.Text
}

// avatarLine is the side of the pictures in it, and the gap between them.
const (
	avatarLine    = 32
	avatarLineGap = 8
	avatarLineMax = 12
)

// NewAvatars makes a line. all is how many accounts there are; their pictures
// may be fewer.
func NewAvatars(avatars []Avatar, all int) *Avatars {
	l := &Avatars{all: all, more: skin.Blank()}
	for _, a := range avatars[:min(len(avatars), avatarLineMax)] {
		l.views = append(l.views, NewAvatarView(a, avatarLine))
	}
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer implements [fyne.Widget].
func (l *Avatars) CreateRenderer() fyne.WidgetRenderer {
	objects := make([]fyne.CanvasObject, 0, len(l.views)+1)
	for _, v := range l.views {
		objects = append(objects, v)
	}
	objects = append(objects, l.more)
	return newParts(l, objects, l.place, func() fyne.Size { return skin.Size(avatarLine, avatarLine) }, func() {
		for _, v := range l.views {
			v.Refresh()
		}
	})
}

func (l *Avatars) place(size fyne.Size) {
	step, side := skin.Px(avatarLine+avatarLineGap), skin.Px(avatarLine)
	fit := int((size.Width + skin.Px(avatarLineGap)) / step)
	if fit < l.all || len(l.views) < l.all {
		fit-- // room for the number
	}
	fit = min(max(fit, 0), len(l.views))
	for i, v := range l.views {
		show(v, i < fit)
		place(v, float32(i)*step, (size.Height-side)/2, side, side)
	}
	more := ""
	if fit < l.all {
		more = "+" + strconv.Itoa(l.all-fit)
	}
	skin.SetText(l.more, more, skin.CapBold, skin.Text2)
	placeMid(l.more, float32(fit)*step, size.Height/2)
}
