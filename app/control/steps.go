package control

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Steps is the strip over a wizard that shows how far it is: done steps with a
// check, the present one filled, those to come outlined.
type Steps struct {
	base
	texts  Texts
	labels []string
	now    int // index of the present step; len(labels) when all are done
	dots   []stepDot
	lines  []*canvas.Rectangle
}

type stepDot struct {
	circle *canvas.Circle
	number *canvas.Text
	check  *glyph
	label  *canvas.Text
}

var _ fyne.Accessible = (*Steps)(nil)

// NewSteps makes a strip at its first step.
func NewSteps(texts Texts, labels ...string) *Steps {
	s := &Steps{texts: texts, labels: labels}
	for i := range labels {
		s.dots = append(s.dots, stepDot{&canvas.Circle{}, skin.Blank(), newGlyph(), skin.Blank()})
		if i > 0 {
			s.lines = append(s.lines, &canvas.Rectangle{})
		}
	}
	s.ExtendBaseWidget(s)
	return s
}

// Set goes to a step, counted from 0; the number of steps means all are done.
func (s *Steps) Set(now int) {
	if s.now != now {
		s.now = now
		s.Refresh()
	}
}

// setLabels changes the words of the steps, which stay as many as they are.
func (s *Steps) setLabels(labels []string) {
	s.labels = labels
	s.Refresh()
}

// AccessibilityLabel implements [fyne.Accessible].
func (s *Steps) AccessibilityLabel() string {
	i := min(s.now, len(s.labels)-1)
	if i < 0 {
		return ""
	}
	return s.texts.T("a11y.progress", "i", i+1, "n", len(s.labels), "name", s.labels[i])
}

// AccessibilityRole implements [fyne.Accessible].
func (s *Steps) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements [fyne.Widget].
func (s *Steps) CreateRenderer() fyne.WidgetRenderer {
	var objects []fyne.CanvasObject
	for _, l := range s.lines {
		objects = append(objects, l)
	}
	for _, d := range s.dots {
		objects = append(objects, d.circle, d.number, d.check.Image, d.label)
	}
	return newParts(s, objects, s.place, func() fyne.Size { return skin.Size(240, 52) }, s.paint)
}

func (s *Steps) place(size fyne.Size) {
	px := skin.Px
	n := float32(len(s.dots))
	if n == 0 {
		return
	}
	side, top := px(24), px(4)
	cell := min(size.Width/n, px(150))
	start := (size.Width - cell*n) / 2
	crowded := false // then only the present step has its words
	for _, d := range s.dots {
		crowded = crowded || d.label.MinSize().Width > cell-px(4)
	}
	for i, d := range s.dots {
		x := start + cell*(float32(i)+0.5)
		place(d.circle, x-side/2, top, side, side)
		place(d.check.Image, x-px(7), top+side/2-px(7), px(14), px(14))
		placeMid(d.number, x-d.number.MinSize().Width/2, top+side/2)
		w := d.label.MinSize().Width
		placeMid(d.label, max(0, min(x-w/2, size.Width-w)), top+side+px(14))
		show(d.label, !crowded || i == min(s.now, len(s.dots)-1))
		if i > 0 {
			place(s.lines[i-1], x-cell+side/2+px(6), top+side/2-1, cell-side-px(12), 2)
		}
	}
}

func (s *Steps) paint() {
	for i, d := range s.dots {
		fill, stroke, ink, width := skin.Clear, skin.Outline, skin.Text2, float32(1.5)
		label, words := skin.Micro, skin.Text2
		switch {
		case i < s.now:
			fill, stroke, width = skin.AccentSoft, skin.AccentSoft, 0
		case i == s.now:
			fill, stroke, ink, width = skin.Accent, skin.Accent, skin.OnAccent, 0
			label, words = skin.MicroB, skin.Accent
		}
		paintCircle(d.circle, fill, stroke, width)
		skin.SetText(d.number, strconv.Itoa(i+1), skin.CapBold, ink)
		show(d.number, i >= s.now)
		show(d.check.Image, i < s.now)
		d.check.set("check", skin.Accent)
		skin.SetText(d.label, s.labels[i], label, words)
		if i > 0 {
			line := skin.Border
			if i <= s.now {
				line = skin.Ring
			}
			paint(s.lines[i-1], line, skin.Clear, 0, 1)
		}
	}
}
