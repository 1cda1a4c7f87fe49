package window

import (
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
)

// page is a screen that fills the window. A page is made by a function, so
// that a change of language or theme can make it anew; what must survive that
// lies in the values the function closes over.
type page interface {
	// content gives the screen; the same object at every call.
	content() fyne.CanvasObject
}

// What a page may do beyond being seen. The window asks by type assertion.
type (
	// focuser names what has the keyboard when the page appears.
	focuser interface{ focus() fyne.Focusable }
	// ticker is called at every full second while the page is in front.
	ticker interface{ tick(now time.Time) }
	// listener hears the session's events while the page is in front.
	listener interface{ event(e session.Event) }
	// commander answers commands; false hands them to the window.
	commander interface{ command(c command) bool }
	// typist gets keys and characters that no widget took.
	typist interface {
		key(k *fyne.KeyEvent) bool
		char(r rune) bool
	}
	// dropper takes files dropped on the window, or says with false that it
	// cannot now; without it they go to the page for adding accounts.
	dropper interface{ dropped(paths []string) bool }
	// keeper comes back as it was when the page above it closes: a wizard in
	// the middle of its work.
	keeper interface{ keep() }
	// drafter says whether something was typed into it that is not saved: then
	// it, too, comes back as it was.
	drafter interface{ drafted() bool }
	// passer is kept, but says whether all that was begun on it went on to the
	// page above: then it has nothing left to do.
	passer interface{ passedOn() bool }
	// restyler shows what it has made by the settings anew: text size, density
	// or motion changed, and the page stays as it is.
	restyler interface{ restyle() }
	// relabeler says all it shows anew, in the language in force, and stays in
	// the middle of its work. The answers on it are put back by the window.
	relabeler interface{ relabel() }
	// heir takes from the page it was made anew from what is in none of its
	// controls.
	heir interface{ inherit(from page) }
	// leaver is told when the page goes: wipe fields, stop work.
	leaver interface{ leave() }
)

// show makes p the page at the bottom, with nothing above it.
func (a *App) show(build func() page) {
	a.leaveAll()
	a.stack = a.stack[:0]
	a.push(build)
}

// push opens a page above the present one.
func (a *App) push(build func() page) {
	a.keepPlace()
	a.stack = append(a.stack, layer{build: build})
	a.raise()
}

// back closes the page in front, if there is one below it.
func (a *App) back() {
	if len(a.stack) < 2 {
		return
	}
	a.closeSheets()
	leave(a.front())
	a.stack = a.stack[:len(a.stack)-1]
	below := &a.stack[len(a.stack)-1]
	if !kept(below.page) {
		below.page = nil // made anew, with what has changed since
	}
	a.raise()
}

// closePage closes a page whose slow work is done: wherever it is by then,
// because another one may have been opened above it meanwhile.
func (a *App) closePage(p page) {
	if a.front() == p {
		a.back()
		return
	}
	for i, l := range a.stack {
		if l.page == p && i > 0 {
			leave(p)
			a.stack = append(a.stack[:i:i], a.stack[i+1:]...)
			return
		}
	}
}

// kept reports whether a page stays as it is while another is above it.
func kept(p page) bool {
	if d, ok := p.(drafter); ok {
		return d.drafted()
	}
	_, ok := p.(keeper)
	return ok
}

// once opens a page unless one of its kind is in front: a key pressed twice
// opens one page, and one Esc closes it.
func once[P page](a *App, build func(*App) page) {
	if _, open := a.front().(P); !open {
		a.push(func() page { return build(a) })
	}
}

// home closes all pages above the bottom one.
func (a *App) home() {
	for len(a.stack) > 1 {
		a.back()
	}
}

// doneWith closes a page whose work is done, and those that led to it: down to
// one on which the user has begun something else, or to the bottom.
func (a *App) doneWith(p page) {
	a.closePage(p)
	for len(a.stack) > 1 {
		if o, ok := a.front().(passer); kept(a.front()) && !(ok && o.passedOn()) {
			return
		}
		a.back()
	}
}

// keepPlace notes where the user is on the page in front, before another one
// comes above it or it is made anew.
func (a *App) keepPlace() {
	if p := a.front(); p != nil {
		a.stack[len(a.stack)-1].place = control.PlaceIn(p.content(), a.win.Canvas().Focused())
	}
}

// restyle draws everything at another text size or density. The pages stay:
// what was typed, the caret, the step of a wizard, how far it is scrolled and
// the sheets above it are where they were.
func (a *App) restyle() {
	for _, l := range a.stack {
		if p, ok := l.page.(restyler); ok {
			p.restyle()
		}
	}
	c := a.win.Canvas()
	// Twice: what lies deep has its new size when what is around asks again.
	for range 2 {
		a.body.Refresh()
		for _, o := range c.Overlays().List() {
			o.Refresh()
		}
	}
	if o, ok := c.Focused().(fyne.CanvasObject); ok {
		control.BringIntoView(o)
	}
}

// layer is a page and how to make it again.
type layer struct {
	build func() page
	page  page
	stale bool          // made before the language changed, or what is said
	place control.Place // where the user was, while it is not in front
}

// front is the page that is seen; nil before the first.
func (a *App) front() page {
	if len(a.stack) == 0 {
		return nil
	}
	return a.stack[len(a.stack)-1].page
}

// raise puts the uppermost page on the window.
func (a *App) raise() {
	if len(a.stack) == 0 {
		return
	}
	a.closeMenus()
	top := &a.stack[len(a.stack)-1]
	again := top.page != nil && top.stale
	a.renew(top)
	a.win.Canvas().Unfocus()
	a.body.Objects = []fyne.CanvasObject{top.page.content()}
	if a.paint.awaited && a.ses.Phase() != session.Starting {
		a.body.Objects = append(a.body.Objects, a.paint.mark)
	}
	a.body.Refresh()
	a.relabel(top)
	if again {
		top.place.Return(a.win.Canvas(), top.page.content())
	}
	if f, ok := top.page.(focuser); ok && a.win.Canvas().Focused() == nil {
		if w := f.focus(); w != nil {
			a.win.Canvas().Focus(w)
		}
	}
	top.place.Return(a.win.Canvas(), top.page.content())
	top.place = control.Place{}
}

// closeMenus takes an open menu away: it belongs to the page it was opened on,
// and the lock shows no names of groups.
func (a *App) closeMenus() {
	for _, o := range a.win.Canvas().Overlays().List() {
		if m, ok := o.(*control.Menu); ok {
			m.Close()
		}
	}
}

func (a *App) leaveAll() {
	a.clear()
	for _, l := range a.stack {
		leave(l.page)
	}
}

func leave(p page) {
	if l, ok := p.(leaver); ok {
		l.leave()
	}
}
