package window

import (
	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/skin"
)

// settingsPage is what can be chosen: one scroll in the compact window, and in
// the wide one a list of sections beside the section that was chosen from it.
// Everything applies at once; there is no button to save.
type settingsPage struct {
	a        *App
	root     *fyne.Container
	wizard   *control.Wizard
	nav      *control.Column
	ground   *control.Ground
	edge     *control.Ground
	rows     []*control.SideRow
	sections []settingsSection
	filled   string // section in the wizard, or filledAll; "" before the first layout
}

// settingsSection is one group of settings. Its objects are made when it is
// shown, so that they say what is so by then.
type settingsSection struct {
	icon, label string
	objects     func() []fyne.CanvasObject
}

const filledAll = "all"

func newSettings(a *App) page {
	t := a.txt.T
	p := &settingsPage{a: a, wizard: control.NewWizard(t("set.title"), t("common.back"), nil, a.back),
		ground: control.NewGround(skin.Sidebar), edge: control.NewGround(skin.Border)}
	p.sections = []settingsSection{
		{"settings", "set.general", p.general}, {"clock", "set.codes", p.codes}, {"shield", "set.security", p.security},
		{"cloud", "set.backup", p.backup}, {"image", "set.icons", p.icons}, {"upload", "set.importexport", p.files}, {"info", "set.about", p.about},
	}
	var lines []fyne.CanvasObject
	for i, s := range p.sections {
		row := control.NewSideRow(s.icon, t(s.label), func() { p.choose(i) })
		p.rows = append(p.rows, row)
		lines = append(lines, row)
	}
	p.nav = control.NewColumn(2, lines...).Inset(control.Sides(12, 14))
	p.root = &fyne.Container{Layout: settingsLayout{p}, Objects: []fyne.CanvasObject{p.ground, p.edge, p.nav, p.wizard}}
	return p
}

func (p *settingsPage) content() fyne.CanvasObject { return p.root }

// choose shows one section, in the wide window.
func (p *settingsPage) choose(i int) {
	p.a.kept.section = i
	p.root.Refresh()
}

// fill puts the section, or all of them, into the page, unless they are there.
func (p *settingsPage) fill(wide bool) {
	want := filledAll
	chosen := min(p.a.kept.section, len(p.sections)-1)
	if wide {
		want = p.sections[chosen].label
	}
	if p.filled == want {
		return
	}
	set := p.wizard.SetBody
	if p.filled == "" {
		set = p.wizard.ChangeBody // the same anew, or the first
	}
	p.filled = want
	var objects []fyne.CanvasObject
	for i, s := range p.sections {
		p.rows[i].SetSelected(wide && i == chosen)
		if !wide || i == chosen {
			objects = append(objects, s.objects()...)
		}
	}
	set(objects...)
}

// restyle makes the settings say what is set now.
func (p *settingsPage) restyle() {
	p.filled = ""
	p.root.Refresh()
}

// settingsLayout places the page by the width of the window.
type settingsLayout struct{ p *settingsPage }

// MinSize implements [fyne.Layout].
func (settingsLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(minWidth, minHeight)
}

// Layout implements [fyne.Layout].
func (l settingsLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	p, wide := l.p, size.Width >= skin.Px(wideFrom)
	p.fill(wide)
	for _, o := range []fyne.CanvasObject{p.ground, p.edge, p.nav} {
		setShown(o, wide)
	}
	if !wide {
		put(p.wizard, 0, 0, size.Width, size.Height)
		return
	}
	width := skin.Px(252)
	put(p.ground, 0, 0, width, size.Height)
	put(p.edge, width-1, 0, 1, size.Height)
	put(p.nav, 0, 0, width, p.nav.HeightFor(width))
	put(p.wizard, width, 0, size.Width-width, size.Height)
}
