package window

import (
	"testing"
	"time"

	"twofold/app/locale"
)

// TestMinimisedWindowRests: nothing ticks for a window nobody sees, and when it
// is back it has the codes of that moment, not a second later.
func TestMinimisedWindowRests(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	r.ses.SetAutoLock(0)
	r.ses.SetVisible(true)
	id := r.main().list.Items()[0].ID
	shows := func() bool {
		t.Helper()
		code, err := r.ses.View().Code(id, r.clock.Now())
		must(r, err)
		return r.says(code.Now[:3]) && r.says(code.Now[3:])
	}
	wait := func(d time.Duration) { r.clock.Advance(d); r.ui.drain() }
	if wait(31 * time.Second); !shows() {
		t.Fatalf("a window that is seen: %q", r.texts())
	}
	r.minimised(true)
	if wait(95 * time.Second); shows() || !r.gov.resting.Load() {
		t.Error("a minimised window ticks")
	}
	r.minimised(false)
	if !shows() || r.gov.resting.Load() {
		t.Errorf("not there at once: %q", r.texts())
	}
	if wait(31 * time.Second); !shows() {
		t.Error("it does not tick any more")
	}
	// In the tray it rests, whatever the desktop does to it.
	r.hide()
	r.minimised(true)
	r.minimised(false)
	if wait(95 * time.Second); shows() || !r.gov.resting.Load() {
		t.Error("a window in the tray ticks")
	}
	r.raiseWindow()
	if !shows() {
		t.Error("the tray shows codes of long ago")
	}
}
