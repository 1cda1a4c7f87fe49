package window

import (
	"context"

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

// nextCode asks for the next code of a counter-based account.
func (p *mainPage) nextCode(id string) {
	var err error
	p.a.work(func(context.Context) { _, err = p.a.ses.NextCounter(id) }, func() {
		if isRetried(err) {
			p.a.say(session.Sentence{Key: "err.hotp.save"})
			return
		}
		p.a.sayError(err, "")
		p.list.TickOne(id)
	})
}

// droppedRow puts an account into the group it was dropped on.
func (p *mainPage) droppedRow(id string, at fyne.Position) {
	group := p.chips.strip.At(at)
	if group == "" || group == chipAction {
		group = p.side.at(at)
	}
	v := p.a.ses.View()
	row := v.Row(id)
	for _, g := range v.Groups {
		if g.ID != group || row == nil {
			continue
		}
		groups := append(append([]string(nil), row.Groups...), g.Name)
		p.change(id, session.Changes{Groups: &groups})
		p.a.note(p.a.txt.T("status.grouped", "name", row.Title(), "group", g.Name))
	}
}

// draggedOver marks the group that would take the row.
func (p *mainPage) draggedOver(at fyne.Position) {
	if p.chips.strip.Visible() {
		p.chips.strip.Accept(at)
	}
	over := p.side.at(at)
	for id, row := range p.side.groups {
		row.Accept(id == over)
	}
}

// at gives the group whose line is at an absolute position.
func (s *sidebar) at(at fyne.Position) string {
	if !s.box.Visible() {
		return ""
	}
	for id, row := range s.groups {
		pos := s.p.a.fy.Driver().AbsolutePositionForObject(row)
		size := row.Size()
		if at.X >= pos.X && at.Y >= pos.Y && at.X < pos.X+size.Width && at.Y < pos.Y+size.Height {
			return id
		}
	}
	return ""
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
