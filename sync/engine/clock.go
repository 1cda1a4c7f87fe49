package engine

import (
	"time"

	"twofold/sync/snapshot"
)

// skew compares a computer's clock with ours. A file can be late by any time,
// so only contradictions count: a file from the future, and a file that knows
// one of ours and claims to be older than it. Nothing is decided by this; the
// user is told, because codes depend on the time.
func (e *Engine) skew(h head, now time.Time) {
	off := time.Duration(0)
	if ahead := h.time.Sub(now); ahead > clockTolerance {
		off = -ahead // ours is slow
	}
	if s, ok := h.seen[e.me]; ok {
		for _, w := range e.notes.own(s.Seq) {
			if w.Hash != snapshot.Short(s.Hash) || w.Time.After(now.Add(clockTolerance)) {
				continue // another's, or of a clock that was put right since
			}
			if behind := w.Time.Sub(h.time); behind > clockTolerance {
				off = behind // ours is fast
			}
		}
	}
	e.st.ClockOff = off
}

// putRight takes back what was said of this computer's clock once it was set
// back: the newest own file is from the future then. The refresh that is due
// with it tells the others.
func (e *Engine) putRight(now time.Time) {
	if own, ok := e.lastProven(); ok && own.Time.After(now.Add(clockTolerance)) {
		e.st.ClockOff = 0
	}
}
