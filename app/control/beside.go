package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Equal puts objects beside each other at the same width, as the two buttons
// of a sheet.
func Equal(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: equal{gap}, Objects: objects}
}

type equal struct{ gap float32 }

func (e equal) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := skin.Px(e.gap)
	n := float32(len(objects))
	w := (size.Width - (n-1)*gap) / n
	for i, o := range objects {
		place(o, float32(i)*(w+gap), 0, w, size.Height)
	}
}

func (e equal) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w, h float32
	for _, o := range objects {
		m := o.MinSize()
		w, h = max(w, m.Width), max(h, m.Height)
	}
	n := float32(len(objects))
	return fyne.NewSize(n*w+(n-1)*skin.Px(e.gap), h)
}

// Line puts objects beside each other at their own widths, in the middle of
// the height. A nil object is the gap that takes the room left over, so
// Line(8, a, nil, b) pushes b to the right edge.
func Line(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	stretch := -1
	kept := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if o == nil {
			stretch = len(kept)
			continue
		}
		kept = append(kept, o)
	}
	return &fyne.Container{Layout: beside{gap: gap, stretch: stretch, fill: -1}, Objects: kept}
}

// Filled is [Line] with one object, by its index, taking all the room left.
func Filled(gap float32, fill int, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: beside{gap: gap, stretch: -1, fill: fill}, Objects: objects}
}

type beside struct {
	gap     float32
	stretch int // room goes before this object
	fill    int // room goes to this object
}

func (b beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	room := max(0, size.Width-b.MinSize(objects).Width)
	x := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if i == b.stretch {
			x += room
		}
		if i == b.fill {
			m.Width += room
		}
		h := m.Height
		if t, ok := o.(tall); ok {
			h = t.HeightFor(m.Width)
		}
		place(o, x, (size.Height-h)/2, m.Width, h)
		x += m.Width + skin.Px(b.gap)
	}
}

func (b beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w, h float32
	n := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if n++; n > 1 {
			w += skin.Px(b.gap)
		}
		m := o.MinSize()
		w, h = w+m.Width, max(h, m.Height)
	}
	return fyne.NewSize(w, h)
}

// Middle puts one object in the middle of the room, at its own size.
func Middle(o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: middle{}, Objects: []fyne.CanvasObject{o}}
}

type middle struct{}

func (middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		m := o.MinSize()
		place(o, (size.Width-m.Width)/2, (size.Height-m.Height)/2, m.Width, m.Height)
	}
}

func (middle) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Gap is nothing of a height, in units of the normal text size.
func Gap(height float32) fyne.CanvasObject {
	g := &gap{height: height}
	g.ExtendBaseWidget(g)
	return g
}

type gap struct {
	base
	height float32
}

// CreateRenderer implements [fyne.Widget].
func (g *gap) CreateRenderer() fyne.WidgetRenderer {
	return newParts(g, nil, func(fyne.Size) {}, func() fyne.Size { return skin.Size(0, g.height) }, func() {})
}

// Rule is a hairline across.
func Rule() fyne.CanvasObject {
	r := &rule{line: &canvas.Rectangle{}}
	r.ExtendBaseWidget(r)
	return r
}

type rule struct {
	base
	line *canvas.Rectangle
}

// CreateRenderer implements [fyne.Widget].
func (r *rule) CreateRenderer() fyne.WidgetRenderer {
	return newParts(r, []fyne.CanvasObject{r.line}, func(s fyne.Size) { place(r.line, 0, 0, s.Width, 1) },
		func() fyne.Size { return fyne.NewSize(1, 1) },
		func() { paint(r.line, skin.Border, skin.Clear, 0, 0) })
}
