package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"twofold/app/control"
	"twofold/app/skin"
)

// build makes the page: everything of both layouts exists, and mainLayout
// shows what the width of the window asks for.
func (p *mainPage) build() {
	p.list = control.NewList(p.a.txt)
	p.list.Repaint = p.a.patch.paint
	p.list.Source = p.codesOf
	p.list.OnSelect = func(id string) { p.a.ses.Touch(); p.a.kept.selected = id }
	p.list.OnActivate = func(id string) { p.copy(id, false) }
	p.list.OnClick = p.clicked
	p.list.OnMoved = p.revealNow
	p.list.OnSpace = p.space
	p.list.OnAction = p.onAction
	p.list.OnMenu = p.menuAt
	p.list.OnType = func(r rune) { p.a.ses.Touch(); p.header.begin(r) }
	p.list.OnKey = p.listKey
	p.list.OnReorder = p.moveBefore
	p.list.OnMove = p.moveBy
	p.list.OnDropped = p.droppedRow
	p.list.OnOver = p.draggedOver
	p.list.OnShortcut = func(s fyne.Shortcut) bool {
		_, ours := commandOf(s)
		if ours {
			p.a.shortcut(s)
		}
		return ours
	}
	p.list.Repeat = p.a.repeat
	p.foot = newStatusLine(p)
	p.header, p.chips, p.side = newMainHeader(p), newGroupChips(p), newSidebar(p)
	p.first = container.NewStack()
	p.nothing = container.NewStack()
	// The order of the objects is that of the Tab key: search, add, more,
	// groups, list, status and lock, which are the foot of the sidebar in the
	// wide window.
	objects := p.header.objects()
	objects = append(objects, p.chips.strip, p.side.box, p.list, p.nothing, p.foot.bar, p.side.foot, p.first)
	p.root = &fyne.Container{Layout: &mainLayout{p}, Objects: objects}
}

// showState shows the list, the doors of the first run, or that a search
// found nothing.
func (p *mainPage) showState(hits int) {
	empty := p.empty()
	if empty {
		p.first.Objects = []fyne.CanvasObject{firstRun(p.a)}
	} else {
		p.first.Objects = nil
	}
	setShown(p.first, empty)
	none := !empty && hits == 0
	if none {
		t := p.a.txt.T
		what, hint := t("main.empty"), ""
		if p.query != "" {
			what, hint = t("main.noresults", "q", p.query), t("main.noresults.hint")
		}
		p.nothing.Objects = []fyne.CanvasObject{container.NewVScroll(control.NewColumn(8,
			control.NewParagraph(what, skin.BodyBold, skin.Text).Centred(),
			control.NewParagraph(hint, skin.Small, skin.Text2).Centred()).Inset(control.Sides(24, 40)))}
	}
	setShown(p.nothing, none)
	setShown(p.list, !empty && !none)
	p.root.Refresh()
}

// mainLayout places the page by the width of the window.
type mainLayout struct{ p *mainPage }

// MinSize implements [fyne.Layout].
func (l *mainLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(minWidth, minHeight)
}

// Layout implements [fyne.Layout].
func (l *mainLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	p, px := l.p, skin.Px
	wide := size.Width >= px(wideFrom)
	empty := p.empty()
	for _, o := range p.header.objects() {
		setShown(o, !empty)
	}
	p.folds = p.foldFor(size, wide)
	p.foot.bar.Fold(p.folds.status)
	p.header.search.SetWords(p.searchWords(), p.a.txt.T("main.clear"))
	setShown(p.chips.strip, !wide && !empty && !p.folds.chips)
	setShown(p.side.box, wide && !empty)
	setShown(p.side.foot, wide && !empty)
	bar := p.foot.bar.HeightFor(size.Width)
	setShown(p.foot.bar, !wide && !empty)
	put(p.foot.bar, 0, size.Height-bar, size.Width, bar)
	if empty {
		put(p.first, 0, 0, size.Width, size.Height)
		return
	}
	x := float32(0)
	bottom := size.Height - bar
	if wide {
		x, bottom = p.side.place(size.Height), size.Height
	}
	y := p.header.place(x, size.Width-x, wide, p.folds.header)
	if p.chips.strip.Visible() {
		put(p.chips.strip, 0, y, size.Width, px(40))
		y += px(40)
	}
	put(p.list, x, y, size.Width-x, bottom-y)
	put(p.nothing, x, y, size.Width-x, bottom-y)
}
