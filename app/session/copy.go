package session

import (
	"fmt"
	"time"

	"twofold/internal/account"
	"twofold/internal/code"
)

// clip is our value on the clipboard and when it goes. The text is a string
// because that is what a clipboard takes.
type clip struct {
	text  string
	until time.Time // zero: it stays
	stop  func()
}

// SetClipboardTime sets how long a copied code stays on the clipboard; 0 for
// ever. It counts from the next copy.
func (s *Session) SetClipboardTime(d time.Duration) {
	s.mu.Lock()
	s.clipTime = d
	s.mu.Unlock()
}

// Copy puts the code of id (the one after this, if next) on the clipboard,
// counts the use and starts the clipboard clock. For HOTP it copies the code
// that [Session.NextCounter] gave last, and asks for one if there is none. The
// use is written to disk; a failure of that is in the status, not returned.
func (s *Session) Copy(id string, next bool) (Code, error) {
	c, err := s.codeToCopy(id, next)
	if err != nil {
		return Code{}, err
	}
	text := c.Now
	if next {
		text = c.Next
	}
	if err := s.o.Clipboard.Write(text); err != nil {
		return c, fmt.Errorf("%w: %w", ErrClipboard, err)
	}
	s.startClipboardClock(text)
	_ = s.used(id) // already said in the status line, and the code is copied
	return c, nil
}

// CopyText puts another secret on the clipboard, as one of the emergency codes
// of a service, and starts the clipboard clock.
func (s *Session) CopyText(text string) error {
	if err := s.o.Clipboard.Write(text); err != nil {
		return fmt.Errorf("%w: %w", ErrClipboard, err)
	}
	s.startClipboardClock(text)
	return nil
}

func (s *Session) codeToCopy(id string, next bool) (Code, error) {
	row := s.View().Row(id)
	if row == nil {
		return Code{}, ErrNoSuchAccount
	}
	if row.Type != account.HOTP {
		return s.View().Code(id, s.o.Now())
	}
	if shown, ok := s.View().shown(id); ok && !next {
		return Code{Now: shown, Next: shown}, nil
	}
	fresh, err := s.NextCounter(id)
	return Code{Now: fresh, Next: fresh}, err
}

func (s *Session) startClipboardClock(text string) {
	s.mu.Lock()
	if s.clip.stop != nil {
		s.clip.stop()
	}
	s.clip = clip{text: text}
	if s.clipTime > 0 {
		s.clip.until = s.o.Now().Add(s.clipTime)
		s.clip.stop = s.o.After(s.clipTime, s.clearClipboard)
	}
	s.bus.put(ClipboardChanged{Until: s.clip.until, Held: true})
	s.mu.Unlock()
	s.bus.flush()
}

// clearClipboard removes our value if it still is there. It runs at the end
// of the clock, on lock and on quit.
func (s *Session) clearClipboard() {
	s.mu.Lock()
	c := s.clip
	s.clip = clip{}
	if c.text == "" {
		s.mu.Unlock()
		return
	}
	if c.stop != nil {
		c.stop()
	}
	s.bus.put(ClipboardChanged{})
	s.mu.Unlock()
	// Nothing sensible is left to do if the system refuses; the code itself is
	// worthless within its period.
	_ = s.o.Clipboard.ClearIfStill(c.text)
	s.bus.flush()
}

// Preview is the code a candidate would show at now. A HOTP candidate shows
// the code of its stored counter, which is not used up by looking.
func Preview(a account.Account, now time.Time) (Code, error) {
	return codeOf(a.Key, a.Counter, now)
}

func codeOf(k account.Key, counter uint64, now time.Time) (Code, error) {
	if k.Type == account.HOTP {
		c, err := code.AtCounter(k, counter)
		return Code{Now: c}, err
	}
	c, err := code.At(k, now)
	if err != nil {
		return Code{}, err
	}
	after, err := code.At(k, now.Add(time.Duration(k.Period)*time.Second))
	left := int((code.Left(k, now) + time.Second - 1) / time.Second)
	return Code{Now: c, Next: after, Left: left, Period: k.Period}, err
}
