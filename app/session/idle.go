package session

import "time"

// Touch tells that the user did something; idle locking counts from here. It
// is called for every key and click, so it only notes the time.
func (s *Session) Touch() {
	now := s.o.Now()
	s.touched.Store(&now)
}

// resting is how long nobody has done anything: by the clock, which goes on
// while the computer sleeps, or by the time that really passed, which nobody
// sets, whichever is more. A clock that was set back to before the last key
// tells nothing; then the time counts from now on.
func (s *Session) resting() time.Duration {
	now, last := s.o.Now(), s.touched.Load()
	if last == nil {
		return 0
	}
	rest := max(now.Sub(*last), now.Round(0).Sub(last.Round(0)))
	if rest < 0 {
		s.touched.Store(&now)
	}
	return max(rest, 0)
}

// SetAutoLock sets the idle time after which the session locks itself; 0 means never.
func (s *Session) SetAutoLock(idle time.Duration) {
	s.Touch()
	s.mu.Lock()
	s.idle = idle
	s.aimIdle()
	s.mu.Unlock()
}

// aimIdle sets the timer to the moment the idle time would be over if nothing
// happened until then. Needs s.mu.
func (s *Session) aimIdle() {
	if s.stopIdle != nil {
		s.stopIdle()
		s.stopIdle = nil
	}
	if s.idle <= 0 || s.Phase() != Open || s.closed {
		return
	}
	s.stopIdle = s.o.After(max(s.idle-s.resting(), time.Second), s.idled)
}

func (s *Session) idled() {
	s.mu.Lock()
	over := s.idle > 0 && s.resting() >= s.idle
	if !over || s.busy > 0 {
		s.aimIdle()
		s.mu.Unlock()
		return
	}
	s.mu.Unlock()
	s.Lock()
}

// LockIdle is [Session.Lock] because nobody is there; it waits for the next
// time while something must not be interrupted.
func (s *Session) LockIdle() error {
	s.mu.Lock()
	busy := s.busy > 0
	s.mu.Unlock()
	if busy {
		return nil
	}
	return s.Lock()
}

// Hold keeps the idle lock away while something must not be interrupted, as a
// wizard that writes; release ends it.
func (s *Session) Hold() (release func()) {
	s.mu.Lock()
	s.busy++
	s.mu.Unlock()
	done := false
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !done {
			done = true
			s.busy--
			s.Touch()
		}
	}
}
