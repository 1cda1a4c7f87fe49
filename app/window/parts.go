package window

import (
	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/skin"
)

// labelled puts a label above a control that has none of its own.
func labelled(label string, o fyne.CanvasObject) fyne.CanvasObject {
	return control.NewColumn(5, control.NewParagraph(label, skin.CapBold, skin.Text2), o)
}

// disclosure is a line that shows or hides what most people never need.
func disclosure(label string, content *control.Column) fyne.CanvasObject {
	content.Hide()
	var all *control.Column
	var b *control.Button
	b = control.NewButton(label, "chevron-right", control.Link, func() {
		if content.Visible() {
			content.Hide()
			b.SetIcon("chevron-right")
		} else {
			content.Show()
			b.SetIcon("chevron-down")
		}
		all.Refresh()
		relayout(all)
	}).Opens(content)
	all = control.NewColumn(10, control.Line(0, b, nil), content)
	return all
}

// relayout makes the scroller around o measure it again.
func relayout(o fyne.CanvasObject) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		c.Content().Refresh()
	}
}

// card puts objects under each other on a card.
func card(objects ...fyne.CanvasObject) *control.Card {
	return control.NewCard(control.NewColumn(8, objects...))
}

// narrow gives a control a width of its own, for one that would take more.
func narrow(o fyne.CanvasObject, width float32) fyne.CanvasObject {
	return &fyne.Container{Layout: fixedWidth(width), Objects: []fyne.CanvasObject{o}}
}

type fixedWidth float32

// sized gives a picture a size in units of the normal text size, whatever that
// is by the time it is drawn; a width of 0 takes what there is.
func sized(o fyne.CanvasObject, w, h float32) fyne.CanvasObject {
	return &fyne.Container{Layout: fixedSize{w, h}, Objects: []fyne.CanvasObject{o}}
}

type fixedSize struct{ w, h float32 }

// Layout implements [fyne.Layout].
func (f fixedSize) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, size.Width, size.Height)
}

// MinSize implements [fyne.Layout].
func (f fixedSize) MinSize([]fyne.CanvasObject) fyne.Size { return skin.Size(f.w, f.h) }

// Layout implements [fyne.Layout].
func (w fixedWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, size.Width, size.Height)
}

// MinSize implements [fyne.Layout].
func (w fixedWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(skin.Px(float32(w)), objects[0].MinSize().Height)
}
