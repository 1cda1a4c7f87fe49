package window

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
)

// mainPage is the list of accounts with what surrounds it. While there is no
// account it is the first-run page.
type mainPage struct {
	a       *App
	root    *fyne.Container
	list    *control.List
	header  *mainHeader
	chips   *groupChips
	side    *sidebar
	foot    *statusLine
	folds   mainFolds
	first   *fyne.Container // the doors of the first run
	nothing *fyne.Container // what is said when no row fits

	group  string // id of the group shown; empty for all
	action bool   // only accounts that need something of the user
	query  string
	shown  shownList

	searching time.Time // of the last key in the search field; zero without one

	reveal     string // account whose hidden code is shown
	revealedAt time.Time
	counted    string // counter-based account that gave a code last
	countedAt  time.Time
	copied     string // account that shows the feedback of a copy
	copiedAt   time.Time
	big        *bigCode
	qr         *shownQR
}

// shownList is what the list was made of last. A view never changes, so the
// same one is no reason to make it again: the page that is built when the vault
// opens is told of what it shows as new right after.
type shownList struct {
	view *session.View
	pack session.IconPack
}

const (
	copiedFor = 1500 * time.Millisecond
	revealFor = 10 * time.Second
	// counterRests is longer than any double click.
	counterRests = time.Second
	// searchRests is when the search field gives up the keyboard.
	searchRests = 10 * time.Second
)

// mainKept is what of the list page survives its being made anew, when another
// page closes or the text gets another size.
type mainKept struct {
	section         int // of the settings
	selected, group string
	query           string // of the search
	action          bool
}

func newMain(a *App) page {
	kept := a.kept // building chooses the first account
	p := &mainPage{a: a, group: kept.group, action: kept.action}
	p.build()
	p.update()
	p.header.search.SetText(kept.query)
	p.list.Select(kept.selected)
	return p
}

func (p *mainPage) content() fyne.CanvasObject { return p.root }

// focus gives the list the keyboard: typing begins a search, Enter copies.
func (p *mainPage) focus() fyne.Focusable {
	if p.empty() {
		return nil
	}
	return p.list
}

// leave puts back what is being dragged: the pointer lets go of it on the page
// that comes, and what is dropped there is nowhere.
func (p *mainPage) leave() {
	p.list.CancelDrag()
	p.chips.strip.CancelDrag()
	p.side.groups.CancelDrag()
}

func (p *mainPage) empty() bool { return len(p.a.ses.View().Rows) == 0 }

// update shows the view as it is now. Selection and scroll stay by account.
func (p *mainPage) update() {
	v := p.a.ses.View()
	p.shown = shownList{v, p.a.ses.IconPack()}
	if p.group != "" && !hasGroup(v, p.group) {
		p.group = ""
	}
	if p.action && v.ActionRequired == 0 {
		p.action = false
	}
	p.a.kept.group, p.a.kept.action = p.group, p.action
	hits := v.Select(session.Filter{Group: p.group, Action: p.action, Query: p.query})
	p.list.Reorder = v.Settings.Sort == session.SortManual && p.query == "" && !p.action
	p.list.SetLook(p.a.lookOf())
	p.list.SetItems(p.a.itemsOf(hits))
	chips, chosen := p.chipsOf(v)
	p.side.update(chips, chosen)
	p.chips.update(chips, chosen)
	p.header.update(p.title(v))
	p.foot.update()
	p.showState(len(hits))
}

// restyle gives the rows their new look.
func (p *mainPage) restyle() { p.update() }

func hasGroup(v *session.View, id string) bool {
	for _, g := range v.Groups {
		if g.ID == id {
			return true
		}
	}
	return false
}

// title is what the wide header says.
func (p *mainPage) title(v *session.View) string {
	if p.action {
		return p.a.txt.T("row.action")
	}
	for _, g := range v.Groups {
		if g.ID == p.group {
			return g.Name
		}
	}
	return p.a.txt.T("main.allaccounts")
}

// event takes what the session says.
func (p *mainPage) event(e session.Event) {
	switch e := e.(type) {
	case session.ListChanged:
		p.foot.outdated()
		if e.Shape {
			if p.shown != (shownList{p.a.ses.View(), p.a.ses.IconPack()}) {
				p.update()
			}
			return
		}
		for _, id := range e.IDs {
			p.list.TickOne(id)
		}
	case session.StatusChanged, session.ClipboardChanged, session.BackupChanged:
		p.foot.update()
	}
}

// tick is the only thing that happens by itself: codes and rings move on.
func (p *mainPage) tick(now time.Time) {
	if p.copied != "" && now.Sub(p.copiedAt) >= copiedFor {
		p.list.SetCopied(p.copied, "")
		p.copied = ""
	}
	p.restSearch(now)
	p.list.Tick()
	p.foot.tick(now)
	if p.big != nil {
		p.big.tick(now)
	}
	if p.qr != nil {
		p.qr.tick(now)
	}
}

func (p *mainPage) revealed(id string) bool {
	return p.reveal == id && p.a.now().Sub(p.revealedAt) < revealFor
}

// choose shows one group, all, or what needs action.
func (p *mainPage) choose(group string, action bool) {
	p.group, p.action = group, action
	p.update()
}

// copy puts a code on the clipboard and says so in the row.
func (p *mainPage) copy(id string, next bool) {
	row := p.a.ses.View().Row(id)
	if row == nil {
		return
	}
	if row.ActionRequired {
		p.recover(id)
		return
	}
	var code session.Code
	var err error
	p.a.work(func(context.Context) { code, err = p.a.ses.Copy(id, next) }, func() {
		if err != nil {
			p.a.say(session.Explain(err, row.Title()))
			return
		}
		p.showCopied(id, code, next)
	})
}

func (p *mainPage) showCopied(id string, c session.Code, next bool) {
	if p.copied != "" {
		p.list.SetCopied(p.copied, "")
	}
	text := p.a.txt.T("row.copied")
	switch {
	case next:
		text = p.a.txt.T("row.copied.next")
	case c.Period > 0 && c.Left <= 2:
		text = p.a.txt.T("row.copied.left", "n", c.Left)
	}
	p.copied, p.copiedAt = id, p.a.now()
	p.list.SetCopied(id, text)
	p.list.TickOne(id)
}
