package window

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/platform"
	"twofold/app/session"
)

// icons is the section of the settings about the icon pack of this computer.
func (p *settingsPage) icons() []fyne.CanvasObject {
	t, pack := p.a.txt.T, p.a.ses.IconPack()
	load := control.NewButton(t("set.icons.load"), "folder", control.Neutral, p.loadIcons).Low()
	if pack.Len() == 0 {
		return section(t("set.icons"), sentence(t("set.icons.none")), load)
	}
	drop := control.NewButton(t("set.icons.drop"), "trash", control.Neutral, func() {
		var err error
		p.a.work(func(context.Context) { err = p.a.ses.DropIcons() }, func() { p.iconsChanged(err, "") })
	}).Low()
	return section(t("set.icons"), sentence(t("set.icons.have", "name", pack.Name(), "n", pack.Len())), load, drop)
}

func (p *settingsPage) loadIcons() {
	t := p.a.txt.T
	p.a.pickOf(platform.Dialog{Title: t("set.icons.load"), Filters: []platform.Filter{
		{Name: t("pick.packs"), Patterns: []string{"*.zip"}}, {Name: t("pick.all"), Patterns: []string{"*"}},
	}}, func(paths []string) {
		if len(paths) > 0 {
			p.readIcons(paths[0])
		}
	})
}

func (p *settingsPage) readIcons(path string) {
	var pack session.IconPack
	var err error
	p.a.work(func(ctx context.Context) { pack, err = p.a.ses.LoadIcons(ctx, path) }, func() {
		p.iconsChanged(err, filepath.Base(path))
		if err == nil && pack.Skipped() > 0 {
			p.a.tell(p.a.txt.T("set.icons.have", "name", pack.Name(), "n", pack.Len()), p.a.txt.T("set.icons.skipped", "n", pack.Skipped()))
		}
	})
}

func (p *settingsPage) iconsChanged(err error, name string) {
	if err != nil {
		p.a.sayError(err, name)
		return
	}
	p.a.rebuild()
}
