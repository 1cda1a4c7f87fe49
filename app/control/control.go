// Package control holds the widgets of the program: the account row and its
// list, rings, chips, buttons, fields, sheets, wizards and the text wrapper
// that can break Japanese. They are built on the tokens of package skin and
// take plain values: no widget knows of sessions, vaults or files, and none
// starts a goroutine or asks for the time. Whatever has to happen later is
// told to them by the window.
//
// Every renderer reads its tokens again in Refresh, so a change of theme,
// text size or language reaches a widget by refreshing it.
package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"twofold/app/skin"
)

// Texts gives texts by key, as package locale does. Widgets that bring words
// of their own take one.
type Texts interface {
	T(key string, data ...any) string
	N(key string, n int, data ...any) string
}

// parts is the usual renderer of this package: a fixed set of objects placed
// by layout and repainted by refresh.
type parts struct {
	objects []fyne.CanvasObject
	layout  func(size fyne.Size)
	min     func() fyne.Size
	refresh func()
	owner   fyne.Widget
}

var _ fyne.WidgetRenderer = (*parts)(nil)

func (p *parts) Layout(size fyne.Size)        { p.layout(size) }
func (p *parts) MinSize() fyne.Size           { return p.min() }
func (p *parts) Objects() []fyne.CanvasObject { return p.objects }
func (p *parts) Destroy()                     {}

// Refresh repaints, and places again because texts may have other widths.
func (p *parts) Refresh() {
	p.refresh()
	p.layout(p.owner.Size())
	canvas.Refresh(p.owner)
}

// refreshed renderers repaint once at creation, so that a widget is complete
// before it is shown.
func newParts(owner fyne.Widget, objects []fyne.CanvasObject, layout func(fyne.Size), min func() fyne.Size, refresh func()) *parts {
	refresh()
	return &parts{objects: objects, layout: layout, min: min, refresh: refresh, owner: owner}
}

// paint gives a rectangle its colours and outline. A width of 0 draws none.
func paint(r *canvas.Rectangle, fill, stroke fyne.ThemeColorName, width, radius float32) {
	f, s := inked(fill), color.Color(color.Transparent)
	if width > 0 {
		s = inked(stroke)
	}
	if r.FillColor == f && r.StrokeColor == s && r.StrokeWidth == width && r.CornerRadius == radius {
		return
	}
	r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = f, s, width, radius
	r.Refresh()
}

// inked is the colour of a token. Nothing at all is the one transparent colour
// that the toolkit leaves out, and does not paint for every pixel.
func inked(token fyne.ThemeColorName) color.Color {
	if token == skin.Clear {
		return color.Transparent
	}
	return skin.Color(token)
}

// show makes an object visible or not without work if it already is.
func show(o fyne.CanvasObject, visible bool) {
	if o.Visible() == visible {
		return
	}
	if visible {
		o.Show()
		return
	}
	o.Hide()
}

// place moves and resizes in one go.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// placeText puts a text with its box's top left at x, y and gives its width.
func placeText(t *canvas.Text, x, y float32) float32 {
	size := t.MinSize()
	place(t, x, y, size.Width, size.Height)
	return size.Width
}

// placeMid puts a text with the middle of its box at y.
func placeMid(t *canvas.Text, x, y float32) float32 {
	size := t.MinSize()
	place(t, x, y-size.Height/2, size.Width, size.Height)
	return size.Width
}

// forward hands a shortcut that a focused widget has no use for to the
// window's own shortcuts. The toolkit does not do it by itself.
func forward(from fyne.CanvasObject, s fyne.Shortcut) {
	c := fyne.CurrentApp().Driver().CanvasForObject(from)
	if target, ok := c.(fyne.Shortcutable); ok {
		target.TypedShortcut(s)
	}
}

// focus gives a widget the keyboard if it is on a canvas.
func focus(w fyne.Focusable) {
	if o, ok := w.(fyne.CanvasObject); ok {
		focusOn(o, w)
	}
}

// focusOn gives a widget the keyboard that is part of owner. The toolkit knows
// the canvas of an object only once it has been painted; for one that is new,
// the window that has it is found by trying.
func focusOn(owner fyne.CanvasObject, w fyne.Focusable) {
	d := fyne.CurrentApp().Driver()
	if c := d.CanvasForObject(owner); c != nil {
		giveKeys(c, w)
		return
	}
	for _, window := range d.AllWindows() {
		c := window.Canvas()
		if c == nil || c.Content() == nil {
			continue
		}
		if giveKeys(c, w); c.Focused() == w {
			return
		}
	}
}

// unfocus takes the keyboard from whatever has it on the canvas of w.
func unfocus(w fyne.CanvasObject) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(w); c != nil {
		c.Unfocus()
	}
}

// newClip shows no more of an object than its own size. The toolkit's clip is
// deaf to its first size unless it is told which widget it is.
func newClip(o fyne.CanvasObject) *container.Clip {
	c := container.NewClip(o)
	c.ExtendBaseWidget(c)
	return c
}

// base is embedded by every widget of this package.
type base = widget.BaseWidget
