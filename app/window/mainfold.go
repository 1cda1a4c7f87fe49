package window

import (
	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/skin"
)

// mainFolds are the bars of the compact list that give way where large text
// in a small window would leave the list no room: first the header goes onto
// one line, then the groups into the menu, and last the words of the status.
type mainFolds struct{ header, chips, status bool }

// leastRows is how much of the list is to be seen before a bar gives way.
const leastRows = 1.25

// foldFor decides it for a size of the page.
func (p *mainPage) foldFor(size fyne.Size, wide bool) (f mainFolds) {
	px := skin.Px
	if wide || size.Width >= px(300) {
		return f
	}
	need := leastRows * p.a.lookOf().RowHeight()
	room := size.Height - p.header.twoLines() - px(40) - p.foot.bar.Unfolded(size.Width)
	if f.header = room < need; f.header {
		room += p.header.twoLines() - p.header.oneLine()
	}
	if f.chips = room < need; f.chips {
		room += px(40)
	}
	f.status = room < need
	return f
}

// searchWords are what the empty search field says: which group is searched,
// where the chips do not say it.
func (p *mainPage) searchWords() string {
	if p.folds.chips && (p.group != "" || p.action) {
		return p.title(p.a.ses.View())
	}
	return p.a.txt.T("main.search")
}

// foldedItems are what the menu offers in the place of the bars.
func (p *mainPage) foldedItems() []control.MenuItem {
	var items []control.MenuItem
	t := p.a.txt.T
	if p.folds.header {
		items = append(items, control.MenuItem{Label: t("main.add"), Icon: "plus", Do: func() { p.a.run(cmdAdd) }})
	}
	if p.folds.chips {
		chips, chosen := p.chipsOf(p.a.ses.View())
		var groups []control.MenuItem
		for _, c := range chips {
			if c.Kind != control.AddChip {
				groups = append(groups, control.MenuItem{Label: c.Label, Checked: c.ID == chosen, Do: func() { p.chooseChip(c.ID) }})
			}
		}
		items = append(items, control.MenuItem{Label: t("main.groups"), Icon: "list", Sub: groups})
	}
	if len(items) > 0 {
		items = append(items, control.MenuItem{})
	}
	return items
}
