package window

import (
	"image"
	"reflect"

	"fyne.io/fyne/v2"
)

// painter is what others can reach of the toolkit's painter on a canvas.
// Rectangles are in pixels from the lower left corner, as the graphics library
// counts.
type painter struct {
	canvas fyne.Canvas
	brush  brush
	tree   reflect.Value // func(before, after func(*treeNode, fyne.Position))
	draw   reflect.Value // func(object fyne.CanvasObject, at fyne.Position, frame fyne.Size, clip *clip)
	args   [4]reflect.Value
	size   fyne.Size
	scale  float32
}

// brush is those methods of the painter whose types have public names.
type brush interface {
	Clear()
	StartClipping(at fyne.Position, size fyne.Size)
	StopClipping()
}

// painterOf gives nil if a canvas is not what it is expected to be, or a part of
// its window cannot be painted.
func painterOf(c fyne.Canvas) *painter {
	if !canCopyToWindow() {
		return nil
	}
	tree, get := reflect.ValueOf(c).MethodByName("WalkTrees"), reflect.ValueOf(c).MethodByName("Painter")
	if !tree.IsValid() || !get.IsValid() || get.Type().NumIn() != 0 || get.Type().NumOut() != 1 {
		return nil
	}
	own := get.Call(nil)[0]
	draw := own.MethodByName("Paint")
	b, ok := own.Interface().(brush)
	if !ok || !draw.IsValid() || !fits(draw.Type(), reflect.TypeFor[fyne.CanvasObject](), reflect.TypeFor[fyne.Position](), reflect.TypeFor[fyne.Size](), nil) {
		return nil
	}
	step := reflect.Type(nil)
	if fits(tree.Type(), nil, nil) && tree.Type().In(0) == tree.Type().In(1) {
		step = tree.Type().In(0)
	}
	if step == nil || step.Kind() != reflect.Func || !fits(step, nil, reflect.TypeFor[fyne.Position]()) || !step.In(0).Implements(reflect.TypeFor[treeNode]()) {
		return nil
	}
	p := &painter{canvas: c, brush: b, tree: tree, draw: draw}
	p.args[3] = reflect.Zero(draw.Type().In(3)) // no clip besides the one that is set
	return p
}

// fits reports whether a function takes just these; nil stands for any type.
func fits(f reflect.Type, in ...reflect.Type) bool {
	if f.NumIn() != len(in) || f.NumOut() != 0 {
		return false
	}
	for i, t := range in {
		if t != nil && f.In(i) != t {
			return false
		}
	}
	return true
}

// treeNode is a place in the toolkit's tree.
type treeNode interface{ Obj() fyne.CanvasObject }

// begin takes the measures of the window and gives its area.
func (p *painter) begin() image.Rectangle {
	p.size, p.scale = p.canvas.Size(), p.canvas.Scale()
	p.args[2] = reflect.ValueOf(p.size)
	return p.scissors(fyne.Position{}, p.size)
}

// walk visits what is visible, in the order in which it is painted.
func (p *painter) walk(before func(fyne.CanvasObject, fyne.Position), after func(fyne.CanvasObject)) {
	step := p.tree.Type().In(0)
	p.tree.Call([]reflect.Value{
		reflect.MakeFunc(step, func(in []reflect.Value) []reflect.Value {
			before(in[0].Interface().(treeNode).Obj(), in[1].Interface().(fyne.Position))
			return nil
		}),
		reflect.MakeFunc(step, func(in []reflect.Value) []reflect.Value {
			after(in[0].Interface().(treeNode).Obj())
			return nil
		}),
	})
}

func (p *painter) paint(o fyne.CanvasObject, at fyne.Position) {
	p.args[0], p.args[1] = reflect.ValueOf(o), reflect.ValueOf(at)
	p.draw.Call(p.args[:])
}

// scissors are the pixels that the toolkit's painter keeps to when it is told to
// clip: it rounds the corner and the size each by itself.
func (p *painter) scissors(at fyne.Position, size fyne.Size) image.Rectangle {
	x, y := round(at.X*p.scale), round((p.size.Height-at.Y-size.Height)*p.scale)
	return image.Rect(x, y, x+max(0, round(size.Width*p.scale)), y+max(0, round(size.Height*p.scale)))
}

// clipTo has the painter keep to pixels.
func (p *painter) clipTo(r image.Rectangle) {
	units := func(px int) float32 { return float32(px) / p.scale }
	p.brush.StartClipping(
		fyne.NewPos(units(r.Min.X), p.size.Height-units(r.Max.Y)),
		fyne.NewSize(units(r.Dx()), units(r.Dy())))
}
