package window

import (
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// open puts a sheet in front of the page. Several can lie on each other.
func (a *App) open(s *control.Sheet) *control.Sheet {
	a.sheets = append(a.sheets, s)
	closed := s.OnClosed
	s.OnClosed = func() {
		for i, o := range a.sheets {
			if o == s {
				a.sheets = append(a.sheets[:i], a.sheets[i+1:]...)
				break
			}
		}
		if closed != nil {
			closed()
		}
		if len(a.sheets) == 0 {
			a.refocus()
		}
	}
	s.OpenOn(a.win.Canvas())
	return s
}

// closeSheets takes all sheets away.
func (a *App) closeSheets() {
	for len(a.sheets) > 0 {
		a.sheets[len(a.sheets)-1].Close()
	}
}

// clear takes everything away that lies over the page: sheets, menus, and the
// toolkit's own dialogs.
func (a *App) clear() {
	a.closeSheets()
	a.closeMenus()
	if a.picking != nil {
		a.picking.Dismiss() // whoever waits for the answer lets go of what was to be done
	}
	over := a.win.Canvas().Overlays()
	for top := over.Top(); top != nil; top = over.Top() {
		over.Remove(top) // and what is above it
	}
}

// beforeLock is the number of no lock: of what was begun before the last one.
const beforeLock = -1

// finish ends slow work that was begun before or after the last time the vault
// was locked. What it shows of before, a page of accounts that were read from a
// file, or an error that names one, has no place over the lock page: it is taken
// away before it is painted.
func (a *App) finish(begun int, done func()) {
	was := a.late
	a.late = begun != a.locks && a.ses.Phase() == session.Locked
	done()
	if a.late {
		a.clear()
		a.home()
	}
	a.late = was
}

// refocus gives the keyboard back to the page in front: to what had it there,
// so that a question does not take the writer from the line, else to what has
// it first.
func (a *App) refocus() {
	if a.win.Canvas().Focused() != nil {
		return
	}
	if f, ok := a.front().(focuser); ok {
		if w := f.focus(); w != nil {
			a.win.Canvas().Focus(w)
		}
	}
}

// heading and sentence are the usual upper part of a sheet.
func heading(text string) *control.Paragraph {
	return control.NewParagraph(text, skin.Subtitle, skin.Text)
}

func sentence(text string) *control.Paragraph {
	return control.NewParagraph(text, skin.Small, skin.Text2)
}

// ask opens a sheet with a question, a way back and a way on, which Enter takes.
func (a *App) ask(title, body, yes string, kind control.ButtonKind, do func()) {
	_, on := a.question(title, body, yes, kind, do)
	a.win.Canvas().Focus(on)
}

// clickRests is longer than a double click, and than the way from seeing a
// page change to holding back a click that is under way.
const clickRests = 500 * time.Millisecond

// askGrave is [App.ask] for what cannot be taken back: Enter is the way back,
// and the second click of a double click, which can fall on the button of the
// question that the first one brought, answers nothing.
func (a *App) askGrave(title, body, yes string, do func()) {
	no, on := a.question(title, body, yes, control.Destructive, do)
	answer, asked := on.OnTapped, a.now()
	on.OnTapped = func() {
		if a.now().Sub(asked).Abs() >= clickRests {
			answer()
		}
	}
	a.win.Canvas().Focus(no)
}

func (a *App) question(title, body, yes string, kind control.ButtonKind, do func()) (no, on *control.Button) {
	var s *control.Sheet
	no = control.NewButton(a.txt.T("common.cancel"), "", control.Neutral, func() { s.Close() })
	on = control.NewButton(yes, "", kind, func() { s.Close(); do() })
	s = control.NewSheet(heading(title), sentence(body), control.Gap(4), control.Equal(10, no, on))
	a.open(s)
	return no, on
}

// tell opens a sheet that says something and can only be closed.
func (a *App) tell(title string, lines ...string) {
	a.tellWith([]fyne.CanvasObject{heading(title)}, lines, "", nil)
}

// tellWith tells below other objects. do is something else to do than to close
// the sheet; nil for nothing.
func (a *App) tellWith(objects []fyne.CanvasObject, lines []string, other string, do func()) {
	var s *control.Sheet
	done := control.NewButton(a.txt.T("common.ok"), "", control.Primary, func() { s.Close() })
	for _, l := range lines {
		if l != "" {
			objects = append(objects, sentence(l))
		}
	}
	objects = append(objects, control.Gap(4))
	if do != nil {
		objects = append(objects, control.NewButton(other, "", control.Neutral, func() { s.Close(); do() }))
	}
	s = control.NewSheet(append(objects, done)...)
	s.OnEnter = func() { s.Close() }
	s.Tells = do == nil
	a.open(s)
	a.win.Canvas().Focus(done)
}

// sentenceOf puts an error into words: what failed, and what to do.
func (a *App) sentenceOf(s session.Sentence) (what, next string) {
	what = a.txt.T(s.Key, s.Data...)
	if s.Next != "" {
		next = a.txt.T(s.Next, s.Data...)
	}
	return what, next
}

// say tells of something that did not work.
func (a *App) say(s session.Sentence) {
	what, next := a.sentenceOf(s)
	a.tell(what, next)
}

// sayError tells of an error, if there is one. A save that is being retried is
// in the status line already.
func (a *App) sayError(err error, name string) {
	if err == nil || isRetried(err) {
		return
	}
	a.say(session.Explain(err, name))
}

// complain tells why nothing was found: the first reason as the heading, each
// further one as a line.
func (a *App) complain(problems []session.Problem) {
	a.complainOf(session.Found{Problems: problems}, "", nil)
}

// complainOf is [App.complain] with the pictures in which codes were seen,
// each code outlined, and with something else to do, unless it is nil.
func (a *App) complainOf(f session.Found, other string, do func()) {
	if len(f.Problems) == 0 {
		return
	}
	const most, pictures = 8, 2
	what, next := a.sentenceOf(session.Explain(f.Problems[0].Err, f.Problems[0].Name))
	objects := []fyne.CanvasObject{heading(what)}
	for _, p := range f.Pictures {
		if len(p.Codes)+len(p.Seen) > 0 && len(objects) <= pictures {
			objects = append(objects, newThumbnail(p))
		}
	}
	lines := []string{next}
	for i, p := range f.Problems[1:] {
		if i == most {
			lines = append(lines, "…")
			break
		}
		lines = append(lines, a.problem(p))
	}
	a.tellWith(objects, lines, other, do)
}
