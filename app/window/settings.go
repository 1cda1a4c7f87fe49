package window

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// section is a heading and a card of lines.
func section(title string, lines ...fyne.CanvasObject) []fyne.CanvasObject {
	return []fyne.CanvasObject{
		control.Gap(4), control.NewParagraph(title, skin.CapBold, skin.Text2), card(lines...),
	}
}

// line puts words before a control.
func line(label string, o fyne.CanvasObject) fyne.CanvasObject {
	return control.Labelled(label, o)
}

// options makes options of pairs of an id and its words.
func options(pairs ...string) []control.Option {
	var out []control.Option
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, control.Option{ID: pairs[i], Label: pairs[i+1]})
	}
	return out
}

func (p *settingsPage) general() []fyne.CanvasObject {
	t, s := p.a.txt.T, p.a.cfg.Settings()
	set := p.a.setConfig
	var sizes []control.Option
	for _, n := range skin.Percents() {
		sizes = append(sizes, control.Option{ID: strconv.Itoa(n), Label: t("set.percent", "n", n)})
	}
	return section(t("set.general"),
		line(t("set.language"), control.NewSelect(
			options("", t("set.language.system"), "en", "English", "ja", "日本語"), s.Language,
			func(id string) { set(func(s *config.Settings) { s.Language = id }) })),
		line(t("set.theme"), control.NewSelect(
			options(string(config.ThemeSystem), t("set.theme.system"), string(config.ThemeLight), t("set.theme.light"),
				string(config.ThemeDark), t("set.theme.dark"), string(config.ThemeHighContrast), t("set.theme.contrast")), string(s.Theme),
			func(id string) { set(func(s *config.Settings) { s.Theme = config.Theme(id) }) })),
		line(t("set.textsize"), control.NewSelect(sizes, strconv.Itoa(s.TextScale), func(id string) {
			set(func(s *config.Settings) { s.TextScale, _ = strconv.Atoi(id) })
		})),
		line(t("set.density"), control.NewSelect(
			options(string(config.DensityCompact), t("set.density.compact"), string(config.DensityComfortable), t("set.density.normal"),
				string(config.DensityLarge), t("set.density.large")), string(s.Density),
			func(id string) { set(func(s *config.Settings) { s.Density = config.Density(id) }) })),
		control.NewToggle(p.a.txt, t("set.still"), t("set.still.d"), s.Motion == config.MotionReduced, func(on bool) {
			set(func(s *config.Settings) {
				s.Motion = config.MotionSystem
				if on {
					s.Motion = config.MotionReduced
				}
			})
		}),
		control.NewToggle(p.a.txt, t("set.startup"), "", s.Autostart, p.a.setAutostart),
		p.traySwitch(),
		control.NewToggle(p.a.txt, t("set.notify"), t("set.notify.d"), s.Notify, func(on bool) {
			set(func(s *config.Settings) { s.Notify = on })
		}),
	)
}

func (p *settingsPage) codes() []fyne.CanvasObject {
	t, s := p.a.txt.T, p.a.cfg.Settings()
	follow := func(edit func(*session.Settings)) {
		v := p.a.ses.View().Settings
		edit(&v)
		var err error
		p.a.work(func(context.Context) { err = p.a.ses.SetSettings(v) }, func() {
			p.a.sayError(err, "")
			p.a.remember(p.a.undo)
		})
	}
	shared := p.a.ses.View().Settings
	clip := options("15", t("set.seconds", "n", 15), "30", t("set.seconds", "n", 30), "60", t("set.seconds", "n", 60), "0", t("set.clip.never"))
	marks := sentence(t("set.clip.textonly"))
	setShown(marks, p.a.textOnly)
	return section(t("set.codes"),
		line(t("set.next"), control.NewSelect(
			options(string(session.NextAlways), t("set.next.always"), string(session.NextLast), t("set.next.last"),
				string(session.NextNever), t("set.next.never")), string(shared.ShowNext),
			func(id string) { follow(func(v *session.Settings) { v.ShowNext = session.ShowNext(id) }) })),
		control.NewToggle(p.a.txt, t("set.hide"), "", shared.HideCodes, func(on bool) {
			follow(func(v *session.Settings) { v.HideCodes = on })
		}),
		control.NewToggle(p.a.txt, t("set.single"), "", s.SingleClickCopy, func(on bool) {
			p.a.setConfig(func(s *config.Settings) { s.SingleClickCopy = on })
		}),
		line(t("set.clip"), control.NewSelect(clip, strconv.Itoa(s.ClipboardSeconds), func(id string) {
			p.a.setConfig(func(s *config.Settings) { s.ClipboardSeconds, _ = strconv.Atoi(id) })
		})),
		marks,
	)
}

func (p *settingsPage) security() []fyne.CanvasObject {
	t, s, ways := p.a.txt.T, p.a.cfg.Settings(), p.a.ses.Ways()
	idle := options("1", p.a.txt.N("set.autolock.min", 1), "5", p.a.txt.N("set.autolock.min", 5),
		"15", p.a.txt.N("set.autolock.min", 15), "60", p.a.txt.N("set.autolock.min", 60), "0", t("set.autolock.never"))
	lines := []fyne.CanvasObject{}
	if ways.Passphrase && ways.Keyring {
		lines = append(lines, line(t("set.applock"), control.NewSelect(
			options(string(config.LockKeyring), t("set.applock.keyring"), string(config.LockPassphrase), t("set.applock.pass")), string(s.AppLock),
			func(id string) { p.a.setConfig(func(s *config.Settings) { s.AppLock = config.AppLock(id) }) })))
	}
	pass := t("set.changepass")
	if !ways.Passphrase {
		pass = t("set.setpass")
	}
	lines = append(lines,
		line(t("set.autolock"), control.NewSelect(idle, strconv.Itoa(s.AutoLockMinutes), func(id string) {
			p.a.setConfig(func(s *config.Settings) { s.AutoLockMinutes, _ = strconv.Atoi(id) })
		})),
		control.NewToggle(p.a.txt, t("set.locksleep"), "", s.LockOnSleep, func(on bool) {
			p.a.setConfig(func(s *config.Settings) { s.LockOnSleep, s.LockOnScreenLock = on, on })
		}),
		control.NewToggle(p.a.txt, t("set.lockhide"), "", s.LockOnHide, func(on bool) {
			p.a.setConfig(func(s *config.Settings) { s.LockOnHide = on })
		}),
		p.capture(),
		control.NewButton(pass, "", control.Neutral, func() { p.a.changePassphrase() }).Low(),
		control.NewButton(t("keys.title"), "key", control.Neutral, func() {
			p.a.push(func() page { return newRecoveryKeys(p.a) })
		}).Low(),
		control.NewButton(t("rules.title"), "", control.Neutral, func() { p.a.push(func() page { return newRules(p.a) }) }).Low(),
	)
	return section(t("set.security"), lines...)
}

func (p *settingsPage) files() []fyne.CanvasObject {
	t := p.a.txt.T
	out := control.NewButton(t("export.title"), "upload", control.Neutral, p.a.openExport).Low()
	out.SetEnabled(len(p.a.ses.View().Rows) > 0)
	return section(t("set.importexport"),
		control.NewButton(t("import.title"), "download", control.Neutral, func() { p.a.push(func() page { return newImport(p.a) }) }).Low(),
		out)
}

func (p *settingsPage) backup() []fyne.CanvasObject {
	t := p.a.txt.T
	return section(t("set.backup"),
		sentence(p.a.healthLine(p.a.ses.Status()).Text),
		control.NewButton(t("sync.title"), "cloud", control.Neutral, p.a.openBackup).Low(),
		control.NewButton(t("set.computers"), "computer", control.Neutral, func() { p.a.push(func() page { return newComputers(p.a) }) }).Low(),
		control.NewButton(t("first.recover"), "history", control.Neutral, p.a.beginRecovery).Low(),
	)
}

func (p *settingsPage) about() []fyne.CanvasObject {
	t := p.a.txt.T
	open := func(text, icon string, build func() page) fyne.CanvasObject {
		return control.NewButton(t(text), icon, control.Neutral, func() { p.a.push(build) }).Low()
	}
	lines := []fyne.CanvasObject{
		open("help.title", "help", func() page { return newHelp(p.a) }),
		control.NewButton(t("set.shortcuts"), "keyboard", control.Neutral, func() { p.a.run(cmdKeys) }).Low(),
		open("trash.title", "trash", func() page { return newTrash(p.a) }),
		open("about.licences", "info", func() page { return newAbout(p.a) }),
		sentence(t("set.version", "v", p.a.o.Version)),
	}
	if up := p.a.o.Updates; up != nil {
		lines = append(lines, control.NewToggle(p.a.txt, t("set.update"), t("set.update.d", "host", up.Host()),
			p.a.cfg.Settings().UpdateNotice, p.a.setUpdateNotice))
		if p.a.newest != "" {
			lines = append(lines, control.NewButton(t("update.out", "v", p.a.newest), "", control.Primary, p.a.openReleases).Low())
		}
	}
	return section(t("set.about"), lines...)
}

// applySession gives the session the settings of this computer it works by.
func (a *App) applySession(s config.Settings) {
	a.ses.SetClipboardTime(time.Duration(s.ClipboardSeconds) * time.Second)
	a.ses.SetAutoLock(time.Duration(s.AutoLockMinutes) * time.Minute)
}

// setAutostart writes what the system needs, and then the setting.
func (a *App) setAutostart(on bool) {
	a.putAutostart(on, func() {
		a.remember(func(done func()) { a.putAutostart(!on, done) })
	})
}

func (a *App) putAutostart(on bool, done func()) {
	var err error
	a.work(func(context.Context) { err = a.desk.SetAutostart(on) }, func() {
		if err != nil {
			a.rebuild() // the switch goes back
			a.tell(a.txt.T("err.autostart"))
			return
		}
		a.keepConfig(func(s *config.Settings) { s.Autostart = on }, done)
	})
}
