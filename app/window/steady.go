package window

import "time"

// steady tells how long a list has been as it is. A click at once after it
// changed was meant for what was there before: a button of another row may
// have come under the pointer.
type steady struct {
	a     *App
	shown *string
	since time.Time
}

// shows takes note of what is on the page now. What it begins with is no
// change.
func (s *steady) shows(what string) {
	if s.shown != nil && *s.shown != what {
		s.since = s.a.now()
	}
	s.shown = &what
}

// guarded is do for a button in the list.
func (s *steady) guarded(do func()) func() {
	return func() {
		if s.a.now().Sub(s.since).Abs() >= clickRests {
			do()
		}
	}
}
