package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// rowView is everything a row draws.
type rowView struct {
	row *Row

	ground          *plate
	outline         *canvas.Rectangle
	avatar          *avatar
	pin             *canvas.Circle
	title, subtitle *line
	head, tail      *canvas.Text
	next            *canvas.Text
	tick            *glyph // the check beside "Copied"
	ring            *ring
	seconds         *canvas.Text // instead of the ring when nothing may move
	chip            *canvas.Rectangle
	chipIcon        *glyph
	chipText        *canvas.Text
	glyph           *glyph // chevron of an action row, refresh of a counter row

	noNext     bool    // the last layout had no room for the next code
	actionFrom float32 // from where on a click means the action
}

func newRowView(r *Row) *rowView {
	v := &rowView{
		row: r, ground: newPlate(), outline: &canvas.Rectangle{}, avatar: newAvatar(),
		pin: &canvas.Circle{}, title: newLine(), subtitle: newLine(),
		head: skin.Blank(), tail: skin.Blank(), next: skin.Blank(),
		tick: newGlyph(), ring: newRing(), seconds: skin.Blank(),
		chip: &canvas.Rectangle{}, chipIcon: newGlyph(), chipText: skin.Blank(),
		glyph: newGlyph(),
	}
	v.outline.Hide()
	return v
}

func (v *rowView) objects() []fyne.CanvasObject {
	out := v.ground.objects()
	out = append(out, v.avatar.objects()...)
	out = append(out, v.pin)
	out = append(out, v.title.objects()...)
	out = append(out, v.subtitle.objects()...)
	out = append(out, v.head, v.tail, v.next, v.tick.Image)
	out = append(out, v.ring.objects()...)
	return append(out, v.seconds, v.chip, v.chipIcon.Image, v.chipText, v.glyph.Image, v.outline)
}

func (v *rowView) paint() {
	v.paintGround()
	v.paintNames()
	v.paintCodes()
}

// paintGround draws selection, hover, copied and lifted.
func (v *rowView) paintGround() {
	r := v.row
	fill := skin.Surface
	switch {
	case r.selected:
		fill = skin.Selected
	case r.hovered:
		fill = skin.Hover
	}
	stroke, width := skin.Accent, float32(0)
	switch {
	case r.lifted:
		width = 2
	case r.copied != "" && r.item.Kind != Action:
		stroke, width = skin.OK, 2
	case r.selected && r.focused:
		width = 2
	case r.selected:
		width = 1
	}
	v.paintEdge(fill, stroke, width)
}

// paintEdge draws the ground with its hairline and around it a stroke that is
// as wide or wider. A plate can have that stroke for its own edge.
func (v *rowView) paintEdge(fill, stroke fyne.ThemeColorName, width float32) {
	const hairline = 1
	radius := skin.Px(12)
	if v.ground.settled() && width > 0 {
		v.ground.paint(fill, stroke, width, radius)
		show(v.outline, false)
		return
	}
	v.ground.paint(fill, skin.Border, hairline, radius)
	paint(v.outline, skin.Clear, stroke, width, radius)
	show(v.outline, width > 0)
}

func (v *rowView) paintNames() {
	item, compact := v.row.item, v.compact()
	letter, radius := skin.Letter, skin.Px(10)
	if compact {
		letter.Size, radius = 15, skin.Px(8)
	}
	v.avatar.set(item.Avatar, letter, radius)
	if c := skin.Color(skin.Accent); v.pin.FillColor != c {
		v.pin.FillColor = c
		v.pin.Refresh()
	}
	show(v.pin, item.Pinned)
	v.title.set(item.Title, item.TitleHit, skin.BodyBold, skin.BodyBold, skin.Text)
	if v.copiedInRing() {
		v.subtitle.set(v.row.copied, Spans{}, skin.CapBold, skin.CapBold, skin.OK)
		return
	}
	v.subtitle.set(item.Subtitle, item.SubtitleHit, skin.Caption, skin.CapBold, skin.Text2)
}

// settle turns to the cheap way of painting, once the window is there.
func (v *rowView) settle() {
	if v.ground.shade == nil || v.ground.settled() {
		return
	}
	v.ground.settle()
	v.avatar.ground.settle()
	v.paintGround()
}

// compact reports whether names stand on one line.
func (v *rowView) compact() bool {
	return v.row.look.Density == CompactRows && !skin.TwoLines()
}

func (v *rowView) codeStyle() skin.Style {
	if v.row.look.Density == LargeRows {
		return skin.CodeLarge
	}
	return skin.CodeRow
}

// paintCodes draws what changes by the second, and reports whether a width
// changed so that the row has to be laid out again.
func (v *rowView) paintCodes() bool {
	r := v.row
	before := v.widths()
	action := r.item.Kind == Action
	urgent := r.item.Kind == Timed && r.codes.Left <= Urgent

	code, colour := r.codes.Code, skin.Code
	if r.codes.Hidden || code == "" {
		code = dots
	} else if urgent && r.selected {
		colour = skin.Urgent
	}
	head, tail := split(code)
	skin.SetText(v.head, head, v.codeStyle(), colour)
	skin.SetText(v.tail, tail, v.codeStyle(), colour)
	show(v.head, !action)
	show(v.tail, !action && tail != "")

	v.paintNext(urgent)
	v.paintRight(action)
	return v.widths() != before
}

func (v *rowView) widths() [4]float32 {
	return [4]float32{
		v.head.MinSize().Width, v.tail.MinSize().Width, v.next.MinSize().Width, v.seconds.MinSize().Width,
	}
}

// paintNext draws the next code, or the word that the code was copied.
func (v *rowView) paintNext(urgent bool) {
	r := v.row
	if r.item.Kind == Action {
		show(v.next, false)
		show(v.tick.Image, false)
		return
	}
	if v.copiedInRing() {
		show(v.next, false)
		show(v.tick.Image, true)
		return
	}
	if r.copied != "" {
		skin.SetText(v.next, r.copied, skin.MicroB, skin.OK)
		show(v.next, true)
		show(v.tick.Image, true)
		return
	}
	show(v.tick.Image, false)
	wanted := r.look.Next == NextAlways || r.look.Next == NextLast && urgent
	visible := wanted && r.item.Kind == Timed && r.codes.Next != "" && !r.codes.Hidden && !v.compact()
	style, colour := skin.Micro, skin.Text3
	if urgent {
		style, colour = skin.MicroB, skin.Accent
	}
	text := ""
	if visible {
		text = r.texts.T("row.next", "code", spaced(r.codes.Next))
	}
	skin.SetText(v.next, text, style, colour)
	show(v.next, visible && !v.noNext)
}

// paintRight draws ring, refresh button or action chip.
func (v *rowView) paintRight(action bool) {
	r := v.row
	timed := r.item.Kind == Timed
	still := timed && r.look.Still
	v.ring.show(timed && !still && !v.copiedInRing())
	if timed && !still {
		v.ring.set(r.codes.Left, r.codes.Period)
	}
	text, colour := "", skin.Text3
	if still {
		left := r.codes.Left
		if left > Urgent {
			left = (left + 4) / 5 * 5
		} else {
			colour = skin.Urgent
		}
		text = r.texts.T("row.left.short", "n", left)
	}
	skin.SetText(v.seconds, text, skin.CapBold, colour)
	show(v.seconds, still && !v.copiedInRing())

	show(v.chip, action)
	show(v.chipIcon.Image, action)
	show(v.chipText, action)
	show(v.glyph.Image, !timed && !v.copiedInRing())
	if action {
		paint(v.chip, skin.WarnSoft, skin.Clear, 0, skin.Px(8))
		skin.SetText(v.chipText, r.texts.T("row.action"), skin.CapBold, skin.Warn)
	}
	if !timed {
		name := "refresh"
		if action {
			name = "chevron-right"
		}
		v.glyph.set(name, skin.Text2)
	}
	v.chipIcon.set("alert", skin.Warn)
	v.tick.set("check", skin.OK)
}

// copiedInRing says that a copied code shows its check in the ring's place
// and the word in the account's, because the row has no line for the next code.
func (v *rowView) copiedInRing() bool {
	return v.row.copied != "" && (v.compact() || v.noNext) && v.row.item.Kind != Action
}
