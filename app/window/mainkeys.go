package window

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"twofold/app/session"
)

// command answers the keys of the list page.
func (p *mainPage) command(c command) bool {
	id := p.list.Selected()
	switch c {
	case cmdCopy, cmdCopyNext, cmdEdit, cmdDelete, cmdBig, cmdMenu, cmdUp, cmdDown:
		if id == "" {
			return true
		}
	}
	switch c {
	case cmdCopy:
		p.copy(id, false)
	case cmdCopyNext:
		p.copy(id, true)
	case cmdBig:
		p.showBig(id)
	case cmdSearch:
		p.header.focusSearch()
	case cmdEdit:
		p.a.push(func() page { return newEdit(p.a, id) })
	case cmdDelete:
		p.askDelete(id)
	case cmdMenu:
		p.openMenu(id)
	case cmdUp:
		p.moveBy(id, -1)
	case cmdDown:
		p.moveBy(id, 1)
	case cmdUndo:
		p.undo()
	case cmdEscape:
		p.escape()
	default:
		return p.groupCommand(c)
	}
	return true
}

func (p *mainPage) groupCommand(c command) bool {
	groups := p.a.ses.View().Groups
	for i := 0; i <= 9; i++ {
		if c != groupCommand(i) {
			continue
		}
		switch {
		case i == 0:
			p.choose("", false)
		case i <= len(groups):
			p.choose(groups[i-1].ID, false)
		}
		return true
	}
	return false
}

// key takes plain keys when nothing has the focus: the list gets it back.
func (p *mainPage) key(k *fyne.KeyEvent) bool {
	if p.empty() {
		return p.a.firstKey(k)
	}
	switch k.Name {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyTab:
		return false
	}
	p.a.win.Canvas().Focus(p.list)
	p.list.TypedKey(k)
	return true
}

func (p *mainPage) char(r rune) bool {
	if p.empty() {
		return false
	}
	p.header.begin(r)
	return true
}

// listKey takes the keys the list has no use for itself.
func (p *mainPage) listKey(k *fyne.KeyEvent) {
	p.a.ses.Touch()
	switch k.Name {
	case fyne.KeyDelete:
		p.a.run(cmdDelete)
	case fyne.KeyF2:
		p.a.run(cmdEdit)
	case desktop.KeyMenu:
		p.a.run(cmdMenu)
	case fyne.KeyEscape:
		p.a.run(cmdEscape)
	case fyne.KeyF1:
		p.a.run(cmdKeys)
	}
}

// escape clears the search, then the feedback, and leaves the list focused.
func (p *mainPage) escape() {
	if p.query != "" {
		p.header.setQuery("")
		p.search("")
	}
	if !p.empty() {
		p.a.win.Canvas().Focus(p.list)
	}
}

// search shows what matches while it is typed.
func (p *mainPage) search(query string) {
	p.a.ses.Touch()
	p.searching = p.a.now()
	p.query, p.a.kept.query = query, query
	p.update()
	switch items := p.list.Items(); {
	case query == "": // what was found stays in view among all the others
		p.list.Select(p.list.Selected())
	case len(items) > 0:
		p.list.Select(items[0].ID)
	}
}

// restSearch takes the keyboard from a search field that nobody has typed in
// for a while, because its caret makes the window be painted over and over. What
// it searches for stays; typing goes on there.
func (p *mainPage) restSearch(now time.Time) {
	switch {
	case !p.header.search.Focused():
		p.searching = time.Time{}
	case p.searching.IsZero():
		p.searching = now
	case now.Sub(p.searching) >= searchRests:
		p.header.search.Blur()
		if p.list.Visible() {
			p.a.win.Canvas().Focus(p.list)
		}
	}
}

// searchDone is Enter in the search field: copy the first hit.
func (p *mainPage) searchDone() {
	p.a.win.Canvas().Focus(p.list)
	if items := p.list.Items(); len(items) > 0 {
		p.copy(p.list.Selected(), false)
	}
}

// undo takes the last change back and says so.
func (p *mainPage) undo() { p.a.undo(nil) }

// undo takes the last change of the vault back, on whatever page it was made.
// done may be nil.
func (a *App) undo(done func()) {
	var err error
	had := map[string]bool{}
	for i := range a.ses.View().Rows {
		had[a.ses.View().Rows[i].ID] = true
	}
	a.work(func(context.Context) { err = a.ses.Undo() }, func() {
		if _, main := a.front().(*mainPage); main && errors.Is(err, session.ErrNothingToUndo) {
			a.note(a.txt.T("err.undo.none"))
			return
		}
		if err != nil {
			a.say(session.Explain(err, ""))
			return
		}
		a.note(a.txt.T("status.undone"))
		a.do(func() { a.showBack(had) }) // when the list has it
		if done != nil {
			done()
		}
	})
}

// showBack selects the first account of the list that was not there before, and
// brings it into view.
func (a *App) showBack(had map[string]bool) {
	p, ok := a.front().(*mainPage)
	if !ok {
		return
	}
	for _, it := range p.list.Items() {
		if !had[it.ID] {
			p.list.Select(it.ID)
			return
		}
	}
}

// moveBy moves the account one place up or down in the user's own order.
func (p *mainPage) moveBy(id string, by int) {
	if !p.list.Reorder {
		return
	}
	items := p.list.Items()
	for i, it := range items {
		if it.ID != id {
			continue
		}
		to := i + by
		if to < 0 || to >= len(items) {
			return
		}
		after := ""
		switch {
		case by > 0:
			after = items[to].ID
		case to > 0:
			after = items[to-1].ID
		}
		p.move(id, after)
		return
	}
}

// moveBefore is a drop by the mouse; before is empty for the end.
func (p *mainPage) moveBefore(id, before string) {
	after := ""
	for _, it := range p.list.Items() {
		if it.ID == before {
			break
		}
		if it.ID != id {
			after = it.ID
		}
	}
	p.move(id, after)
}

func (p *mainPage) move(id, after string) {
	var err error
	p.a.work(func(context.Context) { err = p.a.ses.Move(id, after) }, func() {
		p.a.sayError(err, "")
		p.a.do(func() { // when the list has the new order
			if p.list.Selected() == id {
				p.list.Select(id) // keys take it beyond the edge
			}
		})
	})
}
