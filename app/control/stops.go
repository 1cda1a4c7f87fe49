package control

import (
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// stops are what the Tab key goes to within an object, in its order. Only what
// this package puts others into is looked through.
func stops(o fyne.CanvasObject) []fyne.Focusable {
	if o == nil || !o.Visible() {
		return nil
	}
	var inner []fyne.CanvasObject
	switch o := o.(type) {
	case *SearchField:
		if o.field != nil {
			return stops(o.field)
		}
		return []fyne.Focusable{o}
	case fyne.Focusable:
		return []fyne.Focusable{o}
	case *Field:
		return append([]fyne.Focusable{o.entry}, o.buttons()...)
	case *PasswordField:
		return append([]fyne.Focusable{o.entry}, o.buttons()...)
	case *fyne.Container:
		inner = o.Objects
	case *container.Scroll:
		inner = []fyne.CanvasObject{o.Content}
	case *Column:
		inner = o.objects
	case *Card:
		inner = []fyne.CanvasObject{o.content}
	case *Wizard:
		inner = append([]fyne.CanvasObject{o.back, o.body}, o.foot...)
	}
	var out []fyne.Focusable
	for _, i := range inner {
		out = append(out, stops(i)...)
	}
	return out
}

// buttons are the stops inside the box of a field.
func (f *Field) buttons() (out []fyne.Focusable) {
	for _, o := range f.extra {
		out = append(out, stops(o)...)
	}
	return out
}

// Place is where somebody is on a page: how far it is scrolled, and on which of
// its stops, of how many, the keyboard is.
type Place struct {
	at, of int
	scroll float32
}

// PlaceIn gives the place in a page.
func PlaceIn(page fyne.CanvasObject, focused fyne.Focusable) Place {
	var p Place
	if w := wizardIn(page); w != nil {
		p.scroll = w.scroll.Offset.Y
	}
	if all := stops(page); focused != nil {
		if at := slices.Index(all, focused); at >= 0 {
			p.at, p.of = at, len(all)
		}
	}
	return p
}

// Return goes there in the same page made anew, once that has a size. The
// keyboard goes along unless it has been given to something, or the page has
// more stops or fewer and is no longer the same.
func (p Place) Return(window fyne.Canvas, page fyne.CanvasObject) {
	if w := wizardIn(page); w != nil && p.scroll > 0 {
		w.scroll.ScrollToOffset(fyne.NewPos(0, p.scroll))
	}
	if all := stops(page); window.Focused() == nil && p.of > 0 && len(all) == p.of {
		giveKeys(window, all[p.at])
	}
}

// wizardIn finds the frame of a page; nil if it has none.
func wizardIn(page fyne.CanvasObject) *Wizard {
	switch page := page.(type) {
	case *Wizard:
		return page
	case *fyne.Container:
		for _, o := range page.Objects {
			if w := wizardIn(o); w != nil {
				return w
			}
		}
	}
	return nil
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
		giveKeys(window, to)
	}
}

// nameOf is what a screen reader calls it.
func nameOf(f fyne.Focusable) string {
	if a, ok := f.(fyne.Accessible); ok {
		return a.AccessibilityLabel()
	}
	return ""
}
