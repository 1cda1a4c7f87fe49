package window

import (
	"context"
	"sync"
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

	mu    sync.Mutex
	early []func() // given before the loop runs, in order
	holds bool     // the start has begun, and the loop not yet
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
	if g.held(f) {
		return
	}
	g.queued.Add(1)
	fyne.Do(func() {
		g.queued.Add(-1)
		f()
	})
	if !g.off && g.begun.Load() {
		wakeLoop()
	}
}

// hold keeps what is given to [governor.do] from now on until [governor.begin].
// The toolkit would run it only when its loop does, and by then a window
// without anything on it has been painted; [governor.release] is sooner.
func (g *governor) hold() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.holds = true
}

func (g *governor) held(f func()) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.holds {
		g.early = append(g.early, f)
	}
	return g.holds
}

// release runs what is held. It is called on the UI goroutine.
func (g *governor) release() {
	for {
		g.mu.Lock()
		if len(g.early) == 0 {
			g.mu.Unlock()
			return
		}
		f := g.early[0]
		g.early = g.early[1:]
		g.mu.Unlock()
		f()
	}
}

// begin tells that the loop runs. Called on the UI goroutine.
func (g *governor) begin() {
	g.begun.Store(true)
	for {
		g.release()
		g.mu.Lock()
		if len(g.early) == 0 {
			g.holds = false
			g.mu.Unlock()
			return
		}
		g.mu.Unlock()
	}
}

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
