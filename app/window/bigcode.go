package window

import (
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/skin"
	"twofold/internal/code"
)

// bigCode shows one code large enough to read aloud from across a room.
type bigCode struct {
	a     *App
	id    string
	sheet *control.Sheet
	code  *control.CodeText
	next  *control.Words
	ring  *control.Ring
}

// showBig opens the view of one code; Esc, Space or a click beside closes it.
func (p *mainPage) showBig(id string) {
	row := p.a.ses.View().Row(id)
	if row == nil || row.ActionRequired {
		return
	}
	b := &bigCode{
		a: p.a, id: id, ring: control.NewRing(40),
		code: control.NewCodeText(skin.CodeXL), next: control.NewWords("", skin.Body, skin.Text3),
	}
	objects := []fyne.CanvasObject{control.NewParagraph(row.Title(), skin.Subtitle, skin.Text).Centred()}
	if row.Subtitle() != "" {
		objects = append(objects, control.NewParagraph(row.Subtitle(), skin.Small, skin.Text2).Centred())
	}
	objects = append(objects, control.Middle(b.code), control.Middle(b.next), control.Middle(b.ring),
		control.NewButton(p.a.txt.T("menu.copy"), "copy", control.Primary, func() { b.sheet.Close(); p.copy(id, false) }))
	b.sheet = control.NewSheet(objects...).Wide()
	b.sheet.Tells = true
	b.sheet.OnClosed = func() { p.big = nil }
	b.sheet.OnEnter = func() { b.sheet.Close(); p.copy(id, false) }
	p.big = b
	b.tick(p.a.now())
	p.a.open(b.sheet)
}

func (b *bigCode) tick(now time.Time) {
	c, err := b.a.ses.View().Code(b.id, now)
	if err != nil {
		b.sheet.Close()
		return
	}
	b.code.Set(c.Now, skin.Code)
	if c.Period == 0 {
		b.ring.Hide()
		return
	}
	b.next.Set(b.a.txt.T("row.next", "code", spaced(c.Next)), skin.Body, skin.Text3)
	b.ring.Set(c.Left, c.Period)
}

// spaced is a code in the groups it is read in.
func spaced(text string) string {
	head, tail := code.Groups(text)
	if tail == "" {
		return head
	}
	return head + " " + tail
}
