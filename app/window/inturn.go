package window

import "context"

// inTurn does work on one thing in the order it was asked for, one piece after
// the other: what a person clicks while the folder is being looked at is
// neither lost nor done at the same time. It belongs to the UI goroutine.
type inTurn struct {
	a       *App
	busy    bool
	waiting []func()
}

// do is [App.work] when its turn has come.
func (q *inTurn) do(f func(ctx context.Context), done func()) {
	if q.busy {
		q.waiting = append(q.waiting, func() { q.do(f, done) })
		return
	}
	q.busy = true
	q.a.work(f, func() {
		q.busy = false
		if done != nil {
			done()
		}
		if len(q.waiting) > 0 && !q.busy {
			next := q.waiting[0]
			q.waiting = q.waiting[1:]
			next()
		}
	})
}
