package platform

import (
	"context"
	"sync"
	"time"
)

// EventKind is what happened to the user's session.
type EventKind int

// The kinds of event.
const (
	// SessionLocked: the screen was locked, or the session is about to be.
	SessionLocked EventKind = iota + 1
	// SessionUnlocked: the user is back.
	SessionUnlocked
	// Suspending: the computer is about to sleep. It waits for [Event.Done],
	// for two seconds at most.
	Suspending
	// Resumed: the computer woke up. Where the system tells nothing before it
	// sleeps, this is the only word of it.
	Resumed
)

// Event is one thing that happened.
type Event struct {
	Kind EventKind
	done func()
}

// Done says that the event was dealt with: the vault is locked, the computer
// may sleep. Call it once for every event.
func (e Event) Done() {
	if e.done != nil {
		e.done()
	}
}

// suspendTime is how long a sleeping computer is held up at most. Windows
// allows two seconds, systemd five.
const suspendTime = 2 * time.Second

// Watch tells of locking, unlocking, sleeping and waking until ctx ends; then
// the channel is closed. The same thing may be told twice, by the desktop and
// by the system. Where nobody tells anything the channel stays silent: the
// idle time is then what locks.
func Watch(ctx context.Context) <-chan Event {
	events := make(chan Event, 8)
	go func() {
		defer close(events)
		watch(ctx, func(e Event) {
			select {
			case events <- e:
			case <-ctx.Done():
				e.Done()
			}
		})
	}()
	return events
}

// heldEvent makes an event whose Done calls release; after suspendTime it is
// called without. The channel is closed at that moment.
func heldEvent(kind EventKind, release func()) (Event, <-chan struct{}) {
	released := make(chan struct{})
	var once sync.Once
	finish := func() {
		once.Do(func() {
			release()
			close(released)
		})
	}
	timer := time.AfterFunc(suspendTime, finish)
	return Event{Kind: kind, done: func() { timer.Stop(); finish() }}, released
}
