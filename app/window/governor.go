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
	more    atomic.Bool  // something else than a tick was queued

	looked time.Time   // when it was looked last whether the toolkit knows the window
	doubt  bool        // the next look, too, shows the content anew
	knows  func() bool // whether it does; nil before the window is shown
	again  func()      // shows the content anew
}

const (
	// freeAfterInput covers the double-click delay of Fyne (300 ms on Linux),
	// whose timer queues a function that this package cannot count.
	freeAfterInput = 450 * time.Millisecond
	// framesAfterChange are for what is laid out anew when it has been drawn once.
	framesAfterChange = 3

	waitTicking = time.Second
	waitResting = 10 * time.Second
	// longLook between two looks at the window means that the program stood still.
	longLook = waitResting + 3*time.Second
)

// do queues f for the UI goroutine.
func (g *governor) do(f func()) {
	g.more.Store(true)
	g.tick(f)
}

// tick queues f, which changes nothing but colours and single texts: one frame
// shows all of it.
func (g *governor) tick(f func()) {
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
	time.AfterFunc(freeAfterInput, func() { g.queue(ctx) })
}

// queue makes the loop wait, behind what it is doing now.
func (g *governor) queue(ctx context.Context) {
	if ctx.Err() != nil {
		return
	}
	fyne.Do(func() {
		g.look()
		if g.lively.Load() > 0 || g.wait() {
			g.run(ctx)
			return
		}
		n := framesAfterTick()
		if g.more.Swap(false) {
			n = framesAfterChange
		}
		g.afterFrames(n, func() { g.queue(ctx) })
	})
}

// look finds out whether the toolkit has forgotten the window. It forgets what
// was not drawn for a minute, and when the computer slept, or the program was
// stopped, for longer than that, it takes it for all there is. From then on no
// change would be drawn: the window would go on showing the codes of long ago.
func (g *governor) look() {
	if g.knows == nil {
		return
	}
	now, last := time.Now(), g.looked
	g.looked = now
	late := !last.IsZero() && max(now.Sub(last), now.Round(0).Sub(last.Round(0))) > longLook
	if late || g.doubt || !last.IsZero() && !g.knows() {
		g.again()
	}
	g.doubt = late // it may forget in the frame that comes now
}

// afterFrames calls f in the frame in which the loop paints what a tick of ours
// changed, or some frames later. The toolkit has no event for a frame, but asks
// its animations for their next step right before it paints one, and those
// without a length only once. What f queues comes behind the painting. Counting
// frames instead of a safe time saves two of three.
func (g *governor) afterFrames(n int, f func()) {
	fyne.NewAnimation(0, func(float32) {
		switch {
		case g.queued.Load() > 0: // the tick itself is yet to come
			g.afterFrames(n, f)
		case n > 1:
			g.afterFrames(n-1, f)
		default:
			f()
		}
	}).Start()
}

// wait runs on the UI goroutine. It reports whether input ended it; a tick of
// ours, which is queued by then, does not count as input.
func (g *governor) wait() (early bool) {
	if g.queued.Load() > 0 {
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
