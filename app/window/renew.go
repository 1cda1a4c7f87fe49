package window

import "twofold/app/control"

// rebuild makes the pages anew: the language changed, or what they say. What
// was typed and chosen on them, and the step a page is at, stay. The pages
// below follow when they come to the front. Under a sheet the page stays as it
// is: the sheet works on it.
func (a *App) rebuild() {
	if len(a.stack) == 0 {
		return
	}
	for i := range a.stack {
		a.stack[i].stale = true
	}
	if len(a.sheets) > 0 {
		a.restyle()
		return
	}
	a.keepPlace()
	a.raise()
}

// renew makes the page of a layer, or makes it anew if it is stale. One that
// cannot take over what is on the old one is not put in its place: no word is
// lost for another label.
func (a *App) renew(l *layer) {
	if l.page == nil {
		l.page, l.stale = l.build(), false
	}
	if _, stays := l.page.(relabeler); stays || !l.stale {
		return
	}
	l.stale = false
	old := l.page
	if !kept(old) && !typed(old) {
		leave(old)
		l.page = l.build()
		return
	}
	now := l.build()
	if h, ok := now.(heir); ok {
		h.inherit(old)
	}
	answers := control.AnswersOn(old.content())
	if !answers.Into(now.content()) {
		leave(now)
		return
	}
	leave(old)
	answers.Forget()
	l.page = now
}

// relabel has a stale page on the window say everything anew.
func (a *App) relabel(l *layer) {
	p, ok := l.page.(relabeler)
	if !ok || !l.stale {
		return
	}
	l.stale = false
	answers := control.AnswersOn(l.page.content())
	p.relabel()
	if answers.Into(l.page.content()) {
		answers.Forget()
	}
	a.win.Canvas().Unfocus()
}

// typed reports whether a page that tells nothing about drafts has something in
// a field. The text stays in the field, in memory, as it does without a change.
func typed(p page) bool {
	if _, tells := p.(drafter); tells || p == nil {
		return false
	}
	return control.Typed(p.content())
}

// drawAnew shows all that is on the window anew, after the toolkit has forgotten
// where its parts stand. The canvas itself is told, since none of them finds it.
func (a *App) drawAnew() {
	a.rebuild()
	a.win.Canvas().Refresh(a.body)
}
