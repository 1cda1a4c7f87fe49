package session

import "sync"

// bus hands events to the subscribers in the order they happened. Whoever
// flushes while another goroutine is already flushing leaves its events to
// that one, so a subscriber may call back into the session.
type bus struct {
	mu       sync.Mutex
	queue    []Event
	draining bool
	subs     map[int]func(Event)
	next     int
}

// Subscribe calls f with every event from now on, from the goroutine that
// caused it or that was delivering at the time, never with a lock held.
func (s *Session) Subscribe(f func(Event)) (stop func()) {
	b := &s.bus
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.subs == nil {
		b.subs = map[int]func(Event){}
	}
	id := b.next
	b.next++
	b.subs[id] = f
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.subs, id)
	}
}

// put queues events; flush delivers them. The two are apart because events
// arise under the session's lock and are delivered without it.
func (b *bus) put(es ...Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.queue = append(b.queue, es...)
}

func (b *bus) flush() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.draining {
		return
	}
	b.draining = true
	for len(b.queue) > 0 {
		e := b.queue[0]
		b.queue = b.queue[1:]
		for id := 0; id < b.next; id++ {
			f, ok := b.subs[id]
			if !ok {
				continue
			}
			b.mu.Unlock()
			f(e)
			b.mu.Lock()
		}
	}
	b.draining = false
}
