package control

import (
	"fyne.io/fyne/v2"

	"twofold/app/skin"
)

// The measures of a row in units of the normal text size, from the design:
// 13 | avatar 40 | 12 | names | code over next | 14 | ring 24 | 14.
const (
	rowLeft    = 13
	rowRight   = 14
	avatarSide = 40
	avatarGap  = 12
	ringSide   = 24
	ringGap    = 14
	codeGap    = 7 // between the two groups of a code
	nameGap    = 12
	namesNeed  = 110 // narrower names leave no account to be told by
)

// layout places everything for a size.
func (v *rowView) layout(size fyne.Size) {
	v.ground.place(0, 0, size.Width, size.Height)
	place(v.outline, 0, 0, size.Width, size.Height)
	v.actionFrom = size.Width
	if v.noNext && !skin.TwoLines() {
		v.noNext = false
		v.paintNames()
		v.paintCodes()
	}
	switch {
	case skin.TwoLines():
		v.layoutTwoLines(size)
	case v.compact():
		v.layoutCompact(size)
	default:
		v.layoutNormal(size)
	}
}

func (v *rowView) layoutNormal(size fyne.Size) {
	px := skin.Px
	large := v.row.look.Density == LargeRows
	nameY, accountY, codeY, nextY := float32(12), float32(35), float32(8), float32(38)
	if large {
		nameY, accountY, codeY, nextY = 21, 44, 8, 54
	}
	side := px(avatarSide)
	v.placeAvatar(px(rowLeft), (size.Height-side)/2, side)
	right := v.placeRight(size.Width-px(rowRight), size.Height/2)
	codeLeft := right
	if v.row.item.Kind != Action {
		right -= px(ringGap)
		codeLeft = v.placeCode(right, px(codeY))
		codeLeft = min(codeLeft, v.placeNext(right, px(nextY)))
		if !v.next.Visible() {
			middle := (size.Height - v.head.MinSize().Height) / 2
			codeLeft = v.placeCode(right, middle)
		}
	}
	x := px(rowLeft + avatarSide + avatarGap)
	room := max(0, codeLeft-px(nameGap)-x)
	if v.row.item.Subtitle == "" {
		v.title.place(x, (size.Height-v.title.height())/2, room)
		v.subtitle.show(false)
		return
	}
	v.subtitle.show(true)
	v.title.place(x, px(nameY), room)
	v.subtitle.place(x, px(accountY), room)
}

func (v *rowView) layoutCompact(size fyne.Size) {
	px := skin.Px
	side := px(32)
	v.placeAvatar(px(8), (size.Height-side)/2, side)
	right := v.placeRight(size.Width-px(rowRight), size.Height/2)
	codeLeft := right
	if v.row.item.Kind != Action {
		right -= px(ringGap)
		codeLeft = v.placeCode(right, (size.Height-v.head.MinSize().Height)/2)
	}
	v.tickAt(size.Width-px(rowRight+ringSide), size.Height/2)
	x := px(8 + 32 + 10)
	room := max(0, codeLeft-px(nameGap)-x)
	height := v.title.height()
	base := (size.Height-height)/2 + skin.BodyBold.Baseline()
	title := room
	if v.subtitle.full != "" {
		// A long name leaves room for what tells two accounts there apart.
		title -= min(v.subtitle.width(), room/3) + px(8)
	}
	used := v.title.place(x, (size.Height-height)/2, title)
	rest := room - used - px(8)
	v.subtitle.show(v.subtitle.full != "" && rest > px(24))
	v.subtitle.place(x+used+px(8), base-skin.Caption.Baseline(), rest)
}

// layoutTwoLines puts the code under the names, for large text. Where the names
// would have hardly any room beside it, the ring stands beside the code, too.
func (v *rowView) layoutTwoLines(size fyne.Size) {
	px := skin.Px
	side := px(avatarSide)
	v.placeAvatar(px(rowLeft), px(12), side)
	right := size.Width - px(rowRight)
	x := px(rowLeft + avatarSide + avatarGap)
	end, edge := px(rowLeft)+v.codeWidth(), right
	clock, middle := right-v.clockWidth(), px(12)+side/2
	switch {
	case v.row.item.Kind == Action:
		v.placeActionBelow(size)
	case clock-px(nameGap)-x < px(namesNeed) && end+px(codeGap) <= clock:
		middle = px(60) + v.head.MinSize().Height/2
		edge = v.placeRight(right, middle) - px(nameGap)
	default:
		right = v.placeRight(right, middle) - px(nameGap)
	}
	if v.row.item.Kind != Action {
		v.placeCode(end, px(60))
		v.placeNextBelow(end, edge)
		v.tickAt(clock, middle)
	}
	room := max(0, right-x)
	v.subtitle.show(v.subtitle.full != "")
	v.title.place(x, px(12), room)
	v.subtitle.place(x, px(35), room)
}

// placeNextBelow puts the next code between the code and the right edge, if
// there is room, and else it gives way. That the code was copied is then said as
// in a compact row.
func (v *rowView) placeNextBelow(end, edge float32) {
	px := skin.Px
	width := v.next.MinSize().Width
	if v.row.copied != "" {
		width += px(18)
	}
	fits, had := end+px(nameGap)+width <= edge, !v.noNext
	v.noNext = !fits // until the next layout, however often the row is painted
	if had && !fits && v.row.copied != "" {
		v.paintNames()
		v.paintCodes()
	}
	show(v.next, v.next.Text != "" && fits)
	bottom := px(60) + v.codeStyle().Baseline()
	v.placeNext(edge, bottom-skin.Micro.Baseline())
}

// tickAt puts the check where the ring has given way to it.
func (v *rowView) tickAt(x, middle float32) {
	if v.copiedInRing() {
		v.tick.placeMid(x+skin.Px(2), middle, skin.Px(20))
	}
}

// clockWidth is what the ring takes, or the seconds in its place.
func (v *rowView) clockWidth() float32 {
	if v.row.item.Kind == Timed && v.row.look.Still {
		return max(skin.Px(ringSide), v.seconds.MinSize().Width)
	}
	return skin.Px(ringSide)
}

func (v *rowView) placeAvatar(x, y, side float32) {
	v.avatar.place(x, y, side)
	dot := skin.Px(6)
	place(v.pin, x+side-dot/2-skin.Px(1), y-dot/2+skin.Px(1), dot, dot)
}

func (v *rowView) codeWidth() float32 {
	w := v.head.MinSize().Width
	if v.tail.Visible() {
		w += skin.Px(codeGap) + v.tail.MinSize().Width
	}
	return w
}

// placeCode puts the code with its right edge at right, and gives its left.
func (v *rowView) placeCode(right, y float32) float32 {
	x := right - v.codeWidth()
	w := placeText(v.head, x, y)
	placeText(v.tail, x+w+skin.Px(codeGap), y)
	return x
}

// placeNext puts the next code with its right edge at right, and gives its
// left, or right if it is not shown.
func (v *rowView) placeNext(right, y float32) float32 {
	if !v.next.Visible() {
		return right
	}
	box := v.next.MinSize()
	placeText(v.next, right-box.Width, y)
	if !v.tick.Visible() {
		return right - box.Width
	}
	side := skin.Px(13)
	v.tick.placeMid(right-box.Width-side-skin.Px(4), y+box.Height/2+skin.Px(0.5), side)
	return right - box.Width - side - skin.Px(4)
}

// placeRight puts ring, seconds, refresh button or action chip at the right
// edge, and gives where they begin.
func (v *rowView) placeRight(right, middle float32) float32 {
	px := skin.Px
	side := px(ringSide)
	switch v.row.item.Kind {
	case Action:
		return v.placeAction(right, middle)
	case Counter:
		v.glyph.placeMid(right-side, middle, px(20))
		v.actionFrom = right - px(36)
		return right - side
	}
	if v.row.look.Still {
		w := v.clockWidth()
		placeMid(v.seconds, right-v.seconds.MinSize().Width, middle)
		return right - w
	}
	v.ring.place(right-side, middle-side/2, side)
	return right - side
}

// placeAction puts the chip and its chevron.
func (v *rowView) placeAction(right, middle float32) float32 {
	px := skin.Px
	chevron := px(18)
	v.glyph.placeMid(right-chevron+px(3), middle, chevron)
	return v.placeChip(right-chevron-px(6), middle)
}

func (v *rowView) placeChip(right, middle float32) float32 {
	px := skin.Px
	icon, text := px(16), v.chipText.MinSize()
	width, height := px(8)+icon+px(4)+text.Width+px(9), px(28)
	x := right - width
	place(v.chip, x, middle-height/2, width, height)
	v.chipIcon.placeMid(x+px(8), middle, icon)
	placeMid(v.chipText, x+px(8)+icon+px(4), middle)
	v.actionFrom = x
	return x
}

// placeActionBelow puts the chip under the names.
func (v *rowView) placeActionBelow(size fyne.Size) {
	px := skin.Px
	middle := px(60) + px(17)
	width := px(8) + px(16) + px(4) + v.chipText.MinSize().Width + px(9)
	v.placeChip(px(rowLeft)+width, middle)
	v.glyph.placeMid(px(rowLeft)+width+px(4), middle, px(18))
	v.actionFrom = 0
}
