package session

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"twofold/internal/account"
	"twofold/internal/vault"
	"twofold/sync/store"
)

const (
	retryAfter = 5 * time.Second // between tries to save what could not be saved
	mostUndo   = 50
)

// edit is one change of the vault in the making. It works on a copy, so that
// an error half-way leaves nothing behind.
type edit struct {
	doc   *vault.Document
	by    vault.Author
	seen  int // edits of doc that are in steps
	steps []vault.Step
	// counted are accounts whose use or counter was counted, which is no edit
	// that could be taken back.
	counted []string
	quiet   bool // an undo passes this change over
	urgent  bool // worth a backup of its own, although only something was counted
}

// undoStep is what one undo takes back: all steps of one change.
type undoStep struct {
	number int // of the change, counted since the start
	steps  []vault.Step
}

// step notes the edit just made, unless it failed.
func (e *edit) step(err error) error {
	if err != nil {
		return err
	}
	if n := e.doc.Edits(); n > e.seen {
		e.seen = n
		e.steps = append(e.steps, e.doc.LastStep())
	}
	return nil
}

func (e *edit) count(id string, err error) error {
	if err == nil {
		e.counted, e.quiet = append(e.counted, id), true
	}
	return err
}

func (e *edit) update(id string, a account.Account) error {
	return e.step(e.doc.Update(e.by, id, a))
}

// change makes an edit, saves it, and shows it. An error of f leaves the vault
// as it was. If only the saving fails the edit stays, is tried again every few
// seconds, and the error is [ErrSaveFailed] with its cause.
func (s *Session) change(f func(*edit) error) error {
	s.mu.Lock()
	defer s.bus.flush()
	defer s.mu.Unlock()
	if s.doc == nil {
		return ErrLocked
	}
	if s.store.ReadOnly() != nil {
		return ErrReadOnly
	}
	e := &edit{doc: s.doc.Clone(), by: s.author}
	if err := f(e); err != nil {
		return translated(err)
	}
	if len(e.steps)+len(e.counted) == 0 {
		return nil // nothing is different now
	}
	s.doc = e.doc
	if !e.quiet {
		s.changes++
		s.undo = append(s.undo, undoStep{s.changes, e.steps})
		s.undo = s.undo[max(0, len(s.undo)-mostUndo):]
		s.noteLast()
	}
	err := s.save()
	if err == nil {
		s.courier.note(len(e.steps) == 0 && !e.urgent, s.o.Now())
	}
	s.refresh(append(touched(e.steps), e.counted...), len(e.steps) > 0)
	return err
}

func touched(steps []vault.Step) []string {
	var ids []string
	for _, st := range steps {
		ids = append(ids, st.IDs...)
	}
	return ids
}

// translated gives this package's word for an error of the vault.
func translated(err error) error {
	switch {
	case errors.Is(err, vault.ErrNoSuchAccount):
		return ErrNoSuchAccount
	case errors.Is(err, vault.ErrFinal), errors.Is(err, vault.ErrSuperseded):
		return ErrNothingToUndo
	}
	return err
}

// Undo takes the last change of this session back. What was changed again
// since, here or elsewhere, stays.
func (s *Session) Undo() error {
	s.mu.Lock()
	if len(s.undo) == 0 {
		s.mu.Unlock()
		return ErrNothingToUndo
	}
	last := s.undo[len(s.undo)-1]
	s.undo = s.undo[:len(s.undo)-1]
	s.noteLast()
	s.mu.Unlock()
	return s.change(func(e *edit) error {
		e.quiet = true // an undo is not itself undone
		done, earlier, own := false, slices.Clone(s.undo), slices.Clone(last.steps)
		for i := len(own) - 1; i >= 0; i-- {
			err := e.doc.Undo(e.by, own[i])
			if errors.Is(err, vault.ErrSuperseded) {
				continue
			}
			if err := e.step(err); err != nil {
				return err
			}
			done = true
			// The changes before it can be taken back one after the other, also
			// where each of them was of the same account.
			undo := e.doc.LastStep()
			under(own[:i], own[i], undo)
			for j := range earlier {
				earlier[j].steps = slices.Clone(earlier[j].steps)
				under(earlier[j].steps, own[i], undo)
			}
		}
		if !done {
			return vault.ErrSuperseded
		}
		s.undo = earlier
		return nil
	})
}

// LastChange is the number of the change that [Session.Undo] takes back next,
// 0 if there is none. A later change has a higher number.
func (s *Session) LastChange() int { return int(s.lastChange.Load()) }

// noteLast is called when the changes to undo are others. Needs s.mu.
func (s *Session) noteLast() {
	if n := len(s.undo); n > 0 {
		s.lastChange.Store(int64(s.undo[n-1].number))
		return
	}
	s.lastChange.Store(0)
}

// under prepares steps to be taken back after the later edit undone, which
// undo took back.
func under(steps []vault.Step, undone, undo vault.Step) {
	for i := range steps {
		steps[i] = steps[i].Under(undone, undo)
	}
}

// save writes the vault. Needs s.mu.
func (s *Session) save() error {
	err := s.store.Save(s.doc)
	s.unsaved = err
	if s.stopRetry != nil {
		s.stopRetry()
		s.stopRetry = nil
	}
	if err != nil && !s.closed {
		s.stopRetry = s.o.After(retryAfter, s.saveAgain)
	}
	s.setStatus()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSaveFailed, err)
	}
	return nil
}

func (s *Session) saveAgain() {
	s.mu.Lock()
	if s.doc != nil && s.unsaved != nil && s.save() == nil { // the status says what came of it
		s.courier.note(false, s.o.Now())
	}
	s.mu.Unlock()
	s.bus.flush()
}

// retry saves what waits, if anything does. Needs s.mu.
func (s *Session) retry() error {
	if s.unsaved == nil || s.doc == nil {
		return nil
	}
	return s.save()
}

// setStatus works the status out anew and tells if it changed. Needs s.mu.
func (s *Session) setStatus() {
	var st Status
	if s.doc != nil {
		state, _ := s.store.Recovery()
		st.KeyUnsaved = state != store.RecoveryConfirmed
		switch {
		case s.unsaved != nil:
			st.Health, st.Err = HealthSaveFailed, fmt.Errorf("%w: %w", ErrSaveFailed, s.unsaved)
		case s.store.ReadOnly() != nil:
			st.Health = HealthReadOnlyVault
		default:
			s.backupStatus(&st, s.o.Now())
		}
	}
	if *s.status.Load() == st {
		return
	}
	s.status.Store(&st)
	s.bus.put(StatusChanged{Status: st})
}

// Status is what the status line says now.
func (s *Session) Status() Status { return *s.status.Load() }
