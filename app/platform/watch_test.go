package platform

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"
)

func TestWatchEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	events := Watch(ctx)
	cancel()
	for range events { // ends when the channel is closed
	}
}

func TestHeldEvent(t *testing.T) {
	var count atomic.Int32
	e, released := heldEvent(Suspending, func() { count.Add(1) })
	e.Done()
	e.Done()
	<-released
	if count.Load() != 1 {
		t.Errorf("released %d times, want once", count.Load())
	}
	// Nobody calls Done: the computer sleeps all the same.
	_, released = heldEvent(Suspending, func() { count.Add(1) })
	select {
	case <-released:
	case <-time.After(5 * suspendTime):
		t.Error("held for ever")
	}
	Event{Kind: Resumed}.Done() // without anything to release
}

func TestWatchIdle(t *testing.T) {
	// Seconds of idleness as the system would give them, one a question, and
	// how long the watcher then sleeps.
	idle := []int{0, 10, 59, 60, 70, 200, 3, 61}
	wantSleep := []int{60, 50, 1, 5, 5, 5, 57, 5}
	tells := map[int]bool{3: true, 7: true}
	i := -1
	var told <-chan struct{}
	ready := make(chan struct{})
	end := errors.New("end")
	ask := func(context.Context) (time.Duration, error) {
		<-ready
		i++
		if i == len(idle) {
			return 0, end
		}
		return time.Duration(idle[i]) * time.Second, nil
	}
	sleep := func(_ context.Context, d time.Duration) error {
		if d != time.Duration(wantSleep[i])*time.Second {
			t.Errorf("after %d s idle it slept %v, want %d s", idle[i], d, wantSleep[i])
		}
		select {
		case <-told:
			if !tells[i] {
				t.Errorf("told after %d s (question %d)", idle[i], i)
			}
		default:
			if tells[i] {
				t.Errorf("not told after %d s (question %d)", idle[i], i)
			}
		}
		return nil
	}
	var failed <-chan error
	told, failed = watchIdle(t.Context(), time.Minute, ask, sleep)
	close(ready)
	if err := <-failed; !errors.Is(err, end) {
		t.Errorf("ended with %v", err)
	}
	if _, open := <-told; open {
		t.Error("told after the end")
	}
}

func TestWatchIdleEndsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	told, failed := watchIdle(ctx, time.Hour, func(context.Context) (time.Duration, error) { return 0, nil }, sleepContext)
	cancel()
	if _, open := <-told; open {
		t.Error("told at the end")
	}
	if err, open := <-failed; open {
		t.Errorf("failed at the end: %v", err)
	}
}

func TestParseIoreg(t *testing.T) {
	for text, want := range map[string]time.Duration{
		`    | |   "HIDIdleTime" = 1234567890` + "\n": 1234567890,
		`"HIDIdleTime" = 0`:                           0,
		`"HIDIdleTime" = 99999999999999999999`:        -1,
		`"HIDIdleTime" = -5`:                          -1,
		`"Other" = 5`:                                 -1,
		"":                                            -1,
	} {
		got, err := parseHIDIdleTime([]byte(text))
		if (err != nil) != (want < 0) || err == nil && got != want {
			t.Errorf("idle time of %q: %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		`  "IOConsoleLocked" = Yes`: "true", `"IOConsoleLocked" = No`: "false", `"IOConsoleLocked" = Maybe`: "", "": "",
	} {
		got, err := parseConsoleLocked([]byte(text))
		if (err != nil) != (want == "") || err == nil && got != (want == "true") {
			t.Errorf("locked of %q: %v, %v", text, got, err)
		}
	}
}

func FuzzParseIoreg(f *testing.F) {
	f.Add([]byte(`"HIDIdleTime" = 1`))
	f.Fuzz(func(t *testing.T, out []byte) {
		if d, err := parseHIDIdleTime(out); err != nil && d != 0 || d < 0 {
			t.Fatalf("%v, %v", d, err)
		}
		_, _ = parseConsoleLocked(out)
	})
}
