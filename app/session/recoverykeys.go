package session

import (
	"context"
	"errors"
	"slices"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/secret"
	"twofold/sync/store"
)

var (
	// ErrWordsElsewhere: the ten words were made on another computer, or were
	// replaced.
	ErrWordsElsewhere = store.ErrNoWords
	// ErrLastKey: the last recovery key cannot be removed, only replaced.
	ErrLastKey = store.ErrLastSlot
	// ErrNoRecoveryKey: none of that id counts any more.
	ErrNoRecoveryKey = errors.New("no such recovery key")
	// ErrWeakPassphrase refuses a recovery passphrase that the provider of the
	// folder could find by trying.
	ErrWeakPassphrase = errors.New("passphrase is too easy to guess")
)

// RecoveryKey is one way to open the folder without any computer.
type RecoveryKey struct {
	ID string
	// Passphrase is true of a passphrase of the user's own, false of ten words.
	Passphrase bool
	Made       time.Time
	By         string // name of the computer that made it
	// Here is true if the words can be shown on this computer.
	Here bool
	// Unsaved is true of words made here that the user did not confirm.
	Unsaved bool
}

// RecoveryKeys lists the recovery keys that count, the newest first.
func (s *Session) RecoveryKeys() ([]RecoveryKey, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.doc == nil {
		return nil, ErrLocked
	}
	members, err := s.store.Members()
	if err != nil {
		return nil, err
	}
	var out []RecoveryKey
	for _, m := range members {
		if !m.Slot || m.State != identity.Enrolled {
			continue
		}
		k := RecoveryKey{ID: m.ID, Passphrase: m.Name == store.LabelPassphrase, Made: store.When(m.Added), Here: m.Words}
		for _, by := range members {
			if by.ID == m.By {
				k.By = by.Name
				k.Unsaved = by.Me && !m.Confirmed
			}
		}
		out = append(out, k)
	}
	slices.SortStableFunc(out, func(a, b RecoveryKey) int { return b.Made.Compare(a.Made) })
	return out, nil
}

// RecoveryWords gives the ten words that were made on this computer, and the
// same as the text of a QR code: [ErrWordsElsewhere]. The caller has asked for
// [Session.Verify] before.
func (s *Session) RecoveryWords() (words []string, qr string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.doc == nil {
		return nil, "", ErrLocked
	}
	p, _, err := s.store.Words()
	if err != nil {
		return nil, "", err
	}
	defer p.Wipe()
	return p.Words(), p.QR(), nil
}

// RemoveRecoveryKey retires a recovery key: it opens nothing that is written
// afterwards. [ErrLastKey], [ErrNoRecoveryKey].
func (s *Session) RemoveRecoveryKey(id string) error {
	err := s.keys(func() error { return s.store.RemoveSlot(id) })
	if errors.Is(err, store.ErrNoMember) {
		return ErrNoRecoveryKey
	}
	return err
}

// SetRecoveryPassphrase makes a passphrase of the user's own a recovery key,
// in the place of the one before. It derives a key, and wipes pass.
func (s *Session) SetRecoveryPassphrase(_ context.Context, pass []byte) error {
	p := secret.New(pass)
	defer p.Wipe()
	if len(p.Reveal()) < minRecoveryPassphrase {
		return ErrWeakPassphrase
	}
	return s.keys(func() error {
		_, _, err := s.store.MakeRecoveryPassphrase(p)
		return err
	})
}

// minRecoveryPassphrase is in bytes. Whoever has the folder can try without
// end, so what unlocks one computer is not enough here.
const minRecoveryPassphrase = 16

// Behind are the computers that may not know yet that a recovery key was
// replaced or removed: until they do, they go on writing for it.
func (s *Session) Behind() []string {
	all, err := s.Computers()
	if err != nil {
		return nil
	}
	s.mu.Lock()
	members, err := s.store.Members()
	s.mu.Unlock()
	if err != nil {
		return nil
	}
	var retired time.Time
	for _, m := range members {
		if at := store.When(m.Removed); m.Slot && at.After(retired) {
			retired = at
		}
	}
	var out []string
	for _, c := range all {
		if !retired.IsZero() && !c.Me && !c.Gone && !c.Untrusted && !c.HasMine && !c.Read.After(retired) {
			out = append(out, c.Name)
		}
	}
	return out
}
