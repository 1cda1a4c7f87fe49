package control

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Paragraph is text over as many lines as its width asks for. Unlike the
// toolkit's label it can break Japanese where people would. Its height
// follows its width: see [Column].
type Paragraph struct {
	base
	text   string
	style  skin.Style
	colour fyne.ThemeColorName
	align  fyne.TextAlign

	lines []*canvas.Text
	width float32
}

var _ fyne.Accessible = (*Paragraph)(nil)

// NewParagraph makes a paragraph at the left edge.
func NewParagraph(text string, style skin.Style, colour fyne.ThemeColorName) *Paragraph {
	p := &Paragraph{text: text, style: style, colour: colour}
	p.ExtendBaseWidget(p)
	return p
}

// Centred puts the lines in the middle, and gives the paragraph back.
func (p *Paragraph) Centred() *Paragraph {
	p.align = fyne.TextAlignCenter
	return p
}

// SetText changes the text.
func (p *Paragraph) SetText(text string) {
	if p.text != text {
		p.text = text
		p.Refresh()
	}
}

// SetColour changes the colour.
func (p *Paragraph) SetColour(colour fyne.ThemeColorName) {
	if p.colour != colour {
		p.colour = colour
		p.Refresh()
	}
}

// Text is the text without break marks.
func (p *Paragraph) Text() string {
	out := ""
	for _, phrase := range phrases(p.text) {
		out += phrase
	}
	return out
}

// AccessibilityLabel implements [fyne.Accessible].
func (p *Paragraph) AccessibilityLabel() string { return p.Text() }

// AccessibilityRole implements [fyne.Accessible].
func (p *Paragraph) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (p *Paragraph) wrapped(width float32) []string {
	return wrap(p.text, width, func(s string) float32 { return p.style.Measure(s).Width })
}

// HeightFor is the height of the text in a width.
func (p *Paragraph) HeightFor(width float32) float32 {
	return float32(len(p.wrapped(width))) * p.style.Line()
}

// broken reports whether a word or phrase has to be torn apart in a width.
func (p *Paragraph) broken(width float32) bool {
	for _, piece := range natural(p.text) {
		if p.style.Measure(strings.TrimRight(piece, " ")).Width > width {
			return true
		}
	}
	return false
}

// Hint tells the width before the first layout, so that [Paragraph.MinSize]
// knows its height.
func (p *Paragraph) Hint(width float32) { p.width = width }

// CreateRenderer implements [fyne.Widget].
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	return &paragraphRenderer{p: p}
}

// paragraphRenderer has as many objects as there are lines.
type paragraphRenderer struct{ p *Paragraph }

func (r *paragraphRenderer) Destroy() {}

func (r *paragraphRenderer) MinSize() fyne.Size {
	width := r.p.width
	if width <= 0 {
		width = skin.Px(280)
	}
	return fyne.NewSize(skin.Px(40), r.p.HeightFor(width))
}

func (r *paragraphRenderer) Layout(size fyne.Size) {
	p := r.p
	p.width = size.Width
	lines := p.wrapped(size.Width)
	p.lines = p.lines[:min(len(p.lines), len(lines))]
	for len(p.lines) < len(lines) {
		p.lines = append(p.lines, skin.Blank())
	}
	for i, text := range lines {
		t := p.lines[i]
		skin.SetText(t, text, p.style, p.colour)
		box := t.MinSize()
		x := float32(0)
		if p.align == fyne.TextAlignCenter {
			x = (size.Width - box.Width) / 2
		}
		line := p.style.Line()
		place(t, x, float32(i)*line+(line-box.Height)/2, box.Width, box.Height)
	}
}

func (r *paragraphRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(r.p.lines))
	for i, t := range r.p.lines {
		out[i] = t
	}
	return out
}

func (r *paragraphRenderer) Refresh() {
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}
