package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Typed reports whether something stands in a field of a page. Only what this
// package and the pages put fields into is looked through.
func Typed(o fyne.CanvasObject) bool {
	return anyField(o, func(o fyne.CanvasObject) bool {
		switch o := o.(type) {
		case *Field:
			return o.Text() != ""
		case *PasswordField:
			return o.Text() != ""
		case *SearchField:
			return o.Text() != ""
		case *NumberField:
			return o.Text() != ""
		}
		return false
	})
}

// Edited reports whether a user has typed something into a field of a page or a
// sheet, and it is still there: not what the program put into it. What is
// searched for does not count.
func Edited(o fyne.CanvasObject) bool {
	return anyField(o, func(o fyne.CanvasObject) bool {
		switch o := o.(type) {
		case *Field:
			return o.Text() != o.given
		case *PasswordField:
			return o.Text() != o.given
		case *NumberField:
			return o.Text() != ""
		}
		return false
	})
}

// anyField reports whether is says so of any object of a page.
func anyField(o fyne.CanvasObject, is func(fyne.CanvasObject) bool) bool {
	if is(o) {
		return true
	}
	var inner []fyne.CanvasObject
	switch o := o.(type) {
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
	case *Sheet:
		inner = o.content.objects
	}
	for _, i := range inner {
		if anyField(i, is) {
			return true
		}
	}
	return false
}
