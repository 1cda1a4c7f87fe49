package control

import (
	"fyne.io/fyne/v2"

	"twofold/app/skin"
)

// Fact is a name and its value.
type Fact struct{ Name, Value string }

// Facts is a small table: names in a quiet colour, values beside them.
func Facts(facts ...Fact) *Column {
	c := NewColumn(6)
	var rows []fyne.CanvasObject
	for _, f := range facts {
		value := skin.Small
		value.Face, value.Style = skin.BodyBold.Face, skin.BodyBold.Style
		row := &factRow{name: NewParagraph(f.Name, skin.Small, skin.Text2), value: NewParagraph(f.Value, value, skin.Text)}
		row.ExtendBaseWidget(row)
		rows = append(rows, row)
	}
	c.SetObjects(rows...)
	return c
}

type factRow struct {
	base
	name, value *Paragraph
}

// factSplit is the room of the name and of the value beside it. Where the name
// would break inside a word, under large text, the value stands under it.
func factSplit(width float32) (name, value float32, under bool) {
	name = skin.Px(90)
	if name > width*0.4 {
		return width, width, true
	}
	return name - skin.Px(8), width - name, false
}

// HeightFor is the height of the row in a width.
func (r *factRow) HeightFor(width float32) float32 {
	n, v, under := factSplit(width)
	if under {
		return r.name.HeightFor(n) + r.value.HeightFor(v)
	}
	return max(r.name.HeightFor(n), r.value.HeightFor(v))
}

// CreateRenderer implements [fyne.Widget].
func (r *factRow) CreateRenderer() fyne.WidgetRenderer {
	return newParts(r, []fyne.CanvasObject{r.name, r.value}, func(s fyne.Size) {
		n, v, under := factSplit(s.Width)
		if under {
			h := r.name.HeightFor(n)
			place(r.name, 0, 0, n, h)
			place(r.value, 0, h, v, s.Height-h)
			return
		}
		place(r.name, 0, 0, n, s.Height)
		place(r.value, s.Width-v, 0, v, s.Height)
	}, func() fyne.Size {
		return fyne.NewSize(skin.Px(160), r.HeightFor(max(r.Size().Width, skin.Px(160))))
	}, func() {
		r.name.Refresh()
		r.value.Refresh()
	})
}
