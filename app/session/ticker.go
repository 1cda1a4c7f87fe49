package session

import "time"

// The ticker aims a one-shot timer at every next full second, so that it does
// not drift, and runs only while there is a window to tick for.

// SetVisible starts and stops the ticks. A window that is hidden or minimised
// to the tray costs nothing.
func (s *Session) SetVisible(visible bool) {
	s.mu.Lock()
	s.visible = visible
	s.aimTick()
	s.mu.Unlock()
}

// aimTick sets or stops the timer as phase and visibility ask. Needs s.mu.
func (s *Session) aimTick() {
	if s.stopTick != nil {
		s.stopTick()
		s.stopTick = nil
	}
	if !s.visible || s.Phase() != Open || s.closed {
		return
	}
	now := s.o.Now()
	s.stopTick = s.o.After(now.Truncate(time.Second).Add(time.Second).Sub(now), s.tick)
}

func (s *Session) tick() {
	s.mu.Lock()
	if s.visible && s.Phase() == Open && !s.closed {
		s.bus.put(Tick{Now: s.o.Now()})
	}
	s.aimTick()
	over := s.visible && s.Phase() == Open && s.idle > 0 && s.resting() >= s.idle
	s.mu.Unlock()
	s.bus.flush()
	if over { // the idle timer stood still while the computer slept
		s.idled()
	}
}
