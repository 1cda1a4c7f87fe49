package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// TaskState is how far a task is.
type TaskState int

// The states of a task.
const (
	Waiting TaskState = iota
	Running
	Done
	Failed
)

// Task is one step of something that takes time, with what came of it.
type Task struct {
	Label  string
	State  TaskState
	Reason string // why it failed
}

// Tasks is a list of steps that tick off: never a spinner without words.
type Tasks struct {
	base
	tasks []Task
	rows  []taskRow
}

type taskRow struct {
	ring   *canvas.Circle
	glyph  *glyph
	label  *Paragraph
	reason *Paragraph
}

// NewTasks makes the list.
func NewTasks(tasks ...Task) *Tasks {
	t := &Tasks{tasks: tasks}
	for range tasks {
		t.rows = append(t.rows, taskRow{&canvas.Circle{}, newGlyph(), NewParagraph("", skin.Body, skin.Text), NewParagraph("", skin.Caption, skin.Urgent)})
	}
	t.ExtendBaseWidget(t)
	return t
}

// Set changes the state of task i.
func (t *Tasks) Set(i int, state TaskState, reason string) {
	t.tasks[i].State, t.tasks[i].Reason = state, reason
	t.Refresh()
}

func (t *Tasks) rowHeight(i int, width float32) float32 {
	inner := width - skin.Px(36)
	h := t.rows[i].label.HeightFor(inner)
	if t.tasks[i].Reason != "" {
		h += t.rows[i].reason.HeightFor(inner)
	}
	return max(skin.Px(24), h)
}

// HeightFor is the height of the list in a width.
func (t *Tasks) HeightFor(width float32) float32 {
	h := float32(0)
	for i := range t.rows {
		h += t.rowHeight(i, width) + skin.Px(10)
	}
	return max(0, h-skin.Px(10))
}

// CreateRenderer implements [fyne.Widget].
func (t *Tasks) CreateRenderer() fyne.WidgetRenderer {
	var objects []fyne.CanvasObject
	for _, r := range t.rows {
		objects = append(objects, r.ring, r.glyph.Image, r.label, r.reason)
	}
	return newParts(t, objects, func(s fyne.Size) {
		y, inner := float32(0), s.Width-skin.Px(36)
		for i, r := range t.rows {
			d := skin.Px(22)
			place(r.ring, 0, y+skin.Px(1), d, d)
			r.glyph.placeMid(skin.Px(4), y+skin.Px(12), skin.Px(14))
			h := r.label.HeightFor(inner)
			place(r.label, skin.Px(36), y+skin.Px(1), inner, h)
			place(r.reason, skin.Px(36), y+skin.Px(1)+h, inner, r.reason.HeightFor(inner))
			y += t.rowHeight(i, s.Width) + skin.Px(10)
		}
	}, func() fyne.Size {
		return fyne.NewSize(skin.Px(160), t.HeightFor(max(t.Size().Width, skin.Px(160))))
	}, t.paint)
}

func (t *Tasks) paint() {
	for i, r := range t.rows {
		task := t.tasks[i]
		fill, stroke, icon, ink, words := skin.Clear, skin.Outline, "", skin.OK, skin.Text2
		switch task.State {
		case Running:
			icon, ink, stroke, words = "more", skin.Accent, skin.Accent, skin.Text
		case Done:
			fill, stroke, icon, words = skin.OKSoft, skin.OKSoft, "check", skin.Text
		case Failed:
			fill, stroke, icon, ink, words = skin.UrgentSoft, skin.UrgentSoft, "close", skin.Urgent, skin.Text
		}
		paintCircle(r.ring, fill, stroke, 1.5)
		show(r.glyph.Image, icon != "")
		if icon != "" {
			r.glyph.set(icon, ink)
		}
		r.label.SetText(task.Label)
		r.label.SetColour(words)
		r.reason.SetText(task.Reason)
		show(r.reason, task.Reason != "")
	}
}
