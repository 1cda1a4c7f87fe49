package platform

import (
	"context"
	"testing"
	"time"
)

// TestSteadyTray leaves out a panel that is away for a moment.
func TestSteadyTray(t *testing.T) {
	now, over := make(chan bool), make(chan time.Time)
	graces := make(chan struct{}, 8)
	ctx, cancel := context.WithCancel(t.Context())
	steady := steadyTray(ctx, now, func(d time.Duration) <-chan time.Time {
		if d != trayGrace {
			t.Errorf("a grace of %v", d)
		}
		graces <- struct{}{}
		return over
	})
	quiet := func() {
		t.Helper()
		select {
		case v := <-steady:
			t.Fatalf("told %v", v)
		default:
		}
	}
	tells := func(want bool) {
		t.Helper()
		select {
		case v := <-steady:
			if v != want {
				t.Fatalf("told %v", v)
			}
		case <-time.After(time.Minute):
			t.Fatalf("not told %v", want)
		}
	}
	now <- false // at the start
	<-graces
	now <- false // and still
	quiet()
	over <- time.Time{}
	tells(false)
	now <- true
	tells(true)
	now <- true
	now <- false
	<-graces
	now <- true // it was only started anew
	now <- true
	quiet()
	now <- false // for good
	<-graces
	over <- time.Time{}
	tells(false)
	now <- false // as was told
	<-graces
	over <- time.Time{}
	now <- true
	tells(true)
	close(now)
	if _, open := <-steady; open {
		t.Error("told after the end")
	}
	cancel()
}
