package control

import (
	"reflect"

	"fyne.io/fyne/v2"
)

// stops are what the Tab key goes to within an object, in its order. Only what
// this package puts others into is looked through.
func stops(o fyne.CanvasObject) []fyne.Focusable {
	if o == nil || !o.Visible() {
		return nil
	}
	var inner []fyne.CanvasObject
	switch o := o.(type) {
	case fyne.Focusable:
		return []fyne.Focusable{o}
	case *fyne.Container:
		inner = o.Objects
	case *Column:
		inner = o.objects
	case *Card:
		inner = []fyne.CanvasObject{o.content}
	}
	var out []fyne.Focusable
	for _, i := range inner {
		out = append(out, stops(i)...)
	}
	return out
}

// keepingFocus runs change, which gives the column other objects, and leaves
// the keyboard where it was: on the object of the same kind and name that is
// at the same place among its like, or else on whatever is there now.
func (c *Column) keepingFocus(change func()) {
	window := fyne.CurrentApp().Driver().CanvasForObject(c)
	if window == nil || window.Focused() == nil {
		change()
		return
	}
	before, at := stops(c), -1
	for i, s := range before {
		if s == window.Focused() {
			at = i
		}
	}
	change()
	after := stops(c)
	if at < 0 || len(after) == 0 {
		return
	}
	like := func(all []fyne.Focusable) (found []fyne.Focusable) {
		for _, s := range all {
			if reflect.TypeOf(s) == reflect.TypeOf(before[at]) && nameOf(s) == nameOf(before[at]) {
				found = append(found, s)
			}
		}
		return found
	}
	to := after[min(at, len(after)-1)]
	if now := like(after); len(now) > 0 {
		to = now[min(len(like(before[:at])), len(now)-1)]
	}
	if to != window.Focused() {
		window.Focus(to)
	}
}

// nameOf is what a screen reader calls it.
func nameOf(f fyne.Focusable) string {
	if a, ok := f.(fyne.Accessible); ok {
		return a.AccessibilityLabel()
	}
	return ""
}
