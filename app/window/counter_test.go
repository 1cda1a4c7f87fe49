package window

import (
	"testing"
	"time"

	"twofold/app/locale"
	"twofold/app/session"
)

// TestACounterIsSeenToCount: a code that is asked for is shown, also where codes
// are hidden, and a double click asks for one.
func TestACounterIsSeenToCount(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	must(r, r.ses.SetSettings(session.Settings{HideCodes: true}))
	p, id := r.main(), r.row("Bank").ID
	r.choose("Bank")
	r.clock.Advance(revealFor + time.Second)
	if p.revealed(id) {
		t.Fatal("still shown")
	}
	p.onAction(id)
	p.onAction(id)
	if n := r.ses.View().Row(id).Counter; n != 1 || !p.revealed(id) {
		t.Errorf("a double click takes the counter to %d, shown %v", n, p.revealed(id))
	}
	r.clock.Advance(counterRests)
	p.onAction(id)
	if n := r.ses.View().Row(id).Counter; n != 2 {
		t.Errorf("the next click takes the counter to %d", n)
	}
}
