// Empty is the yardstick of the benchmarks: the least that a program with a
// window of this toolkit can be. Its ground is of one colour, and of another
// after each click or key, so that it can be seen when it paints.
package main

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// The colours of the ground; the benchmarks know them too.
var (
	ground  = color.NRGBA{0x20, 0x60, 0x40, 0xff}
	touched = color.NRGBA{0x60, 0x20, 0x40, 0xff}
)

func main() {
	w := app.NewWithID("app.twofold.Empty").NewWindow("Empty")
	p := &plain{rect: canvas.NewRectangle(ground)}
	p.ExtendBaseWidget(p)
	w.SetPadded(false)
	w.SetContent(p)
	w.Resize(fyne.NewSize(420, 680))
	w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { p.turn() })
	w.ShowAndRun()
}

// plain is a ground that notices clicks.
type plain struct {
	widget.BaseWidget
	rect *canvas.Rectangle
}

func (p *plain) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.rect) }

func (p *plain) turn() {
	if p.rect.FillColor == ground {
		p.rect.FillColor = touched
	} else {
		p.rect.FillColor = ground
	}
	p.rect.Refresh()
}

func (p *plain) MouseDown(*desktop.MouseEvent) { p.turn() }
func (p *plain) MouseUp(*desktop.MouseEvent)   {}
