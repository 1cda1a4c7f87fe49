package window

import (
	"context"
	"errors"
	"testing"
	"time"

	"twofold/app/config"
	"twofold/app/locale"
	"twofold/app/session"
)

// fakeReleases stands for the host of the source.
type fakeReleases struct {
	version string
	err     error
	asked   int
	opened  int
}

func (f *fakeReleases) Latest(context.Context) (string, error) { f.asked++; return f.version, f.err }
func (f *fakeReleases) Host() string                           { return "releases.example" }
func (f *fakeReleases) Open(context.Context) error             { f.opened++; return nil }

// TestUpdateNotice asks nobody before the user wants it, then once a day, and
// speaks only of a version that is newer.
func TestUpdateNotice(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	up := &fakeReleases{version: "1.0.0"}
	r.o.Updates = up // the rig runs 1.0.0
	tick := func(ahead time.Duration) string {
		r.event(session.Tick{Now: noon.Add(ahead)})
		return r.main().foot.state().Text
	}
	tick(0)
	tick(48 * time.Hour)
	if up.asked != 0 {
		t.Fatal("asked without being wanted")
	}
	r.setUpdateNotice(true)
	tick(0)
	tick(23 * time.Hour)
	if up.asked != 1 {
		t.Errorf("asked %d times on the first day, want once", up.asked)
	}
	up.version = "1.1.0"
	want := r.txt.T("update.out", "v", "1.1.0")
	if got := tick(24 * time.Hour); got != want || up.asked != 2 {
		t.Errorf("says %q after asking %d times, want %q after 2", got, up.asked, want)
	}
	r.main().foot.act()
	if up.opened != 1 {
		t.Error("the page is not opened")
	}
	up.err = errors.New("no network")
	up.version = ""
	tick(49 * time.Hour)
	if s := r.cfg.Settings(); s.UpdateAsked != noon.Add(49*time.Hour).Unix() {
		t.Errorf("a failure is not tried again in a day: asked at %v", time.Unix(s.UpdateAsked, 0))
	}
	tick(0) // the clock was set back: the time of asking lies ahead
	if up.asked != 4 {
		t.Errorf("asked %d times, want 4", up.asked)
	}
	if config.Defaults().UpdateNotice {
		t.Error("on without being asked for")
	}
}
