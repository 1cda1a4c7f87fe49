package window

import "time"

// repeat calls f every d on the UI goroutine until stop is called: a drag
// scrolls while the pointer rests. The loop must not sleep meanwhile.
func (a *App) repeat(d time.Duration, f func()) (stop func()) {
	release := a.gov.keepLively()
	end := make(chan struct{})
	go func() {
		t := time.NewTicker(d)
		defer t.Stop()
		for {
			select {
			case <-end:
				return
			case <-a.ctx.Done():
				return
			case <-t.C:
				a.do(f)
			}
		}
	}()
	return func() {
		close(end)
		release()
	}
}
