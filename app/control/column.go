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
		if e, ok := c.Layout.(folding); ok {
			return e.heightFor(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

// narrow is anything that can be narrower than it likes to be.
type narrow interface{ Narrowest() float32 }

// folding is a layout that puts what stands side by side under each other
// where there is little room.
type folding interface {
	heightFor(objects []fyne.CanvasObject, width float32) float32
	narrowest(objects []fyne.CanvasObject) float32
}

// narrowest is the least width an object can do with.
func narrowest(o fyne.CanvasObject) float32 {
	if n, ok := o.(narrow); ok {
		return n.Narrowest()
	}
	if _, ok := o.(tall); ok {
		return skin.Px(60) // grows downwards instead
	}
	if c, ok := o.(*fyne.Container); ok {
		if f, ok := c.Layout.(folding); ok {
			return f.narrowest(c.Objects)
		}
	}
	return o.MinSize().Width
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
	most    float32 // the widest it lets its objects become, in the middle; 0 for any width
	placed  func()  // after the objects were placed anew; nil for nobody
}

// Inset is space around something, in units of the normal text size.
type Inset struct{ Left, Top, Right, Bottom float32 }

// roomy is the width, in units of the normal text size, under which space
// around things stops growing with the text: it is the words that need it.
const roomy = 300

// snug is a measure of the space around words: scaled, unless the width they
// stand in has become too small for that.
func snug(v, width float32) float32 {
	if width < skin.Px(roomy) {
		return min(v, skin.Px(v))
	}
	return skin.Px(v)
}

// across is the width left and right of what is inside.
func (i Inset) across(width float32) float32 { return snug(i.Left+i.Right, width) }

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
	width -= 2 * c.beside(width)
	inner := width - c.inset.across(width)
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

// beside is what stays free at each side, for a column that stands in the middle.
func (c *Column) beside(width float32) float32 {
	if c.most == 0 {
		return 0
	}
	return max(0, (width-skin.Px(c.most))/2)
}

// Hint tells the width before the first layout.
func (c *Column) Hint(width float32) { c.width = width }

// CreateRenderer implements [fyne.Widget].
func (c *Column) CreateRenderer() fyne.WidgetRenderer { return &columnRenderer{c} }

type columnRenderer struct{ c *Column }

func (r *columnRenderer) Destroy()                     {}
func (r *columnRenderer) Objects() []fyne.CanvasObject { return r.c.objects }

// Narrowest is the least width the column can do with.
func (c *Column) Narrowest() float32 {
	width := float32(0)
	for _, o := range c.objects {
		if o.Visible() {
			width = max(width, narrowest(o))
		}
	}
	return width + c.inset.across(0)
}

func (r *columnRenderer) MinSize() fyne.Size {
	width := r.c.Narrowest()
	return fyne.NewSize(width, r.c.HeightFor(max(width, r.c.width)))
}

func (r *columnRenderer) Layout(size fyne.Size) {
	c := r.c
	c.width = size.Width
	side := c.beside(size.Width)
	width := size.Width - 2*side
	inner := width - c.inset.across(width)
	x, y := side+snug(c.inset.Left, width), skin.Px(c.inset.Top)
	for _, o := range c.objects {
		if !o.Visible() {
			continue
		}
		h := heightOf(o, inner)
		place(o, x, y, inner, h)
		y += h + skin.Px(c.gap)
	}
	if c.placed != nil {
		c.placed()
	}
}

func (r *columnRenderer) Refresh() {
	for _, o := range r.c.objects {
		o.Refresh()
	}
	r.Layout(r.c.Size())
	canvas.Refresh(r.c.self)
}
