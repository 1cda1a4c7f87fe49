package window

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"twofold/app/session"
	"twofold/internal/account"
)

// clicked is a single click on a row.
func (p *mainPage) clicked(id string) {
	p.a.ses.Touch()
	if p.a.cfg.Settings().SingleClickCopy {
		p.copy(id, false)
		return
	}
	p.revealNow(id)
}

// space shows a hidden code in its row, any other large.
func (p *mainPage) space(id string) {
	if p.a.ses.View().Settings.HideCodes && !p.revealed(id) {
		p.revealNow(id)
		return
	}
	p.showBig(id)
}

func (p *mainPage) revealNow(id string) {
	if !p.a.ses.View().Settings.HideCodes {
		return
	}
	p.reveal, p.revealedAt = id, p.a.now()
	p.list.Tick()
}

// onAction is the chip or the refresh button of a row.
func (p *mainPage) onAction(id string) {
	row := p.a.ses.View().Row(id)
	switch {
	case row == nil:
	case row.ActionRequired:
		p.recover(id)
	case row.Type == account.HOTP:
		p.nextCode(id)
	}
}

// nextCode asks for the next code of a counter-based account, and shows it. Each
// code that nobody types takes the counter further from that of the service, so
// the second click of a double click asks for none.
func (p *mainPage) nextCode(id string) {
	if p.counted == id && p.a.now().Sub(p.countedAt).Abs() < counterRests {
		return
	}
	p.counted, p.countedAt = id, p.a.now()
	var err error
	p.a.work(func(context.Context) { _, err = p.a.ses.NextCounter(id) }, func() {
		if isRetried(err) {
			p.a.say(session.Sentence{Key: "err.hotp.save"})
			return
		}
		p.a.sayError(err, "")
		p.revealNow(id)
		p.list.TickOne(id)
		if p.big != nil {
			p.big.tick(p.a.now())
		}
	})
}

// droppedRow puts an account into the group it was dropped on.
func (p *mainPage) droppedRow(id string, at fyne.Position) {
	group := p.chips.strip.At(at)
	if group == "" {
		group = p.side.groups.At(at)
	}
	v := p.a.ses.View()
	row := v.Row(id)
	for _, g := range v.Groups {
		if g.ID != group || row == nil {
			continue
		}
		said := p.a.txt.T("status.grouped", "name", row.Title(), "group", g.Name)
		if slices.Contains(row.Groups, g.Name) {
			p.a.note(said) // it was there before, so there is nothing to take back
			return
		}
		groups := append(append([]string(nil), row.Groups...), g.Name)
		p.a.changed(func() error { return p.a.ses.Edit(id, session.Changes{Groups: &groups}) }, row.Title(), said)
		return
	}
}

// draggedOver marks the group that would take the row.
func (p *mainPage) draggedOver(at fyne.Position) {
	p.chips.strip.Accept(at)
	p.side.groups.Accept(at)
}

// moveGroup puts a group before another one; before is empty for the end. The
// order is the user's and is the same on every computer.
func (p *mainPage) moveGroup(id, before string) {
	after, name := "", ""
	for _, g := range p.a.ses.View().Groups {
		switch g.ID {
		case id:
			name = g.Name
			continue
		case before:
			before = "."
		}
		if before != "." {
			after = g.ID
		}
	}
	p.a.changed(func() error { return p.a.ses.MoveGroup(id, after) }, name, p.a.txt.T("status.moved", "name", name))
}

// showNew selects what was just added and brings it into view.
func (p *mainPage) showNew(ids []string) {
	p.query, p.group, p.action = "", "", false
	p.header.setQuery("")
	p.update()
	p.list.Select(ids[len(ids)-1])
	p.list.Select(ids[0])
	p.a.win.Canvas().Focus(p.list)
}
