package window

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

// governor puts Fyne's loop to sleep between the moments in which something
// happens. The loop wakes sixty times a second for ever, which costs about
// 1.5 % of a core while nothing changes. A function queued with [fyne.Do] runs
// on that very loop, so one that waits for window events halts it until input
// arrives or the time is over; input callbacks run inside the wait.
//
// The danger is work that is queued behind the wait and would sit there until
// the time is over. So everything this package queues goes through
// [governor.do], which counts what is queued and wakes the wait; the wait is
// skipped while the count is not zero.
type governor struct {
	off     bool         // for support: TWOFOLD_NO_GOVERNOR, or a build without a real window
	queued  atomic.Int64 // functions of ours that have not begun
	lively  atomic.Int64 // reasons to let the loop run: drags, progress displays
	resting atomic.Bool  // hidden or locked: nothing ticks
	begun   atomic.Bool  // the loop runs; before, there is nothing to wake
}

const (
	// freeAfterTick lets the loop paint what a tick changed: three frames.
	freeAfterTick = 50 * time.Millisecond
	// freeAfterInput covers the double-click delay of Fyne (300 ms on Linux),
	// whose timer queues a function that this package cannot count.
	freeAfterInput = 450 * time.Millisecond
	waitTicking    = time.Second
	waitResting    = 10 * time.Second
)

// do queues f for the UI goroutine. It is the only caller of [fyne.Do].
func (g *governor) do(f func()) {
	g.queued.Add(1)
	fyne.Do(func() {
		g.queued.Add(-1)
		f()
	})
	if !g.off && g.begun.Load() {
		wakeLoop()
	}
}

// begin tells that the loop runs.
func (g *governor) begin() { g.begun.Store(true) }

// keepLively suspends the sleeping until release is called.
func (g *governor) keepLively() (release func()) {
	g.lively.Add(1)
	var once atomic.Bool
	return func() {
		if once.CompareAndSwap(false, true) {
			g.lively.Add(-1)
		}
	}
}

// run governs until ctx ends.
func (g *governor) run(ctx context.Context) {
	free := freeAfterInput
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(free):
		}
		free = freeAfterInput
		if g.lively.Load() > 0 {
			continue
		}
		woken := make(chan bool, 1)
		fyne.Do(func() { woken <- g.wait() })
		select {
		case <-ctx.Done():
			return
		case early := <-woken:
			if !early {
				free = freeAfterTick
			}
		}
	}
}

// wait runs on the UI goroutine. It reports whether input ended it; a tick of
// ours, which is queued by then, does not count as input.
func (g *governor) wait() (early bool) {
	if g.queued.Load() > 0 || g.lively.Load() > 0 {
		return false
	}
	most := waitTicking
	if g.resting.Load() {
		most = waitResting
	}
	begin := time.Now()
	waitForEvents(most)
	return time.Since(begin) < most-5*time.Millisecond && g.queued.Load() == 0
}
