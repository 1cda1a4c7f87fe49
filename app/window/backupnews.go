package window

import (
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// noticeText words what the folder brought, and what it means.
func (a *App) noticeText(n session.BackupNotice) (what, detail string) {
	switch n.Kind {
	case session.NoticeOtherKey:
		return a.txt.T("key.news", "name", n.Title), ""
	case session.NoticeMerged:
		return a.txt.T("merged.news", "name", n.Title), ""
	case session.NoticeKept:
		return a.txt.T("kept.h", "name", n.Title), a.txt.T("kept.b")
	}
	s, ok := notices[n.Kind]
	if !ok {
		return "", ""
	}
	if s.detail != "" {
		detail = a.txt.T(s.detail, "device", n.Computer)
	}
	return a.txt.T(s.what, "device", n.Computer), detail
}

// clockOff says by how much this computer's clock seems to be wrong: minutes
// as a clock drifts, hours as a time zone is mistaken.
func (a *App) clockOff(off time.Duration) string {
	minutes := int(off.Abs().Round(time.Minute) / time.Minute)
	hours := int(off.Abs().Round(time.Hour) / time.Hour)
	way := "slow"
	if off > 0 {
		way = "fast"
	}
	switch {
	case minutes == 0:
		return ""
	case minutes < 90:
		return a.txt.T("bk.clock."+way, "n", minutes)
	}
	return a.txt.N("bk.clock."+way+".h", hours)
}

// quiet are the facts that ask nothing of anybody: they stand on the page for
// whoever wants to know.
func (p *backupPage) quiet(v *session.BackupView) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	say := func(text string) { out = append(out, sentence(text)) }
	t := p.a.txt.T
	if text := p.a.clockOff(v.Status.ClockOff); text != "" {
		say(text)
	}
	if v.OtherVaults > 0 {
		say(t("bk.vaults"))
		out = append(out, control.NewButton(t("bk.vaults.join"), "history", control.Neutral, func() {
			p.a.recoverFrom(v.Folder, byKey)
		}).Low())
	}
	unneeded := 0
	for _, d := range v.Damaged {
		if !d.Needed {
			unneeded++
		}
	}
	if unneeded > 0 {
		say(p.a.txt.N("bk.damaged.quiet", unneeded))
	}
	if v.Copies > 0 {
		say(p.a.txt.N("bk.copies", v.Copies))
	}
	return out
}

// unseenFor is how long a backup may travel before it is worth a word.
const unseenFor = time.Hour

// unseen names the computers that have not read the newest backup for long.
func (p *backupPage) unseen(v *session.BackupView) []fyne.CanvasObject {
	if v.Saved.IsZero() || p.a.now().Sub(v.Saved) < unseenFor {
		return nil
	}
	var out []fyne.CanvasObject
	for _, c := range v.Computers {
		if !c.Me && !c.Removed && !c.HasMine {
			out = append(out, sentence(p.a.txt.T("bk.page.notseen", "device", c.Name)))
		}
	}
	return out
}

// happened lists what the folder brought since the program was started.
func (p *backupPage) happened(v *session.BackupView) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	said := map[string]bool{} // many files tell of one event
	for _, n := range v.News {
		what, detail := p.a.noticeText(n.BackupNotice)
		same := what + p.a.txt.Moment(n.At, p.a.now())
		if what == "" || said[same] {
			continue
		}
		said[same] = true
		lines := []fyne.CanvasObject{
			control.NewParagraph(what, skin.Body, skin.Text), control.NewOneLine(p.a.txt.Moment(n.At, p.a.now()), skin.Caption, skin.Text2),
		}
		if detail != "" {
			lines = append(lines, control.NewParagraph(detail, skin.Caption, skin.Text2))
		}
		out = append(out, control.NewColumn(2, lines...))
	}
	if out == nil {
		return nil
	}
	return section(p.a.txt.T("bk.news.h"), out...)
}
