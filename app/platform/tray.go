package platform

import (
	"context"
	"time"
)

// HasTray reports whether a tray icon would be seen. GNOME shows none without
// an extension; there, closing the window must end the program.
func HasTray(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return hasTray(ctx)
}

// trayGrace is how long a panel may be away without a word of it: one that
// crashed is started again by its desktop within seconds, and at sign-in it
// comes later than the programs.
const trayGrace = 10 * time.Second

// WatchTray tells whether a tray icon would be seen, and each time that
// changes, until ctx ends; then the channel is closed. That one would be seen
// is told at once, that none would only when it stayed so for ten seconds.
// Where the message bus goes away nobody sees an icon any more, and the channel
// is closed before its time.
func WatchTray(ctx context.Context) <-chan bool {
	return steadyTray(ctx, trayNow(ctx), time.After)
}

// trayNow is WatchTray without the grace.
func trayNow(ctx context.Context) <-chan bool {
	now := make(chan bool)
	go func() {
		defer close(now)
		watchTray(ctx, func(seen bool) {
			select {
			case now <- seen:
			case <-ctx.Done():
			}
		})
	}()
	return now
}

// steadyTray leaves out what lasts shorter than the grace, and what was told.
func steadyTray(ctx context.Context, now <-chan bool, after func(time.Duration) <-chan time.Time) <-chan bool {
	steady := make(chan bool)
	go func() {
		defer close(steady)
		var over <-chan time.Time // the end of the grace; nil while there is none
		seen, told := false, false
		tell := func(v bool) {
			over = nil
			if told && v == seen {
				return
			}
			seen, told = v, true
			select {
			case steady <- v:
			case <-ctx.Done():
			}
		}
		for {
			select {
			case v, open := <-now:
				switch {
				case !open:
					return
				case v:
					tell(true)
				case over == nil:
					over = after(trayGrace)
				}
			case <-over:
				tell(false)
			}
		}
	}()
	return steady
}
