package window

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// confirmPage shows what was found, with live codes to compare, and adds what
// is chosen. Nothing is decided silently: duplicates say what they are and
// keep their choice visible.
type confirmPage struct {
	a      *App
	root   *control.Wizard
	cards  []*candidateCard
	all    session.Found
	from   int                   // first candidate in view, where there are several pages
	turns  []*control.IconButton // to the page before and the one after, above the page and below
	groups bool
	into   string // group that all are added to; empty for none
	made   string // name of a group that is new
	add    *control.Button
	busy   bool
}

// Many candidates are shown as lines, a page of them at a time: what cannot be
// read at once need not be drawn at once.
const (
	mostCards = 50
	pageOf    = 40
)

func newConfirm(a *App, f session.Found) page {
	p := &confirmPage{a: a, all: f, groups: true}
	p.root = control.NewWizard("", "", nil, a.back)
	p.relabel()
	return p
}

func (p *confirmPage) content() fyne.CanvasObject { return p.root }

// focus is also the return from the rules, which may say something else now.
func (p *confirmPage) focus() fyne.Focusable {
	for _, c := range p.cards {
		c.suggest()
	}
	return p.add
}

// keep: the rules open above what was found, and what was decided stays.
func (p *confirmPage) keep() {}

func (p *confirmPage) restyle() {
	for _, c := range p.cards {
		c.restyle()
	}
}

// leave forgets the parts of an unfinished export: they hold secrets.
func (p *confirmPage) leave() { p.a.work(func(context.Context) { p.a.ses.ForgetPages() }, nil) }

// relabel says all anew; what was decided lies beside what was found.
func (p *confirmPage) relabel() {
	t := p.a.txt.T
	title := t("add.confirm.h")
	if p.imported() {
		title = t("import.preview.h")
	}
	p.add = control.NewButton("", "", control.Primary, p.onAdd)
	p.root.SetWords(title, t("common.back"))
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, p.a.back), p.add)
	p.fill(p.root.SetBody)
	p.count()
}

// imported reports whether this is another program's export.
func (p *confirmPage) imported() bool { return p.all.Imported }

// fill makes the list of what was found, and sets it.
func (p *confirmPage) fill(set func(...fyne.CanvasObject)) {
	objects := p.head()
	p.cards, p.turns = nil, nil
	objects = append(objects, p.candidates()...)
	for i, problem := range p.all.Problems {
		if i == mostCards {
			objects = append(objects, sentence(p.a.txt.N("import.more", len(p.all.Problems)-i)))
			break
		}
		objects = append(objects, card(control.NewParagraph(p.a.problem(problem), skin.Small, skin.Urgent)).Tinted(control.Bad))
	}
	set(objects...)
}

// head is what stands above the candidates: pictures, missing parts, where it
// came from, and what goes for all of them.
func (p *confirmPage) head() []fyne.CanvasObject {
	t := p.a.txt.T
	objects := []fyne.CanvasObject{}
	for _, pic := range p.all.Pictures {
		if len(pic.Codes)+len(pic.Seen) > 0 {
			objects = append(objects, newThumbnail(pic))
		}
	}
	if pages := p.all.Pages; pages != nil {
		objects = append(objects, card(
			control.NewParagraph(t("add.part", "i", pages.Have, "n", pages.Total), skin.BodyBold, skin.Text),
			control.NewButton(t("add.image"), "image", control.Neutral, p.a.openFiles)).Tinted(control.Good))
	}
	if p.imported() {
		objects = append(objects, p.origin()...)
	} else {
		objects = append(objects, sentence(t("add.confirm.b")))
	}
	if n := len(p.all.Problems); n > 0 && len(p.all.Candidates) > 0 {
		objects = append(objects, control.NewNotice(control.Bad, p.a.txt.N("import.refused", n)))
	}
	if len(p.all.Candidates) > 1 {
		objects = append(objects, p.groupPicker())
	}
	return objects
}

// count keeps the words of the button true.
func (p *confirmPage) count() {
	n := 0
	for i := range p.all.Candidates {
		if p.all.Candidates[i].Choice != session.ChoiceSkip {
			n++
		}
	}
	switch {
	case p.all.Pages != nil:
		p.add.SetText(p.a.txt.T("add.part.partial"))
	case p.imported():
		p.add.SetText(p.a.txt.N("import.btn", n))
	default:
		p.add.SetText(p.a.txt.N("add.confirm.btn", n))
	}
	p.add.SetEnabled(n > 0 && !p.busy)
	p.root.Refresh()
}

// found puts further pictures and files to what is here already: one page to
// look through, and no other one below it that would be forgotten.
func (p *confirmPage) found(f session.Found) bool {
	if p.busy || len(p.a.sheets) > 0 || len(f.Candidates) == 0 || f.Import != nil {
		return false
	}
	p.all = p.all.Join(f)
	p.relabel()
	p.a.win.Canvas().Focus(p.add)
	fresh := &p.all.Candidates[len(p.all.Candidates)-len(f.Candidates)]
	for _, c := range p.cards {
		if c.c == fresh {
			p.root.ShowNext(c.root)
		}
	}
	return true
}

func (p *confirmPage) tick(now time.Time) {
	for _, c := range p.cards {
		c.tick(now)
	}
}

func (p *confirmPage) command(c command) bool {
	switch c {
	case cmdEscape:
		p.a.back()
	case cmdBackup: // elsewhere, too, this key saves what is being written
		p.onAdd()
	default:
		return false
	}
	return true
}

func (p *confirmPage) onAdd() {
	if p.busy || p.add.Disabled() {
		return
	}
	for _, c := range p.cards {
		if c.c.Choice != session.ChoiceSkip && c.c.Account.Title() == "" {
			c.onEdit() // a bare key has no name yet, and would be refused without one
			return
		}
	}
	p.busy = true
	p.count()
	chosen := p.chosen()
	var done session.Added
	var err error
	p.a.work(func(context.Context) { done, err = p.a.ses.Add(chosen) }, func() {
		p.busy = false
		p.a.doneWith(p)
		p.a.sayError(err, "")
		p.a.added(done.IDs)
		p.a.sum(p.all, done)
	})
}

// chosen are the candidates as they are to be added.
func (p *confirmPage) chosen() []session.Candidate {
	out := append([]session.Candidate(nil), p.all.Candidates...)
	for i := range out {
		if !p.groups {
			out[i].Account.Groups = nil
		}
		if p.into != "" && !slices.Contains(out[i].Account.Groups, p.into) {
			out[i].Account.Groups = append(slices.Clone(out[i].Account.Groups), p.into)
		}
	}
	return out
}

// added selects what is new, scrolls to it and says how many there are.
func (a *App) added(ids []string) {
	if len(ids) == 0 {
		return // what went into the trash is in the sums
	}
	a.note(a.txt.N("status.added", len(ids)))
	if p, ok := a.front().(*mainPage); ok {
		p.showNew(ids)
	}
}
