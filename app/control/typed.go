package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Typed reports whether something stands in a field of a page. Only what this
// package and the pages put fields into is looked through.
func Typed(o fyne.CanvasObject) bool {
	var inner []fyne.CanvasObject
	switch o := o.(type) {
	case *Field:
		return o.Text() != ""
	case *PasswordField:
		return o.Text() != ""
	case *SearchField:
		return o.Text() != ""
	case *NumberField:
		return o.Text() != ""
	case *fyne.Container:
		inner = o.Objects
	case *container.Scroll:
		inner = []fyne.CanvasObject{o.Content}
	case *Column:
		inner = o.objects
	case *Card:
		inner = []fyne.CanvasObject{o.content}
	case *Wizard:
		inner = o.body.objects
	}
	for _, i := range inner {
		if Typed(i) {
			return true
		}
	}
	return false
}
