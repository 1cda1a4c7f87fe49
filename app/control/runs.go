package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Span is a part of a text in runes, from inclusive, to exclusive. The zero
// value is no part.
type Span struct{ From, To int }

// line is one line of text of which a part can be highlighted, ending in an
// ellipsis where there is no room.
type line struct {
	text    [3]*canvas.Text
	rule    *canvas.Rectangle // under the highlighted part, which is not told by its colour alone
	full    string
	span    Span
	style   skin.Style
	hit     skin.Style
	colour  fyne.ThemeColorName
	shown   string
	visible bool
}

func newLine() *line {
	l := &line{visible: true, rule: &canvas.Rectangle{}}
	l.rule.Hide()
	for i := range l.text {
		l.text[i] = skin.Blank()
	}
	return l
}

func (l *line) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{l.text[0], l.text[1], l.text[2], l.rule}
}

// set gives the line its content. The highlighted part is drawn in the accent
// colour, semi-bold and underlined.
func (l *line) set(text string, span Span, style, hit skin.Style, colour fyne.ThemeColorName) {
	l.full, l.span, l.style, l.hit, l.colour = text, span, style, hit, colour
}

func (l *line) show(visible bool) {
	l.visible = visible
	for _, t := range l.text {
		show(t, visible && t.Text != "")
	}
	show(l.rule, visible && l.text[1].Text != "")
}

// place puts the line at x, y with at most width, and gives the width used.
func (l *line) place(x, y, width float32) float32 {
	runes := []rune(l.full)
	from, to := max(0, min(l.span.From, len(runes))), max(0, min(l.span.To, len(runes)))
	if from >= to {
		l.shown = skin.Ellipsis(l.full, l.style, width)
		return l.draw(x, y, l.shown, "", "")
	}
	// With a highlight the widths of three texts add up; shortening the whole
	// text by its plain width is right up to the little that bold is wider.
	l.shown = skin.Ellipsis(l.full, l.hit, width)
	cut := []rune(l.shown)
	from, to = min(from, len(cut)), min(to, len(cut))
	return l.draw(x, y, string(cut[:from]), string(cut[from:to]), string(cut[to:]))
}

func (l *line) draw(x, y float32, before, hit, after string) float32 {
	start := x
	skin.SetText(l.text[0], before, l.style, l.colour)
	skin.SetText(l.text[1], hit, l.hit, skin.Accent)
	skin.SetText(l.text[2], after, l.style, l.colour)
	for _, t := range l.text {
		show(t, l.visible && t.Text != "")
		if t.Text == "" {
			continue
		}
		w := placeText(t, x, y)
		if t == l.text[1] {
			l.underline(x, y, w)
		}
		x += w
	}
	show(l.rule, l.visible && hit != "")
	return x - start
}

// underline puts the rule under a part that stands at x, y and is w wide.
func (l *line) underline(x, y, w float32) {
	if c := skin.Color(skin.Accent); l.rule.FillColor != c {
		l.rule.FillColor = c
		l.rule.Refresh()
	}
	place(l.rule, x, y+l.hit.Baseline()+skin.Px(2), w, skin.Px(1.5))
}

// width is the width the line has with room for all of it.
func (l *line) width() float32 { return l.style.Measure(l.full).Width }

// height is the height of the line's box.
func (l *line) height() float32 { return l.style.Measure("A").Height }
