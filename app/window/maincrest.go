package window

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// mainHeader is above the list: search, add, more; and the title when wide.
type mainHeader struct {
	p      *mainPage
	title  *control.OneLine
	search *control.SearchField
	add    *control.IconButton
	addBig *control.Button
	more   *control.IconButton
}

func newMainHeader(p *mainPage) *mainHeader {
	t := p.a.txt.T
	h := &mainHeader{p: p, title: control.NewOneLine("", skin.Title, skin.Text)}
	h.search = control.NewSearchField(t("main.search"), t("main.clear"))
	h.search.OnChanged = p.search
	h.search.OnSubmit = p.searchDone
	h.search.OnDown = func() { p.a.win.Canvas().Focus(p.list) }
	add := func() { p.a.run(cmdAdd) }
	h.add = control.NewIconButton("plus", t("main.add"), control.Primary, add)
	h.addBig = control.NewButton(t("main.add"), "plus", control.Primary, add)
	h.more = control.NewIconButton("more", t("main.more"), control.Quiet, func() {
		at := p.a.fy.Driver().AbsolutePositionForObject(h.more)
		p.moreMenu(at.AddXY(0, h.more.Size().Height+skin.Px(4)))
	})
	return h
}

func (h *mainHeader) update(title string) { h.title.Set(title, skin.Text) }

// focusSearch moves the keyboard to the search field.
func (h *mainHeader) focusSearch() { h.search.Focus() }

// begin moves the keyboard there with the character that was typed.
func (h *mainHeader) begin(r rune) { h.search.Type(r) }

func (h *mainHeader) setQuery(q string) { h.search.SetText(q) }

// objects are placed by mainLayout.
func (h *mainHeader) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{h.title, h.search, h.add, h.addBig, h.more}
}

// The space around the parts of the header where large text needs the room:
// it does not grow with the text.
const headerMargin, headerGap = 12, 8

func (h *mainHeader) oneLine() float32  { return skin.Px(38) + 2*headerGap }
func (h *mainHeader) twoLines() float32 { return 2*skin.Px(38) + 3*headerGap }

// place lays the header into a strip of a width, and gives its height. Folded,
// it stays on one line, and the plus is in the menu.
func (h *mainHeader) place(x, width float32, wide, folded bool) float32 {
	px := skin.Px
	setShown(h.title, wide)
	if !wide {
		setShown(h.addBig, false)
		setShown(h.add, true)
	}
	side, height := px(38), px(60)
	if folded {
		const m, gap = headerMargin, headerGap
		setShown(h.add, false)
		put(h.more, x+width-m-side, gap, side, side)
		put(h.search, x+m, gap, width-2*m-gap-side, side)
		return h.oneLine()
	}
	if !wide && width < px(300) { // large text: the search has a line of its own
		const m, gap = headerMargin, headerGap
		put(h.more, x+width-m-side, gap, side, side)
		put(h.add, x+width-m-2*side-gap, gap, side, side)
		put(h.search, x+m, side+2*gap, width-2*m, side)
		return h.twoLines()
	}
	if !wide {
		m, gap := px(12), px(8)
		put(h.more, x+width-m-side, (height-side)/2, side, side)
		put(h.add, x+width-m-2*side-gap, (height-side)/2, side, side)
		put(h.search, x+m, (height-side)/2, width-2*m-2*side-2*gap, side)
		return height
	}
	height = px(68)
	m := px(16)
	big := h.addBig.MinSize().Width
	put(h.more, x+width-m-side, (height-side)/2, side, side)
	right := x + width - m - side - px(8)
	// Where title and search have no room beside it, the button loses its words.
	words := right-big-px(10)-px(120)-3*m >= x+h.title.Wanted()
	setShown(h.addBig, words)
	setShown(h.add, !words)
	if !words {
		big = side
		put(h.add, right-side, (height-side)/2, side, side)
	}
	put(h.addBig, right-big, (height-side)/2, big, side)
	right -= big + px(10)
	search := max(px(120), min(px(230), right-x-3*m-h.title.Wanted()))
	put(h.search, right-search, (height-side)/2, search, side)
	put(h.title, x+m, 0, right-search-x-2*m, height)
	return height
}

// The chips that are no groups.
const (
	chipAll    = ""
	chipAction = "!"
)

// groupChips are the groups of the compact window.
type groupChips struct {
	p     *mainPage
	strip *control.ChipStrip
}

func newGroupChips(p *mainPage) *groupChips {
	g := &groupChips{p: p, strip: control.NewChipStrip()}
	g.strip.OnSelect, g.strip.OnMove = p.chooseChip, p.moveGroup
	g.strip.OnAdd = func() { p.newGroup("") }
	g.strip.OnMenu = p.groupMenu
	return g
}

func (g *groupChips) update(chips []control.Chip, selected string) {
	for i := range chips {
		if chips[i].Kind == control.AttentionChip {
			chips[i].Label = "" // an icon says it
		}
	}
	g.strip.SetChips(chips, selected)
}

// chipsOf are all accounts, those that need something done, the groups and
// the plus, and which of them is shown.
func (p *mainPage) chipsOf(v *session.View) (chips []control.Chip, selected string) {
	t := p.a.txt.T
	chips = []control.Chip{{ID: chipAll, Label: t("main.all"), Count: len(v.Rows)}}
	if v.ActionRequired > 0 {
		chips = append(chips, control.Chip{ID: chipAction, Label: t("row.action"), Count: v.ActionRequired, Kind: control.AttentionChip})
	}
	for _, gr := range v.Groups {
		chips = append(chips, control.Chip{ID: gr.ID, Label: gr.Name, Count: gr.Count})
	}
	chips = append(chips, control.Chip{Kind: control.AddChip, Count: -1, Label: t("group.new")})
	if p.action {
		return chips, chipAction
	}
	return chips, p.group
}

// chooseChip shows what a chip or a line of the sidebar stands for.
func (p *mainPage) chooseChip(id string) {
	if id == chipAction {
		p.choose("", true)
		return
	}
	p.choose(id, false)
}

// sidebar holds the groups of the wide window, the backup and the settings.
type sidebar struct {
	p      *mainPage
	ground *control.Ground
	edge   *control.Ground
	groups *control.SideList
	foot   *control.Column
	card   *control.SideCard
	box    *fyne.Container // with the groups; the foot comes behind the list
	scroll *container.Scroll
}

func newSidebar(p *mainPage) *sidebar {
	t := p.a.txt.T
	s := &sidebar{p: p, ground: control.NewGround(skin.Sidebar), edge: control.NewGround(skin.Border)}
	s.card = control.NewSideCard(t("sync.title"), func() { p.foot.act() })
	s.foot = control.NewColumn(2, s.card, control.Gap(4),
		control.NewSideRow("settings", t("main.settings"), func() { p.a.run(cmdSettings) }),
		control.NewSideRow("lock", t("main.lock"), func() { p.a.run(cmdLock) }))
	s.groups = control.NewSideList(strings.ToUpper(t("main.groups")))
	s.groups.OnSelect, s.groups.OnMove = p.chooseChip, p.moveGroup
	s.groups.OnAdd = func() { p.newGroup("") }
	s.groups.OnMenu = p.groupMenu
	s.groups.OnReveal = s.reveal
	// The rows keep room for the focus ring inside what scrolls, which cuts it off.
	s.scroll = container.NewVScroll(control.NewColumn(2, s.head(), control.Gap(18), s.groups).Inset(control.Sides(sideRing, 0)))
	s.box = container.NewWithoutLayout(s.ground, s.edge, s.scroll)
	return s
}

func (s *sidebar) update(chips []control.Chip, selected string) {
	s.groups.SetChips(chips, selected)
	s.scroll.Refresh() // there may be more of them
}

// reveal scrolls a part of the groups into view.
func (s *sidebar) reveal(top, height float32) {
	top += s.groups.Position().Y
	to := s.scroll.Offset
	to.Y = min(to.Y, top)
	if room := s.scroll.Size().Height; room > 0 {
		to.Y = max(to.Y, top+height-room)
	}
	if to != s.scroll.Offset {
		s.scroll.ScrollToOffset(to)
	}
}

// head is the name of the program with its mark.
func (s *sidebar) head() fyne.CanvasObject {
	mark := canvas.NewImageFromResource(skin.Mark())
	mark.FillMode = canvas.ImageFillContain
	return control.Line(10, control.Gap(0), sized(mark, 24, 24), control.NewWords("Twofold", skin.Subtitle, skin.Text), nil)
}

func (s *sidebar) place(height float32) float32 {
	px := skin.Px
	width, m := px(224), px(12)
	put(s.box, 0, 0, width, height)
	put(s.ground, 0, 0, width, height)
	put(s.edge, width-1, 0, 1, height)
	foot := s.foot.HeightFor(width - 2*m)
	put(s.foot, m, height-foot-m, width-2*m, foot)
	put(s.scroll, m-px(sideRing), px(18), width-2*m+2*px(sideRing), height-foot-2*m-px(18))
	return width
}

// sideRing is the room for the focus ring beside the groups.
const sideRing = 6

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

func setShown(o fyne.CanvasObject, shown bool) {
	if shown == o.Visible() {
		return
	}
	if shown {
		o.Show()
	} else {
		o.Hide()
	}
}
