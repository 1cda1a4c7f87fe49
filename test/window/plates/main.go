// Plates shows what the program paints by its own means above what the toolkit
// paints: rows of the list, and below each a rectangle that has the same
// colours, edge and corners.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/control"
	"twofold/app/skin"
)

// The test knows these measures too.
const (
	width, height = 340, 66
	margin        = 4
	pitch         = height + 12
)

// The rows stand on parts of a unit, as when the list is scrolled.
const part = 0.3

var codes = control.Codes{Code: "123456", Left: 20, Period: 30}

type texts struct{}

func (texts) T(key string, _ ...any) string        { return key }
func (texts) N(key string, _ int, _ ...any) string { return key }

func main() {
	a := app.NewWithID("app.twofold.Plates")
	a.Settings().SetTheme(skin.New(skin.LightMode, 100))
	w := a.NewWindow("Plates")
	w.SetPadded(false)
	box := &fyne.Container{}
	var rows []*control.Row
	for i, selected := range []bool{false, true} {
		row := control.NewRow(texts{})
		row.Set(control.Item{ID: "a", Title: "A"}, codes, control.Look{})
		rows = append(rows, row)
		row.SetState(selected, selected)
		like := &canvas.Rectangle{FillColor: skin.Color(skin.Surface), StrokeColor: skin.Color(skin.Border), StrokeWidth: 1, CornerRadius: 12}
		if selected {
			like.FillColor, like.StrokeColor, like.StrokeWidth = skin.Color(skin.Selected), skin.Color(skin.Accent), 2
		}
		for j, o := range []fyne.CanvasObject{row, like} {
			o.Move(fyne.NewPos(margin+part, margin+part+float32((2*i+j)*pitch)))
			o.Resize(fyne.NewSize(width, height))
			box.Add(o)
		}
	}
	w.SetContent(box)
	w.Resize(fyne.NewSize(width+2*margin, 4*pitch))
	a.Lifecycle().SetOnStarted(func() {
		for _, r := range rows {
			r.Tick(codes)
		}
	})
	w.ShowAndRun()
}
