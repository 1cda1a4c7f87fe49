package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Toggle is a setting that is on or off: words at the left, a switch at the
// right.
type Toggle struct {
	press
	texts  Texts
	on     bool
	name   string // where the words stand elsewhere
	label  *Paragraph
	detail *Paragraph
	track  *canvas.Rectangle
	knob   *canvas.Circle

	// OnChanged is called when the user flips the switch.
	OnChanged func(on bool)
}

// NewToggle makes a switch. detail is a quiet second line, or "".
func NewToggle(texts Texts, label, detail string, on bool, changed func(bool)) *Toggle {
	t := &Toggle{texts: texts, on: on, OnChanged: changed, track: &canvas.Rectangle{}, knob: &canvas.Circle{}}
	t.label = NewParagraph(label, skin.Body, skin.Text)
	t.detail = NewParagraph(detail, skin.Caption, skin.Text2)
	if detail == "" {
		t.detail.Hide()
	}
	t.bind(t, t.flip, func() { t.Refresh() })
	return t
}

func (t *Toggle) flip() {
	t.on = !t.on
	t.Refresh()
	if t.OnChanged != nil {
		t.OnChanged(t.on)
	}
}

// On reports the position of the switch.
func (t *Toggle) On() bool { return t.on }

// Set moves the switch without telling OnChanged.
func (t *Toggle) Set(on bool) {
	if t.on != on {
		t.on = on
		t.Refresh()
	}
}

// Named gives a switch without words of its own a name for screen readers, and
// gives it back.
func (t *Toggle) Named(name string) *Toggle {
	t.name = name
	return t
}

// AccessibilityLabel implements [fyne.Accessible].
func (t *Toggle) AccessibilityLabel() string {
	key := "a11y.off"
	if t.on {
		key = "a11y.on"
	}
	name := t.name
	if name == "" {
		name = t.label.Text()
	}
	return t.texts.T(key, "name", name)
}

const (
	switchWidth  = 40
	switchHeight = 22
)

// HeightFor is the height of the words in a width.
func (t *Toggle) HeightFor(width float32) float32 {
	return max(skin.Px(36), t.words(width)+skin.Px(8))
}

func (t *Toggle) words(width float32) float32 {
	inner := width - skin.Px(switchWidth+16)
	h := t.label.HeightFor(inner)
	if t.detail.Visible() {
		h += t.detail.HeightFor(inner)
	}
	return h
}

// CreateRenderer implements [fyne.Widget].
func (t *Toggle) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{t.label, t.detail, t.track, t.knob, t.ring}
	return newParts(t, objects, func(s fyne.Size) {
		inner := s.Width - skin.Px(switchWidth+16)
		h := t.label.HeightFor(inner)
		y := (s.Height - t.words(s.Width)) / 2
		place(t.label, 0, y, inner, h)
		place(t.detail, 0, y+h, inner, t.detail.HeightFor(inner))
		w, hh := skin.Px(switchWidth), skin.Px(switchHeight)
		x, ty := s.Width-w, (s.Height-hh)/2
		place(t.track, x, ty, w, hh)
		place(t.ring, x-ringOutside, ty-ringOutside, w+2*ringOutside, hh+2*ringOutside)
		d := hh - skin.Px(8)
		kx := x + skin.Px(4)
		if t.on {
			kx = x + w - d - skin.Px(4)
		}
		place(t.knob, kx, ty+skin.Px(4), d, d)
	}, func() fyne.Size { return fyne.NewSize(skin.Px(160), t.HeightFor(max(t.Size().Width, skin.Px(160)))) }, t.paint)
}

func (t *Toggle) paint() {
	ground, outline, knob, words := skin.Surface, skin.Outline, skin.Outline, skin.Text
	if t.on {
		ground, outline, knob = skin.Accent, skin.Accent, skin.OnAccent
	}
	if t.disabled {
		words = skin.Text3
	}
	t.label.SetColour(words)
	paint(t.track, ground, outline, 2, skin.Px(switchHeight)/2)
	t.knob.FillColor = skin.Color(knob)
	t.knob.Refresh()
	t.paintRing(skin.Px(switchHeight) / 2)
}
