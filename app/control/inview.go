package control

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"twofold/app/skin"
)

// bringIntoView scrolls the page or sheet a control is on so that it can be
// seen: the Tab key goes to what lies below the edge as well. The toolkit
// does not do it, and knows no way from an object to what it lies in, so the
// scrollers are looked for from the top of the window.
func bringIntoView(o fyne.CanvasObject) {
	if o.Size().Height == 0 {
		return // before its first layout
	}
	if s := scrollerAround(o); s != nil {
		scrollTo(s, o)
	}
}

// scrollerAround finds the scroller of the page or sheet a control is on; nil
// if it stands still.
func scrollerAround(o fyne.CanvasObject) *container.Scroll {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return nil
	}
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	return scrollerOf(root, o)
}

// BringIntoView scrolls a page or sheet to a control that has the keyboard,
// after everything got another size.
func BringIntoView(o fyne.CanvasObject) { bringIntoView(o) }

// settle shows what has the keyboard of a body that was just set. It got it
// while the toolkit did not know yet where the new objects are; it knows once
// it asks for their sizes, which is before each frame.
func (w *Wizard) settle() {
	if !w.settles || w.Size().Height == 0 {
		return
	}
	d := fyne.CurrentApp().Driver()
	c := d.CanvasForObject(w)
	if c == nil {
		return
	}
	o, ok := c.Focused().(fyne.CanvasObject)
	if w.shows != nil {
		o, ok = w.shows, true
	}
	if ok && d.CanvasForObject(o) == nil {
		return // what is around it is asked before
	}
	w.settles, w.shows = false, nil
	if ok && c.Overlays().Top() == nil {
		w.opening = true // it is the first one still
		bringIntoView(o)
	}
}

// scrollerOf finds the scroller that has a control, from an object at the top
// of the window; nil if the control stands still.
func scrollerOf(root, o fyne.CanvasObject) *container.Scroll {
	if !root.Visible() {
		return nil
	}
	switch root := root.(type) {
	case *Wizard:
		inFoot, opening := slices.Contains(root.foot, o), root.opening
		root.opening = false
		switch {
		case o == fyne.CanvasObject(root.back), inFoot && !root.fold.foot, !beneath(root.scroll, o):
			return nil
		case inFoot && opening:
			return nil // a page that gives its button the keyboard is still read from its top
		}
		return root.scroll
	case *Sheet:
		return root.scroll
	case *container.Scroll:
		if has(root.Content, o) {
			return root
		}
	case *fyne.Container:
		for _, inner := range root.Objects {
			if s := scrollerOf(inner, o); s != nil {
				return s
			}
		}
	}
	return nil
}

// beneath reports whether a control is within the sides of a scroller.
func beneath(s *container.Scroll, o fyne.CanvasObject) bool {
	d := fyne.CurrentApp().Driver()
	x := d.AbsolutePositionForObject(o).X - d.AbsolutePositionForObject(s).X
	return x >= 0 && x < s.Size().Width
}

// has reports whether a control is one of those in a column or a container.
func has(in, o fyne.CanvasObject) bool {
	var objects []fyne.CanvasObject
	switch in := in.(type) {
	case *fyne.Container:
		objects = in.Objects
	case *Column:
		objects = in.objects
	}
	for _, inner := range objects {
		if inner == o || has(inner, o) {
			return true
		}
	}
	return false
}

// scrollTo scrolls no further than it has to, with a little room around.
func scrollTo(s *container.Scroll, o fyne.CanvasObject) {
	d := fyne.CurrentApp().Driver()
	room := min(skin.Px(16), max(0, (s.Size().Height-o.Size().Height)/2))
	top := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(s).Y - room
	bottom := top + o.Size().Height + 2*room
	by := float32(0)
	switch {
	case top < 0:
		by = top
	case bottom > s.Size().Height:
		by = min(top, bottom-s.Size().Height)
	default:
		return
	}
	s.Refresh() // what is in it may have grown since
	s.ScrollToOffset(fyne.NewPos(s.Offset.X, max(0, s.Offset.Y+by)))
}
