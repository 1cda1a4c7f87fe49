package session

import (
	"twofold/internal/account"
	"twofold/internal/code"
)

// Edit changes one account.
func (s *Session) Edit(id string, c Changes) error {
	return s.change(func(e *edit) error {
		old, ok := e.doc.Account(id)
		if !ok {
			return ErrNoSuchAccount
		}
		a := old.Account
		if err := c.apply(&a); err != nil {
			return err
		}
		return e.update(id, a.Clean())
	})
}

func (c Changes) apply(a *account.Account) error {
	set(&a.Issuer, c.Issuer)
	set(&a.Name, c.Name)
	set(&a.Reading, c.Reading)
	set(&a.Note, c.Note)
	set(&a.Groups, c.Groups)
	set(&a.Pinned, c.Pinned)
	set(&a.Kind, c.Kind)
	set(&a.Icon, c.Icon)
	set(&a.RecoveryCodes, c.RecoveryCodes)
	set(&a.ActionRequired, c.ActionRequired)
	set(&a.Binding, c.Binding)
	if a.Issuer == "" && a.Name == "" {
		return &account.FieldError{Field: account.FieldName, Problem: account.Missing}
	}
	if c.Key == nil {
		return nil
	}
	m := *c.Key
	if m.Secret == "" && m.Type == a.Key.Type {
		if a.Key.Type == account.MOTP {
			m.Secret = account.EncodeHex(a.Key.Secret)
		} else {
			m.Secret = account.EncodeSecret(a.Key.Secret)
		}
		if m.PIN == "" {
			m.PIN = string(a.Key.PIN.Reveal())
		}
	}
	key, err := m.key()
	if err != nil {
		return err
	}
	a.Key, a.Counter = key, m.Counter
	return nil
}

func set[T any](field *T, to *T) {
	if to != nil {
		*field = *to
	}
}

// Delete moves accounts to the trash, where they stay for 30 days at least.
func (s *Session) Delete(ids ...string) error {
	return s.change(func(e *edit) error { return e.step(e.doc.Trash(e.by, ids...)) })
}

// Restore puts accounts of the trash back into the list.
func (s *Session) Restore(ids ...string) error {
	return s.change(func(e *edit) error { return e.step(e.doc.Restore(e.by, ids...)) })
}

// Purge removes accounts of the trash for ever, on all computers.
func (s *Session) Purge(ids ...string) error {
	return s.change(func(e *edit) error { return e.step(e.doc.Purge(e.by, ids...)) })
}

// Move puts id behind after in the user's own order; after is empty for the top.
func (s *Session) Move(id, after string) error {
	return s.change(func(e *edit) error { return e.step(e.doc.Move(e.by, id, after)) })
}

// AddGroup makes a group, or finds the one of that name.
func (s *Session) AddGroup(name string) (id string, err error) {
	err = s.change(func(e *edit) error {
		id, err = e.doc.AddGroup(e.by, account.CleanGroup(name))
		return e.step(err)
	})
	return id, err
}

// RenameGroup gives a group another name.
func (s *Session) RenameGroup(id, name string) error {
	return s.change(func(e *edit) error {
		return e.step(e.doc.RenameGroup(e.by, id, account.CleanGroup(name)))
	})
}

// RemoveGroup removes a group and leaves its accounts.
func (s *Session) RemoveGroup(id string) error {
	return s.change(func(e *edit) error { return e.step(e.doc.RemoveGroup(e.by, id)) })
}

// MoveGroup puts a group behind after; after is empty for the front.
func (s *Session) MoveGroup(id, after string) error {
	return s.change(func(e *edit) error { return e.step(e.doc.MoveGroup(e.by, id, after)) })
}

// SetSettings changes the settings that follow the user.
func (s *Session) SetSettings(set Settings) error {
	return s.change(func(e *edit) error {
		for key, value := range set.values() {
			if err := e.step(e.doc.Set(e.by, key, value)); err != nil {
				return err
			}
		}
		return nil
	})
}

// used counts one copy of a code. It is no edit that an undo takes back.
func (s *Session) used(id string) error {
	return s.change(func(e *edit) error {
		return e.count(id, e.doc.Used(e.by, id, s.o.Now()))
	})
}

// NextCounter gives the next HOTP code. The raised counter is on disk before
// the code is returned (RFC 4226, section 7.2: a counter must never go back),
// so a disk that refuses gives an error and no code.
func (s *Session) NextCounter(id string) (string, error) {
	var shown string
	err := s.change(func(e *edit) error {
		entry, ok := e.doc.Account(id)
		if !ok {
			return ErrNoSuchAccount
		}
		e.urgent = true
		counter, err := e.doc.NextCounter(e.by, id)
		if e.count(id, err) != nil {
			return err
		}
		shown, err = code.AtCounter(entry.Key, counter)
		return err
	})
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	s.shownHOTP[id] = shown
	s.refresh([]string{id}, false)
	s.mu.Unlock()
	s.bus.flush()
	return shown, nil
}
