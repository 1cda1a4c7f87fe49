package control_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
)

// The focus ring of the lock button lies within the bar: below it the window
// ends.
func TestStatusBarHoldsTheRing(t *testing.T) {
	themed(t)
	bar := control.NewStatusBar("Lock", func() {})
	bar.Set(control.Status{Icon: "cloud-check", Text: "Backed up just now", Tone: control.Good, Button: "Save"})
	w := test.NewTempWindow(t, bar)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(420, bar.HeightFor(420)))
	bar.Resize(fyne.NewSize(420, bar.HeightFor(420)))
	rings := 0
	for _, o := range test.WidgetRenderer(bar).Objects() {
		f, ok := o.(fyne.Focusable)
		if !ok {
			continue
		}
		w.Canvas().Focus(f)
		for _, part := range test.WidgetRenderer(o.(fyne.Widget)).Objects() {
			r, ok := part.(*canvas.Rectangle)
			if !ok || r.StrokeWidth != 2 || !r.Visible() {
				continue
			}
			rings++
			top := o.Position().Y + r.Position().Y
			if end := top + r.Size().Height; top < 0 || end > bar.Size().Height {
				t.Errorf("the ring of %T reaches from %v to %v in a bar %v high", o, top, end, bar.Size().Height)
			}
		}
	}
	if rings != 2 {
		t.Errorf("%d rings were seen, want 2", rings)
	}
}
