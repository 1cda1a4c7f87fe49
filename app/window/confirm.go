package window

import (
	"context"
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
	a     *App
	root  *control.Wizard
	cards []*candidateCard
	all   session.Found
	group string
	add   *control.Button
	busy  bool
}

func newConfirm(a *App, f session.Found) page {
	p := &confirmPage{a: a, all: f}
	p.build()
	return p
}

func (p *confirmPage) content() fyne.CanvasObject { return p.root }

func (p *confirmPage) focus() fyne.Focusable { return p.add }

// leave forgets the parts of an unfinished export: they hold secrets.
func (p *confirmPage) leave() { p.a.work(func(context.Context) { p.a.ses.ForgetPages() }, nil) }

func (p *confirmPage) build() {
	t := p.a.txt.T
	p.add = control.NewButton("", "", control.Primary, p.onAdd)
	p.root = control.NewWizard(t("add.confirm.h"), t("common.back"), nil, p.a.back)
	p.root.SetFooter(control.NewButton(t("common.cancel"), "", control.Neutral, p.a.back), p.add)
	p.fill()
	p.count()
}

// fill makes the list of what was found.
func (p *confirmPage) fill() {
	t := p.a.txt.T
	objects := []fyne.CanvasObject{}
	for _, pic := range p.all.Pictures {
		if len(pic.Codes) > 0 {
			objects = append(objects, newThumbnail(pic))
		}
	}
	if pages := p.all.Pages; pages != nil {
		objects = append(objects, card(
			control.NewParagraph(t("add.part", "i", pages.Have, "n", pages.Total), skin.BodyBold, skin.Text),
			control.NewButton(t("add.image"), "image", control.Neutral, p.a.openFiles)).Tinted(control.Good))
	}
	objects = append(objects, sentence(t("add.confirm.b")))
	p.cards = nil
	for i := range p.all.Candidates {
		c := newCandidateCard(p.a, &p.all.Candidates[i], p.count)
		p.cards = append(p.cards, c)
		objects = append(objects, c.root)
	}
	for _, problem := range p.all.Problems {
		what, next := p.a.sentenceOf(session.Explain(problem.Err, problem.Name))
		if next != "" {
			what += "\n" + next
		}
		objects = append(objects, card(control.NewParagraph(what, skin.Small, skin.Urgent)).Tinted(control.Bad))
	}
	p.root.SetBody(objects...)
}

// count keeps the words of the button true.
func (p *confirmPage) count() {
	n := 0
	for _, c := range p.cards {
		if c.c.Choice != session.ChoiceSkip {
			n++
		}
	}
	p.add.SetText(p.a.txt.N("add.confirm.btn", n))
	if p.all.Pages != nil {
		p.add.SetText(p.a.txt.T("add.part.partial"))
	}
	p.add.SetEnabled(n > 0 && !p.busy)
}

// found takes further parts of the same export: they replace what was shown,
// since the session gives all parts read so far.
func (p *confirmPage) found(f session.Found) bool {
	if p.all.Pages == nil || len(f.Candidates) == 0 {
		return false
	}
	p.all = f
	p.fill()
	p.count()
	return true
}

func (p *confirmPage) tick(now time.Time) {
	for _, c := range p.cards {
		c.tick(now)
	}
}

func (p *confirmPage) command(c command) bool {
	if c == cmdEscape {
		p.a.back()
		return true
	}
	return false
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
	var done session.Added
	var err error
	p.a.work(func(context.Context) { done, err = p.a.ses.Add(p.all.Candidates) }, func() {
		p.busy = false
		p.a.home()
		p.a.sayError(err, "")
		if len(done.Problems) > 0 {
			p.a.complain(done.Problems)
		}
		p.a.added(done.IDs)
	})
}

// added selects what is new, scrolls to it and says how many there are.
func (a *App) added(ids []string) {
	a.note(a.txt.N("status.added", len(ids)))
	if p, ok := a.front().(*mainPage); ok && len(ids) > 0 {
		p.showNew(ids)
	}
}
