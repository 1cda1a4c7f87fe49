package window

import (
	"bytes"
	"runtime"
	"sync"
)

// uiQueue makes the goroutine of a test the UI goroutine. What it queues
// itself runs at once; what others queue, as the goroutine of the backup does
// whenever the folder changes, waits until the test looks at the window. Two
// goroutines never touch the window at the same time.
type uiQueue struct {
	own   string
	mu    sync.Mutex
	queue []func()
	over  bool // the test has ended, and its window with it
}

// end forgets what waits and all that comes: closing the session tells of it
// when there is no window any more.
func (q *uiQueue) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.queue, q.over = nil, true
}

func (q *uiQueue) do(f func()) {
	q.mu.Lock()
	over := q.over
	q.mu.Unlock()
	if over {
		return
	}
	if goroutine() == q.own {
		q.drain()
		f()
		return
	}
	q.mu.Lock()
	q.queue = append(q.queue, f)
	q.mu.Unlock()
}

// drain runs what waits. Only the test's goroutine calls it.
func (q *uiQueue) drain() {
	for {
		q.mu.Lock()
		if len(q.queue) == 0 {
			q.mu.Unlock()
			return
		}
		f := q.queue[0]
		q.queue = q.queue[1:]
		q.mu.Unlock()
		f()
	}
}

// goroutine names the goroutine that calls it. Only tests may want to know.
func goroutine() string {
	var b [64]byte
	text := b[:runtime.Stack(b[:], false)]
	name, _, _ := bytes.Cut(text, []byte(" ["))
	return string(name)
}
