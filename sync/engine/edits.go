package engine

import "time"

// edits are the local changes that wait to be published.
type edits struct {
	first, last time.Time // of the edits that wait; zero if none
	quiet       time.Time // first count of a use that waits
}

func (w *edits) waiting() bool { return !w.first.IsZero() }

// due is when to write.
func (w *edits) due() time.Time {
	switch {
	case w.waiting():
		return earlier(w.last.Add(afterLastEdit), w.first.Add(afterFirstEdit))
	case !w.quiet.IsZero():
		return w.quiet.Add(quietEdit)
	}
	return time.Time{}
}

// Edited tells that a local edit is durable. It is published soon.
func (e *Engine) Edited(now time.Time) {
	if !e.edits.waiting() || e.edits.first.After(now) {
		e.edits.first = now // also after the clock was set back
	}
	e.edits.last = now
	e.doc, e.checked = nil, false
}

// Counted tells that the use of a code was counted, which is worth a file of
// its own only after an hour.
func (e *Engine) Counted(now time.Time) {
	if e.edits.quiet.IsZero() || e.edits.quiet.After(now) {
		e.edits.quiet = now
	}
	e.doc, e.checked = nil, false
}

// Waiting reports whether an edit waits to be published.
func (e *Engine) Waiting() bool { return e.edits.waiting() }

// Changed tells that the document of the store changed in another way, as by
// a new recovery slot.
func (e *Engine) Changed() { e.doc, e.checked = nil, false }

// tame brings what was planned back into reach after the clock was set back,
// by years even: nothing may wait longer than it was meant to.
func (e *Engine) tame(now time.Time) {
	for _, at := range []*time.Time{&e.edits.first, &e.edits.last, &e.edits.quiet, &e.failed, &e.notes.Waits, &e.st.failing} {
		if at.After(now) {
			*at = now
		}
	}
	if e.heal.After(now.Add(healTo)) {
		e.heal = now.Add(healTo)
	}
	for _, f := range e.files {
		if f.since.After(now) {
			f.since = now
		}
		if f.next.After(now.Add(retries[len(retries)-1])) {
			f.next = now
		}
	}
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
