package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// Equal puts objects beside each other at the same width, as the two buttons
// of a sheet. Where one needs more than its share it gets it from the others,
// and where all together need more than there is they stand under each other.
func Equal(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: equal{gap}, Objects: objects}
}

type equal struct{ gap float32 }

func (e equal) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap, y := skin.Px(e.gap), float32(0)
	if e.stacked(objects, size.Width) {
		for _, o := range objects {
			h := heightOf(o, size.Width)
			place(o, 0, y, size.Width, h)
			y += h + gap
		}
		return
	}
	x := float32(0)
	for i, w := range e.widths(objects, size.Width) {
		place(objects[i], x, 0, w, size.Height)
		x += w + gap
	}
}

// widths are the same for all, unless one needs more than that: it gets what it
// needs, and the others share the rest.
func (e equal) widths(objects []fyne.CanvasObject, width float32) []float32 {
	out := make([]float32, len(objects))
	room, left := width-float32(len(objects)-1)*skin.Px(e.gap), len(objects)
	for again := true; again; {
		again = false
		for i, o := range objects {
			if m := o.MinSize().Width; out[i] == 0 && m*float32(left) > room {
				out[i], room, left, again = m, room-m, left-1, true
			}
		}
	}
	for i := range out {
		if out[i] == 0 {
			out[i] = room / float32(left)
		}
	}
	return out
}

func (e equal) stacked(objects []fyne.CanvasObject, width float32) bool {
	need := float32(len(objects)-1) * skin.Px(e.gap)
	for _, o := range objects {
		need += o.MinSize().Width
	}
	return need > width && len(objects) > 1
}

func (e equal) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	if !e.stacked(objects, width) {
		return e.MinSize(objects).Height
	}
	h := float32(len(objects)-1) * skin.Px(e.gap)
	for _, o := range objects {
		h += heightOf(o, width)
	}
	return h
}

func (e equal) narrowest(objects []fyne.CanvasObject) float32 { return widest(objects) }

// widest is the least width of the one that needs the most.
func widest(objects []fyne.CanvasObject) float32 {
	var w float32
	for _, o := range objects {
		if o.Visible() {
			w = max(w, narrowest(o))
		}
	}
	return w
}

// Labelled puts words before a control, and over it where they would not fit
// beside each other.
func Labelled(label string, o fyne.CanvasObject) *fyne.Container {
	if s, ok := o.(*Select); ok {
		s.name = label // for screen readers, which see only the value
	}
	return &fyne.Container{Layout: labelled{}, Objects: []fyne.CanvasObject{NewParagraph(label, skin.Body, skin.Text), o}}
}

type labelled struct{}

const labelGap = 12

// stacked asks whether the control leaves the words less than they need. A
// label may take two lines beside its control, but not more.
func (labelled) stacked(objects []fyne.CanvasObject, width float32) bool {
	label := objects[0].(*Paragraph)
	room := width - objects[1].MinSize().Width - skin.Px(labelGap)
	return room < skin.Px(60) || label.HeightFor(room) > 2*label.style.Line() || label.broken(room)
}

func (l labelled) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	label, o := objects[0].(*Paragraph), objects[1]
	m := o.MinSize()
	if l.stacked(objects, size.Width) {
		h := label.HeightFor(size.Width)
		place(label, 0, 0, size.Width, h)
		place(o, 0, h+skin.Px(4), size.Width, heightOf(o, size.Width))
		return
	}
	room := size.Width - m.Width - skin.Px(labelGap)
	h := label.HeightFor(room)
	place(label, 0, (size.Height-h)/2, room, h)
	place(o, size.Width-m.Width, (size.Height-m.Height)/2, m.Width, m.Height)
}

func (l labelled) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	label := objects[0].(*Paragraph)
	if l.stacked(objects, width) {
		return label.HeightFor(width) + skin.Px(4) + heightOf(objects[1], width)
	}
	return max(objects[1].MinSize().Height, label.HeightFor(width-objects[1].MinSize().Width-skin.Px(labelGap)))
}

func (labelled) narrowest(objects []fyne.CanvasObject) float32 { return widest(objects) }

func (l labelled) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects)
	return fyne.NewSize(w, l.heightFor(objects, w))
}

func (e equal) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w, h float32
	for _, o := range objects {
		m := o.MinSize()
		w, h = max(w, m.Width), max(h, m.Height)
	}
	return fyne.NewSize(w, h) // the widest alone: they can stand under each other
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
	if b.stacked(objects, size.Width) {
		b.stack(objects, size.Width)
		return
	}
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
		if _, ok := o.(tall); ok {
			h = heightOf(o, m.Width)
		}
		place(o, x, (size.Height-h)/2, m.Width, h)
		x += m.Width + skin.Px(b.gap)
	}
}

// stacked reports whether there is too little room to stand side by side.
func (b beside) stacked(objects []fyne.CanvasObject, width float32) bool {
	return width > 0 && b.MinSize(objects).Width > width+1
}

// stack puts the objects under each other.
func (b beside) stack(objects []fyne.CanvasObject, width float32) {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := heightOf(o, width)
		place(o, 0, y, width, h)
		y += h + skin.Px(4)
	}
}

func (b beside) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	if !b.stacked(objects, width) {
		return b.MinSize(objects).Height
	}
	h := -skin.Px(4)
	for _, o := range objects {
		if o.Visible() {
			h += heightOf(o, width) + skin.Px(4)
		}
	}
	return h
}

func (b beside) narrowest(objects []fyne.CanvasObject) float32 { return widest(objects) }

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
		m.Width = min(m.Width, size.Width)
		h := heightOf(o, m.Width)
		place(o, (size.Width-m.Width)/2, (size.Height-h)/2, m.Width, h)
	}
}

func (middle) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightOf(objects[0], min(width, objects[0].MinSize().Width))
}

func (middle) narrowest([]fyne.CanvasObject) float32 { return 0 }

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
