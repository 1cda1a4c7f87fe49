package window

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"twofold/app/locale"
	"twofold/app/session"
	"twofold/internal/account"
)

// TestATickMovesNoCode: the next click goes to the code it was meant for.
func TestATickMovesNoCode(t *testing.T) {
	r := newRig(t, setting{language: locale.Japanese})
	r.accounts()
	id := r.ses.View().Rows[0].ID
	must(r, r.ses.Edit(id, session.Changes{RecoveryCodes: &[]account.RecoveryCode{{Text: "8f2a1"}, {Text: "71bb3"}, {Text: "c5d90"}}}))
	r.push(func() page { return newCodes(r.App, id) })
	places := func() (out []fyne.Position) {
		for _, o := range r.ticks() {
			out = append(out, fyne.CurrentApp().Driver().AbsolutePositionForObject(o))
		}
		return out
	}
	before := places()
	if len(before) != 3 || before[0] == before[1] {
		t.Fatalf("ticks at %v", before)
	}
	for i := range before {
		test.Tap(r.ticks()[i])
		r.ui.drain()
		if now := places(); !r.ses.View().Row(id).RecoveryCodes[i].Used || now[0] != before[0] || now[1] != before[1] || now[2] != before[2] {
			t.Errorf("after the tick of code %d: ticks at %v, before at %v", i, now, before)
		}
	}
}
