package window

import (
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
	"twofold/app/skin"
	"twofold/internal/account"
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
	// copied closes the view and copies the code, or the next one.
	copied func(next bool)
	space  time.Time // when Space was pressed last: a key that is held comes again and again
}

// held is within what time a key that is held down comes again.
const held = 600 * time.Millisecond

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
	copied := func(next bool) { b.sheet.Close(); p.copy(id, next) }
	objects = append(objects, control.Middle(b.code))
	if row.Type != account.HOTP {
		objects = append(objects, control.Middle(b.next), control.Middle(b.ring))
	}
	objects = append(objects, control.NewButton(p.a.txt.T("menu.copy"), "copy", control.Primary, func() { copied(false) }))
	if row.Type == account.HOTP {
		objects = append(objects, control.NewButton(p.a.txt.T("big.new"), "refresh", control.Neutral, func() { p.nextCode(id) }))
	}
	b.sheet = control.NewSheet(objects...).Wide()
	b.sheet.Tells = true
	b.sheet.OnClosed = func() { p.big = nil }
	b.sheet.OnEnter = func() { copied(false) }
	b.sheet.OnSpace = b.onSpace
	b.copied = copied
	p.big, b.space = b, p.a.now()
	b.tick(p.a.now())
	p.a.open(b.sheet)
}

func (b *bigCode) onSpace() {
	now := b.a.now()
	if now.Sub(b.space) >= held {
		b.sheet.Close()
	}
	b.space = now
}

// command copies by the keys of the list.
func (b *bigCode) command(c command) {
	if c == cmdCopy || c == cmdCopyNext {
		b.copied(c == cmdCopyNext)
	}
}

func (b *bigCode) tick(now time.Time) {
	c, err := b.a.ses.View().Code(b.id, now)
	if err != nil {
		b.sheet.Close()
		return
	}
	if c.Now == "" { // of a counter, before anybody asked
		b.code.Set("••••••", skin.Text3)
	} else {
		b.code.Set(c.Now, skin.Code)
	}
	if c.Period == 0 {
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
