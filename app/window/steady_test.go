package window

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/control"
	"twofold/app/locale"
	"twofold/app/session"
)

// TestARowThatMovesUpTakesNoClick: what is restored leaves the list, and the
// next row comes under the pointer; the second click of a double click is not
// for it.
func TestARowThatMovesUpTakesNoClick(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	for range 2 {
		must(r, r.ses.Delete(r.ses.View().Rows[0].ID))
	}
	r.push(func() page { return newTrash(r.App) })
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	topmost := func() (b *control.Button) {
		r.ui.drain()
		r.each(func(o fyne.CanvasObject) bool {
			if o, ok := o.(*control.Button); ok && b == nil && o.Text() == r.txt.T("trash.restore") {
				b = o
			}
			return true
		})
		return b
	}
	first := topmost()
	was := at(first)
	test.Tap(first)
	next := topmost()
	if next == nil || next == first || at(next) != was {
		t.Fatalf("the next button is at %v, the first was at %v", at(next), was)
	}
	test.Tap(next)
	if n := len(r.ses.View().Trash); n != 1 {
		t.Fatalf("%d deleted accounts after a double click, want 1", n)
	}
	r.clock.Advance(clickRests)
	test.Tap(next)
	if n := len(r.ses.View().Trash); n != 0 {
		t.Errorf("%d deleted accounts after the next click", n)
	}
}

// TestADoubleClickDecidesOneField: the values of another field come to where
// those were that were decided on.
func TestADoubleClickDecidesOneField(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	p := r.newPeer("Hanako's laptop")
	id := p.add("otpauth://totp/GitHub:hanako?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub", nil)
	p.backUp()
	p.joinBy(r.ses, "Hanako's desktop")
	for _, what := range []string{"dev", "home"} {
		must(r, p.Edit(id, session.Changes{Name: &what, Issuer: &what}))
	}
	work := "work"
	must(r, r.ses.Edit(id, session.Changes{Name: &work, Issuer: &work}))
	p.settle(r.ses)
	r.home()
	r.push(func() page { return newEdit(r.App, id) })
	if n := len(r.ses.Merged(id)); n != 2 {
		t.Fatalf("%d fields to decide on, want 2", n)
	}
	keep := func() { test.Tap(findButton(t, r, r.txt.T("merged.keep"))) }
	keep()
	keep()
	if n := len(r.ses.Merged(id)); n != 1 {
		t.Fatalf("%d fields left after a double click, want 1", n)
	}
	r.clock.Advance(clickRests)
	keep()
	if n := len(r.ses.Merged(id)); n != 0 {
		t.Errorf("%d fields left", n)
	}
}
