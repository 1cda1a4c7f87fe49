package window

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
)

// origin says whose export it is, what the user should know about it, and
// offers what goes for all candidates at once.
func (p *confirmPage) origin() []fyne.CanvasObject {
	t := p.a.txt.T
	objects := []fyne.CanvasObject{}
	if p.all.App != "" {
		objects = append(objects, heading(t("import.app.detected", "app", p.all.App)))
	}
	for _, n := range p.all.Notes {
		objects = append(objects, control.NewNotice(control.Warn, session.NoteText(p.a.txt, n)))
	}
	if n := p.archived(); n > 0 {
		objects = append(objects, sentence(t("import.archived", "n", n)))
	}
	var all []fyne.CanvasObject
	if len(p.all.Candidates) > 1 {
		all = append(all, control.NewToggle(p.a.txt, t("import.all"), "", p.every(), p.onAll))
	}
	if names := p.groupNames(); len(names) > 0 {
		all = append(all, control.NewToggle(p.a.txt, t("import.groups"), strings.Join(names, ", "), p.groups, func(on bool) { p.groups = on }))
	}
	if len(all) > 0 {
		objects = append(objects, card(all...))
	}
	return objects
}

func (p *confirmPage) archived() int {
	n := 0
	for i := range p.all.Candidates {
		if p.all.Candidates[i].Archived {
			n++
		}
	}
	return n
}

// groupNames are the groups that would come along, at most a dozen.
func (p *confirmPage) groupNames() []string {
	var names []string
	for i := range p.all.Candidates {
		for _, g := range p.all.Candidates[i].Account.Groups {
			if slices.Contains(names, g) {
				continue
			}
			if len(names) == 12 {
				return append(names, "…")
			}
			names = append(names, g)
		}
	}
	return names
}

// every reports whether all are chosen that are not here already.
func (p *confirmPage) every() bool {
	for i := range p.all.Candidates {
		if c := &p.all.Candidates[i]; c.Choice == session.ChoiceSkip && c.Duplicate.Kind != session.SameAccount {
			return false
		}
	}
	return true
}

// onAll chooses all but what is here already, or none.
func (p *confirmPage) onAll(on bool) {
	for i := range p.all.Candidates {
		c := &p.all.Candidates[i]
		switch {
		case !on:
			c.Choice = session.ChoiceSkip
		case c.Duplicate.Kind != session.SameAccount && c.Choice == session.ChoiceSkip:
			c.Choice = session.ChoiceAdd
		}
	}
	p.fill(p.root.ChangeBody)
	p.count()
}

// candidates are cards, or pages of lines where they are many.
func (p *confirmPage) candidates() []fyne.CanvasObject {
	cs := p.all.Candidates
	var objects []fyne.CanvasObject
	if len(cs) <= mostCards {
		for i := range cs {
			c := newCandidateCard(p.a, &cs[i], p.count)
			p.cards = append(p.cards, c)
			objects = append(objects, c.root)
		}
		return objects
	}
	p.from = min(p.from, len(cs)-1)
	to := min(p.from+pageOf, len(cs))
	objects = append(objects, p.pager(to))
	var lines []fyne.CanvasObject
	flush := func() {
		if len(lines) > 0 {
			objects = append(objects, card(lines...))
			lines = nil
		}
	}
	for i := p.from; i < to; i++ {
		if cs[i].Duplicate.Kind == session.OtherKey { // it asks for a decision
			flush()
			c := newCandidateCard(p.a, &cs[i], p.count)
			p.cards = append(p.cards, c)
			objects = append(objects, c.root)
			continue
		}
		lines = append(lines, p.line(&cs[i]))
	}
	flush()
	return append(objects, p.pager(to))
}

// line is a candidate as one line with a switch.
func (p *confirmPage) line(c *session.Candidate) fyne.CanvasObject {
	title := c.Account.Title()
	if title == "" {
		title = p.a.txt.T("form.issuer")
	}
	var detail []string
	for _, d := range []string{c.Account.Subtitle(), duplicateText(p.a, c.Duplicate), unusual(p.a, c.Account)} {
		if d != "" {
			detail = append(detail, d)
		}
	}
	if c.Archived {
		detail = append(detail, p.a.txt.T("import.archived.one"))
	}
	if c.Trashed {
		detail = append(detail, p.a.txt.T("import.trashed.one"))
	}
	return control.NewToggle(p.a.txt, title, strings.Join(detail, "\n"), c.Choice != session.ChoiceSkip, func(on bool) {
		c.Choice = session.ChoiceSkip
		if on {
			c.Choice = session.ChoiceAdd
		}
		p.count()
	})
}

// pager goes to the page before and the one after.
func (p *confirmPage) pager(to int) fyne.CanvasObject {
	t := p.a.txt.T
	before := control.NewIconButton("chevron-left", t("import.page.before"), control.Quiet, func() { p.turn(max(0, p.from-pageOf)) })
	after := control.NewIconButton("chevron-right", t("import.page.after"), control.Quiet, func() { p.turn(to) })
	before.SetEnabled(p.from > 0)
	after.SetEnabled(to < len(p.all.Candidates))
	p.turns = append(p.turns, before, after)
	return control.Labelled(t("import.page", "from", p.from+1, "to", to, "n", len(p.all.Candidates)), control.Line(8, before, after))
}

// turn shows the page that begins with a candidate, from its top. The keyboard
// stays on what turns pages, where it was.
func (p *confirmPage) turn(from int) {
	forward, keyed := from > p.from, p.a.win.Canvas().Focused() != nil
	p.from = from
	p.fill(p.root.ChangeBody)
	to, other := p.turns[0], p.turns[1]
	if forward {
		to, other = other, to
	}
	if to.Disabled() {
		to = other
	}
	if keyed {
		p.a.win.Canvas().Focus(to)
	}
	control.BringIntoView(to)
}

// duplicateText is how an account relates to one that is there, in one line.
func duplicateText(a *App, d session.Duplicate) string {
	switch d.Kind {
	case session.SameAccount:
		return a.txt.T("dup.same")
	case session.SameKey:
		return a.txt.T("dup.samekey", "name", d.Title)
	}
	return ""
}
