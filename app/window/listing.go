package window

import (
	"unicode/utf8"

	"twofold/app/config"
	"twofold/app/control"
	"twofold/app/session"
	"twofold/internal/account"
)

// itemsOf makes rows of the hits of a selection.
func (a *App) itemsOf(hits []session.Hit) []control.Item {
	items := make([]control.Item, 0, len(hits))
	for _, h := range hits {
		items = append(items, a.itemOf(h))
	}
	return items
}

func (a *App) itemOf(h session.Hit) control.Item {
	r := h.Row
	mark := a.mergedMark(r)
	it := control.Item{
		ID: r.ID, Title: r.Title(), Subtitle: mark + r.Subtitle(), Avatar: a.avatarOf(r), Pinned: r.Pinned,
		TitleHit: spans(r.Title(), h.Title), SubtitleHit: spans(r.Subtitle(), h.Subtitle),
	}
	for i, n := 0, utf8.RuneCountInString(mark); i < len(it.SubtitleHit) && it.SubtitleHit[i] != (control.Span{}); i++ {
		it.SubtitleHit[i].From += n
		it.SubtitleHit[i].To += n
	}
	switch {
	case r.ActionRequired:
		it.Kind = control.Action
	case r.Type == account.HOTP:
		it.Kind = control.Counter
	}
	return it
}

// spans turns the first matches, in bytes and in order, into spans of runes.
func spans(text string, hits [][2]int) (out control.Spans) {
	n := 0
	for _, h := range hits {
		if h[0] < 0 || h[1] > len(text) || h[0] >= h[1] || n == len(out) {
			continue
		}
		begin := utf8.RuneCountInString(text[:h[0]])
		out[n] = control.Span{From: begin, To: begin + utf8.RuneCountInString(text[h[0]:h[1]])}
		n++
	}
	return out
}

// codesOf is what a row shows at present.
func (p *mainPage) codesOf(id string) control.Codes {
	c, err := p.a.ses.View().Code(id, p.a.now())
	if err != nil {
		return control.Codes{}
	}
	out := control.Codes{Code: c.Now, Next: c.Next, Left: c.Left, Period: c.Period}
	if p.a.ses.View().Settings.HideCodes && !p.revealed(id) {
		out = control.Codes{Left: c.Left, Period: c.Period, Hidden: true}
	}
	return out
}

// lookOf is how rows look by the settings in force.
func (a *App) lookOf() control.Look {
	s := a.cfg.Settings()
	return control.Look{
		Density: map[config.Density]control.Density{
			config.DensityCompact: control.CompactRows, config.DensityLarge: control.LargeRows,
		}[s.Density],
		Next: map[session.ShowNext]control.ShowNext{
			session.NextLast: control.NextLast, session.NextNever: control.NextNever,
		}[a.ses.View().Settings.ShowNext],
		Still: s.Motion == config.MotionReduced,
	}
}
