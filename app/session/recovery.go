package session

import (
	"context"
	"errors"

	"twofold/crypto/phrase"
	"twofold/crypto/secret"
	"twofold/sync/store"
)

// SetPassphrase sets or changes the passphrase; old is ignored where there is
// none yet. [ErrWrongPassphrase]. It derives keys, and wipes both.
func (s *Session) SetPassphrase(_ context.Context, old, pass []byte) error {
	o, p := secret.New(old), secret.New(pass)
	defer o.Wipe()
	defer p.Wipe()
	return s.keys(func() error { return s.store.SetPassphrase(o, p) })
}

// RemovePassphrase takes this way in away, if the keyring remains. It derives
// a key, and wipes pass.
func (s *Session) RemovePassphrase(_ context.Context, pass []byte) error {
	p := secret.New(pass)
	defer p.Wipe()
	return s.keys(func() error { return s.store.RemovePassphrase(p) })
}

// CheckPassphrase asks again before secrets are shown. It derives a key, and
// wipes pass.
func (s *Session) CheckPassphrase(_ context.Context, pass []byte) error {
	p := secret.New(pass)
	defer p.Wipe()
	return s.keys(func() error { return s.store.CheckPassphrase(p) })
}

// KeyWords is the number of words of a recovery key.
const KeyWords = phrase.Count

// MakeRecoveryKey makes the ten words and their slot. They open the vault at
// once, and are asked to be confirmed by [Session.ConfirmRecoveryKey]. It
// derives a key. qr is the same key as the text of a QR code.
func (s *Session) MakeRecoveryKey(context.Context) (words []string, qr string, err error) {
	err = s.keys(func() error {
		made, err := s.store.MakeRecoveryKey()
		if err != nil {
			return err
		}
		words, qr = made.Phrase.Words(), made.Phrase.QR()
		s.unconfirmed = made.Slot
		made.Phrase.Wipe()
		return nil
	})
	return words, qr, err
}

// ConfirmRecoveryKey tells that the user has saved the words made last.
func (s *Session) ConfirmRecoveryKey() error {
	return s.keys(func() error { return s.store.ConfirmRecoveryKey(s.unconfirmed) })
}

// keys does something with the ways in. What it changed in the document of
// the store, as a slot, is joined into ours.
func (s *Session) keys(f func() error) error {
	s.mu.Lock()
	defer s.bus.flush()
	defer s.mu.Unlock()
	if s.doc == nil {
		return ErrLocked
	}
	if err := s.retry(); err != nil {
		return err
	}
	err := f()
	if errors.Is(err, store.ErrWrongPassphrase) {
		return ErrWrongPassphrase
	}
	if err != nil {
		return err
	}
	doc, err := s.store.Document()
	if err != nil {
		return err
	}
	s.doc = doc
	s.courier.note(false, s.o.Now()) // a slot has come or gone, most often
	w := s.store.Ways()
	s.ways = Ways{Keyring: w.Keyring, Passphrase: w.Passphrase, Recovery: w.Recovery}
	s.setStatus()
	return nil
}
