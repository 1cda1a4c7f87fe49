package window

import (
	"context"
	"time"

	"twofold/app/config"
	"twofold/app/platform"
)

// guard locks when the system says that nobody is there: the screen was
// locked, the computer goes to sleep, nobody typed in any program. The session
// has an idle clock of its own beside it, for systems that tell nothing. It
// ends with the program.
func (a *App) guard() {
	events := a.desk.Watch(a.ctx)
	go func() {
		for e := range events {
			a.systemEvent(e)
			e.Done() // a computer that falls asleep waits for this
		}
	}()
	a.guarded = true
	a.guardIdle(a.cfg.Settings())
}

// systemEvent locks at once, on the goroutine that hears the system: the
// computer may be asleep before the UI goroutine would get to it.
func (a *App) systemEvent(e platform.Event) {
	s := a.cfg.Settings()
	switch e.Kind {
	case platform.Suspending, platform.Resumed:
		if !s.LockOnSleep {
			return
		}
	case platform.SessionLocked:
		if !s.LockOnScreenLock {
			return
		}
	default:
		return
	}
	// An edit that could not be saved keeps the vault open: locking would lose
	// it. The status line has said so already.
	_ = a.ses.Lock()
}

// guardIdle watches the idle time of the whole computer anew.
func (a *App) guardIdle(s config.Settings) {
	if a.endIdle != nil {
		a.endIdle()
		a.endIdle = nil
	}
	if s.AutoLockMinutes <= 0 {
		return
	}
	ctx, end := context.WithCancel(a.ctx)
	a.endIdle = end
	idle, _ := a.desk.WatchIdle(ctx, time.Duration(s.AutoLockMinutes)*time.Minute)
	go func() {
		for range idle { // closed where the system does not tell
			_ = a.ses.LockIdle()
		}
	}()
}
