package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Span is a part of a text in runes, from inclusive, to exclusive. The zero
// value is no part.
type Span struct{ From, To int }

// Spans are parts of a text in their order, as many as are highlighted at most:
// an array, so that items can be compared. The zero value is no part.
type Spans [3]Span

// line is one line of text of which parts can be highlighted, ending in an
// ellipsis where there is no room.
type line struct {
	text    [2*len(Spans{}) + 1]*canvas.Text // those at odd places are highlighted
	rules   [len(Spans{})]*canvas.Rectangle  // under them, who are not told by their colour alone
	full    string
	spans   Spans
	style   skin.Style
	hit     skin.Style
	colour  fyne.ThemeColorName
	shown   string
	visible bool
}

func newLine() *line {
	l := &line{visible: true}
	for i := range l.rules {
		l.rules[i] = &canvas.Rectangle{}
		l.rules[i].Hide()
	}
	for i := range l.text {
		l.text[i] = skin.Blank()
	}
	return l
}

func (l *line) objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(l.text)+len(l.rules))
	for _, t := range l.text {
		out = append(out, t)
	}
	for _, r := range l.rules {
		out = append(out, r)
	}
	return out
}

// set gives the line its content. The highlighted parts are drawn in the accent
// colour, semi-bold and underlined.
func (l *line) set(text string, spans Spans, style, hit skin.Style, colour fyne.ThemeColorName) {
	l.full, l.spans, l.style, l.hit, l.colour = text, spans, style, hit, colour
}

func (l *line) show(visible bool) {
	l.visible = visible
	for _, t := range l.text {
		show(t, visible && t.Text != "")
	}
	for i, r := range l.rules {
		show(r, visible && l.text[2*i+1].Text != "")
	}
}

// place puts the line at x, y with at most width, and gives the width used.
func (l *line) place(x, y, width float32) float32 {
	style := l.style
	if l.spans != (Spans{}) {
		// The widths of the parts add up; shortening the whole text by its plain
		// width is right up to the little that bold is wider.
		style = l.hit
	}
	l.shown = skin.Ellipsis(l.full, style, width)
	return l.draw(x, y, []rune(l.shown))
}

// draw writes the text in its parts, every second of which is highlighted.
func (l *line) draw(x, y float32, text []rune) float32 {
	start, from := x, 0
	for i, t := range l.text {
		to, style, colour := len(text), l.style, l.colour
		highlighted := i%2 == 1
		if s := i / 2; s < len(l.spans) && l.spans[s].From < l.spans[s].To {
			to = l.spans[s].From
			if highlighted {
				to, style, colour = l.spans[s].To, l.hit, skin.Accent
			}
		} else if highlighted {
			to = from
		}
		to = max(from, min(to, len(text)))
		if from < to || t.Text != "" { // most parts are empty, and stay so
			skin.SetText(t, string(text[from:to]), style, colour)
		}
		from = to
		show(t, l.visible && t.Text != "")
		if highlighted {
			show(l.rules[i/2], l.visible && t.Text != "")
		}
		if t.Text == "" {
			continue
		}
		w := placeText(t, x, y)
		if highlighted {
			l.underline(l.rules[i/2], x, y, w)
		}
		x += w
	}
	return x - start
}

// underline puts the rule under a part that stands at x, y and is w wide.
func (l *line) underline(rule *canvas.Rectangle, x, y, w float32) {
	if c := skin.Color(skin.Accent); rule.FillColor != c {
		rule.FillColor = c
		rule.Refresh()
	}
	place(rule, x, y+l.hit.Baseline()+skin.Px(2), w, skin.Px(1.5))
}

// width is the width the line has with room for all of it.
func (l *line) width() float32 { return l.style.Measure(l.full).Width }

// height is the height of the line's box.
func (l *line) height() float32 { return l.style.Measure("A").Height }
