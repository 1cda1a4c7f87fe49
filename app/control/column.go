package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"twofold/app/skin"
)

// tall is anything whose height depends on its width.
type tall interface{ HeightFor(width float32) float32 }

// heightOf is the height of an object in a width.
func heightOf(o fyne.CanvasObject, width float32) float32 {
	if t, ok := o.(tall); ok {
		return t.HeightFor(width)
	}
	if c, ok := o.(*fyne.Container); ok {
		if e, ok := c.Layout.(equal); ok {
			return e.heightFor(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

// Column puts objects under each other at its full width. It gives paragraphs
// the height their width asks for, which the toolkit's boxes cannot.
type Column struct {
	base
	self    fyne.Widget // the column, or the widget built on it
	objects []fyne.CanvasObject
	gap     float32
	inset   Inset
	width   float32
}

// Inset is space around something, in units of the normal text size.
type Inset struct{ Left, Top, Right, Bottom float32 }

// Sides is an inset of x left and right and y above and below.
func Sides(x, y float32) Inset { return Inset{x, y, x, y} }

// NewColumn makes a column with a gap between its objects, in units of the
// normal text size. Hidden objects take no room.
func NewColumn(gap float32, objects ...fyne.CanvasObject) *Column {
	c := &Column{}
	c.init(c, gap, objects)
	return c
}

// init makes a column that is, or is part of, self.
func (c *Column) init(self fyne.Widget, gap float32, objects []fyne.CanvasObject) {
	c.self, c.gap, c.objects = self, gap, objects
	c.ExtendBaseWidget(self)
}

// Inset sets the space around the objects, and gives the column back.
func (c *Column) Inset(i Inset) *Column {
	c.inset = i
	return c
}

// SetObjects gives the column other objects.
func (c *Column) SetObjects(objects ...fyne.CanvasObject) {
	c.objects = objects
	c.Refresh()
}

// Objects gives the objects of the column.
func (c *Column) Objects() []fyne.CanvasObject { return c.objects }

// HeightFor is the height of the column in a width.
func (c *Column) HeightFor(width float32) float32 {
	inner := width - skin.Px(c.inset.Left+c.inset.Right)
	height, n := skin.Px(c.inset.Top+c.inset.Bottom), 0
	for _, o := range c.objects {
		if !o.Visible() {
			continue
		}
		if n++; n > 1 {
			height += skin.Px(c.gap)
		}
		height += heightOf(o, inner)
	}
	return height
}

// Hint tells the width before the first layout.
func (c *Column) Hint(width float32) { c.width = width }

// CreateRenderer implements [fyne.Widget].
func (c *Column) CreateRenderer() fyne.WidgetRenderer { return &columnRenderer{c} }

type columnRenderer struct{ c *Column }

func (r *columnRenderer) Destroy()                     {}
func (r *columnRenderer) Objects() []fyne.CanvasObject { return r.c.objects }

func (r *columnRenderer) MinSize() fyne.Size {
	c := r.c
	width := float32(0)
	for _, o := range c.objects {
		if o.Visible() {
			width = max(width, o.MinSize().Width)
		}
	}
	width += skin.Px(c.inset.Left + c.inset.Right)
	return fyne.NewSize(width, c.HeightFor(max(width, c.width)))
}

func (r *columnRenderer) Layout(size fyne.Size) {
	c := r.c
	c.width = size.Width
	inner := size.Width - skin.Px(c.inset.Left+c.inset.Right)
	x, y := skin.Px(c.inset.Left), skin.Px(c.inset.Top)
	for _, o := range c.objects {
		if !o.Visible() {
			continue
		}
		h := heightOf(o, inner)
		place(o, x, y, inner, h)
		y += h + skin.Px(c.gap)
	}
}

func (r *columnRenderer) Refresh() {
	for _, o := range r.c.objects {
		o.Refresh()
	}
	r.Layout(r.c.Size())
	canvas.Refresh(r.c.self)
}

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
			h := o.MinSize().Height
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

// widths are the same for all, unless one needs more than that.
func (e equal) widths(objects []fyne.CanvasObject, width float32) []float32 {
	n := float32(len(objects))
	room := width - (n-1)*skin.Px(e.gap)
	share, spare := room/n, room
	wide := false
	for _, o := range objects {
		m := o.MinSize().Width
		wide = wide || m > share
		spare -= m
	}
	out := make([]float32, len(objects))
	for i, o := range objects {
		if out[i] = share; wide {
			out[i] = o.MinSize().Width + spare/n
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
		h += o.MinSize().Height
	}
	return h
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
