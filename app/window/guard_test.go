package window

import (
	"context"
	"testing"

	"twofold/app/config"
	"twofold/app/platform"
	"twofold/app/session"
)

func TestSystemEventsLock(t *testing.T) {
	for _, c := range []struct {
		name            string
		kind            platform.EventKind
		onSleep, onLock bool
		locks           bool
	}{
		{"screen locked", platform.SessionLocked, false, true, true},
		{"screen locked, not wanted", platform.SessionLocked, true, false, false},
		{"asleep", platform.Suspending, true, false, true},
		{"asleep, not wanted", platform.Suspending, false, true, false},
		{"awake", platform.Resumed, true, false, true},
		{"screen unlocked", platform.SessionUnlocked, true, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, setting{})
			r.accounts()
			must(r, r.cfg.Change(func(s *config.Settings) { s.LockOnSleep, s.LockOnScreenLock = c.onSleep, c.onLock }))
			r.systemEvent(platform.Event{Kind: c.kind})
			_, locked := r.front().(*lockPage)
			if locked != c.locks || (r.ses.Phase() == session.Locked) != c.locks {
				t.Errorf("locked is %v, phase %v", locked, r.ses.Phase())
			}
		})
	}
}

func TestIdleLockWaitsForWork(t *testing.T) {
	r := newRig(t, setting{})
	release := r.ses.Hold()
	must(r, r.ses.LockIdle())
	if r.ses.Phase() != session.Open {
		t.Fatal("locked in the middle of something")
	}
	release()
	must(r, r.ses.LockIdle())
	if r.ses.Phase() != session.Locked {
		t.Error("did not lock")
	}
}

// TestGuardEnds: the goroutines of the guard end with the program.
func TestGuardEnds(t *testing.T) {
	r := newRig(t, setting{})
	events := make(chan platform.Event)
	r.desk.watched = events
	r.guard()
	events <- platform.Event{Kind: platform.SessionUnlocked}
	close(events) // as platform.Watch does when its context ends
	r.end()
	if r.ctx.Err() != context.Canceled {
		t.Error("the context goes on")
	}
	r.guardIdle(config.Settings{AutoLockMinutes: 1})
	r.guardIdle(config.Settings{})
	if r.endIdle != nil {
		t.Error("the idle time is watched though the user wants no lock")
	}
}
