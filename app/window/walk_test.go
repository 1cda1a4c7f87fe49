package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// each calls visit for every object of the window that is shown, then of the
// sheets above it, from the outside in. Where visit says no, it goes no deeper.
func (r *rig) each(visit func(fyne.CanvasObject) bool) {
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() || !visit(o) {
			return
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(r.win.Canvas().Content())
	for _, o := range r.win.Canvas().Overlays().List() {
		walk(o)
	}
}
