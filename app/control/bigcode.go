package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// BigCode shows a code or a number so large that it can be read aloud or from
// across the table, with its countdown below.
type BigCode struct {
	base
	head, tail *canvas.Text
	ring       *ring
	codes      Codes
	pairs      bool
}

// NewBigCode makes an empty display for codes.
func NewBigCode() *BigCode {
	b := &BigCode{head: skin.Blank(), tail: skin.Blank(), ring: newRing()}
	b.ExtendBaseWidget(b)
	return b
}

// NewBigNumber makes a display for the number two computers compare, in
// groups of two and without a countdown.
func NewBigNumber(number string) *BigCode {
	b := NewBigCode()
	b.pairs, b.codes.Code = true, number
	return b
}

// Set brings new codes.
func (b *BigCode) Set(codes Codes) {
	if b.codes != codes {
		b.codes = codes
		b.Refresh()
	}
}

func (b *BigCode) split() (head, tail string) {
	if b.pairs && len(b.codes.Code) == 4 {
		return b.codes.Code[:2], b.codes.Code[2:]
	}
	if b.pairs {
		return Pairs(b.codes.Code), ""
	}
	if b.codes.Hidden || b.codes.Code == "" {
		return split(dots)
	}
	return split(b.codes.Code)
}

func (b *BigCode) gap() float32 {
	if b.tail.Text == "" {
		return 0
	}
	return skin.Px(20)
}

// style is 60 high, and less where a long code would not fit.
func (b *BigCode) style(width float32) skin.Style {
	style := skin.CodeXL
	head, tail := b.split()
	for style.Size > 24 && width > 0 && style.Measure(head+tail).Width+skin.Px(24) > width {
		style.Size -= 4
	}
	return style
}

// CreateRenderer implements [fyne.Widget].
func (b *BigCode) CreateRenderer() fyne.WidgetRenderer {
	objects := append([]fyne.CanvasObject{b.head, b.tail}, b.ring.objects()...)
	return newParts(b, objects, func(s fyne.Size) {
		b.paintText(s.Width)
		h := b.head.MinSize()
		w := h.Width + b.gap() + b.tail.MinSize().Width
		x := (s.Width - w) / 2
		placeText(b.head, x, 0)
		placeText(b.tail, x+h.Width+b.gap(), 0)
		d := skin.Px(32)
		b.ring.place((s.Width-d)/2, s.Height-d, d)
	}, func() fyne.Size {
		height := skin.CodeXL.Measure("0").Height
		if b.ticks() {
			height += skin.Px(12 + 32)
		}
		return fyne.NewSize(160, height)
	}, func() {
		b.paintText(b.Size().Width)
		b.ring.show(b.ticks())
		if b.ticks() {
			b.ring.set(b.codes.Left, b.codes.Period)
		}
	})
}

func (b *BigCode) ticks() bool { return !b.pairs && b.codes.Period > 0 }

func (b *BigCode) paintText(width float32) {
	colour := skin.Code
	if b.ticks() && b.codes.Left <= Urgent {
		colour = skin.Urgent
	}
	style := b.style(width)
	head, tail := b.split()
	skin.SetText(b.head, head, style, colour)
	skin.SetText(b.tail, tail, style, colour)
}
