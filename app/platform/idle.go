package platform

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrNoIdleTime says that the system does not tell how long nobody has typed;
// the program then counts from what happens in its own window.
var ErrNoIdleTime = errors.New("idle time is not known")

const idleTimeout = 2 * time.Second

// IdleTime is how long the user has touched neither keyboard nor mouse, in
// any program. It is cheap enough for every few seconds.
func IdleTime(ctx context.Context) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, idleTimeout)
	defer cancel()
	d, err := idleTime(ctx)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrNoIdleTime, err)
	}
	return max(d, 0), nil
}

// WatchIdle tells each time the user has been idle for as long as after, once
// until the next input, and ends with ctx. It asks the system when that can be
// so at the earliest, and not in between. An error is told by the second
// channel, once; the watching has then ended.
func WatchIdle(ctx context.Context, after time.Duration) (<-chan struct{}, <-chan error) {
	return watchIdle(ctx, after, IdleTime, sleepContext)
}

// idlePoll is how often is looked for the user's return.
const idlePoll = 5 * time.Second

func watchIdle(ctx context.Context, after time.Duration, idle func(context.Context) (time.Duration, error),
	sleep func(context.Context, time.Duration) error) (<-chan struct{}, <-chan error) {
	told, failed := make(chan struct{}, 1), make(chan error, 1)
	go func() {
		defer close(told)
		defer close(failed)
		away := false
		for {
			d, err := idle(ctx)
			if err != nil {
				if ctx.Err() == nil {
					failed <- err
				}
				return
			}
			if d >= after && !away {
				select {
				case told <- struct{}{}:
				default: // the last one was not even taken yet
				}
			}
			away = d >= after
			pause := idlePoll
			if !away {
				pause = max(after-d, time.Second)
			}
			if sleep(ctx, pause) != nil {
				return
			}
		}
	}()
	return told, failed
}

func sleepContext(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
