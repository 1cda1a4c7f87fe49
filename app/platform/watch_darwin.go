package platform

import (
	"context"
	"time"
)

// watchPoll is how often the system is asked. The notifications of macOS need
// C; a lock is seen this much later.
const watchPoll = 10 * time.Second

// watch asks whether the console is locked. Sleep is seen afterwards, by the
// clock on the wall having moved on without us.
func watch(ctx context.Context, tell func(Event)) {
	locked := false
	for {
		before := time.Now().Round(0) // without the monotonic clock, which stops in sleep
		if sleepContext(ctx, watchPoll) != nil {
			return
		}
		if time.Now().Round(0).Sub(before) > 3*watchPoll {
			tell(Event{Kind: Resumed})
		}
		out, err := runTool(ctx, nil, 1<<20, "/usr/sbin/ioreg", "-n", "Root", "-d", "1", "-w", "0")
		if err != nil {
			continue
		}
		now, err := parseConsoleLocked(out)
		if err != nil || now == locked {
			continue
		}
		locked = now
		kind := SessionUnlocked
		if locked {
			kind = SessionLocked
		}
		tell(Event{Kind: kind})
	}
}
