package window

import (
	"context"
	"fmt"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// mostMergedText is how much of a value is shown, in characters: enough to
// tell two notes apart.
const mostMergedText = 300

// fillMerged fills a column of the edit page with what two computers changed
// at once: both values, and a way to take either. The other one goes into its
// field, where it is an edit like any other.
func (p *editPage) fillMerged(into *control.Column, changed func()) {
	var found []session.Merged
	p.a.work(func(context.Context) { found = p.a.ses.Merged(p.id) }, func() {
		p.cards.shows(fmt.Sprint(found))
		objects := make([]fyne.CanvasObject, 0, len(found))
		for _, m := range found {
			if f := p.fieldOf(m.Field); f != nil {
				objects = append(objects, p.mergedCard(m, f, into, changed))
			}
		}
		if len(objects) > 0 {
			objects = []fyne.CanvasObject{control.NewColumn(12, objects...), control.Gap(12)}
		}
		into.SetObjects(objects...)
		changed()
	})
}

func (p *editPage) fieldOf(f session.MergedField) *control.Field {
	return map[session.MergedField]*control.Field{
		session.MergedIssuer: p.issuer, session.MergedName: p.name,
		session.MergedNote: p.note, session.MergedReading: p.reading,
	}[f]
}

// mergedLabels name the fields as their boxes do.
var mergedLabels = map[session.MergedField]string{
	session.MergedIssuer: "form.issuer", session.MergedName: "form.account",
	session.MergedNote: "form.note", session.MergedReading: "form.reading",
}

func (p *editPage) mergedCard(m session.Merged, field *control.Field, into *control.Column, changed func()) fyne.CanvasObject {
	t := p.a.txt.T
	label := t(mergedLabels[m.Field])
	value := func(key, from, text string) fyne.CanvasObject {
		what := t(key, "field", label)
		if from != "" {
			what = t(key+".from", "field", label, "device", from)
		}
		if text == "" {
			text = t("merged.empty")
		}
		return control.NewColumn(2, control.NewParagraph(what, skin.Caption, skin.Text2), sentence(shortened(text)))
	}
	kept := t("merged.b.nodate")
	if !m.Until.IsZero() {
		kept = t("merged.b", "date", p.a.txt.Date(m.Until, p.a.now()))
	}
	use := control.NewButton(t("merged.use"), "", control.Neutral, p.cards.guarded(func() {
		field.SetText(m.There)
		field.Focus()
		p.changed()
	})).Low()
	keep := control.NewButton(t("merged.keep"), "", control.Link, p.cards.guarded(func() {
		var err error
		p.a.work(func(context.Context) { err = p.a.ses.KeepMerged(p.id, m.Field) }, func() {
			p.a.sayError(err, p.name.Text())
			p.fillMerged(into, changed)
		})
	})).Low()
	return card(
		control.NewParagraph(t("merged.h"), skin.BodyBold, skin.Text),
		value("merged.here", m.HereFrom, m.Here), value("merged.there", m.ThereFrom, m.There),
		control.NewParagraph(kept, skin.Caption, skin.Text2), control.Line(8, use, nil, keep))
}

func shortened(text string) string {
	if utf8.RuneCountInString(text) <= mostMergedText {
		return text
	}
	return string([]rune(text)[:mostMergedText]) + "…"
}

// mergedMark is the word before the subtitle of an account whose fields two
// computers changed at once: behind it, a long name would hide it.
func (a *App) mergedMark(r *session.Row) string {
	switch {
	case !r.Merged:
		return ""
	case r.Subtitle() == "":
		return a.txt.T("merged.mark")
	}
	return a.txt.T("merged.mark") + a.txt.T("computers.comma")
}
