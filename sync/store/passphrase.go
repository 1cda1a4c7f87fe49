package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
)

// A passphrase is changed in three durable steps, so that a crash between any
// two of them leaves the old passphrase or the new one, never neither:
//
//  1. the new key, sealed to the new passphrase, as passphrase.new.age
//  2. keys.age, addressed to the new key instead of the old one
//  3. passphrase.new.age takes the place of passphrase.age
//
// Before step 2 only the old passphrase opens the vault, after it only the
// new one, and unlocking tries both files.
const (
	passphraseFile    = "passphrase.age"
	newPassphraseFile = "passphrase.new.age"
)

// tryPassphrase opens the keys with pass.
func (s *Store) tryPassphrase(pass secret.Bytes) (*identity.Keys, error) {
	wrong := ErrNoPassphrase
	var trouble error
	for _, name := range []string{passphraseFile, newPassphraseFile} {
		file, err := s.dir.Read(name, maxKeys)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		id, err := identity.OpenUnlock(file, pass)
		switch {
		case errors.Is(err, sealed.ErrWrongPassphrase):
			wrong = ErrWrongPassphrase
			continue
		case err != nil:
			// Not moved aside: it is read by every attempt, and somebody may
			// still mend it. Other ways in are offered.
			trouble = &DamagedError{File: name, Err: err}
			continue
		}
		keys, err := s.openKeys(id)
		if errors.Is(err, sealed.ErrNotForMe) {
			wrong = ErrWrongPassphrase // the passphrase of an interrupted or older change
			continue
		}
		if err == nil && name == newPassphraseFile {
			s.finishChange(keys)
		}
		return keys, err
	}
	if trouble != nil && wrong == ErrNoPassphrase {
		return nil, trouble
	}
	return nil, wrong
}

// finishChange does step 3 of a change that was interrupted. A failure leaves
// both files, with which everything still works.
func (s *Store) finishChange(keys *identity.Keys) {
	if keys.Passphrase.Zero() || s.writable() != nil {
		return
	}
	file, err := s.dir.Read(newPassphraseFile, maxKeys)
	if err == nil {
		err = s.dir.Write(passphraseFile, file)
	}
	if err == nil {
		err = s.dir.Remove(newPassphraseFile)
	}
	if err != nil {
		s.notice(err)
	}
}

// SetPassphrase sets or changes the passphrase of this computer. Where one is
// set already, old must be it: [ErrWrongPassphrase]. It derives one key or two.
func (s *Store) SetPassphrase(old, pass secret.Bytes) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.editable(); err != nil {
		return err
	}
	if err := s.checkPassphrase(old); err != nil && !errors.Is(err, ErrNoPassphrase) {
		return fmt.Errorf("change passphrase: %w", err)
	}
	if err := s.putPassphrase(s.in.keys, pass); err != nil {
		return fmt.Errorf("change passphrase: %w", err)
	}
	return nil
}

// putPassphrase does the three steps. The keys in memory change only when the
// change is durable.
func (s *Store) putPassphrase(keys *identity.Keys, pass secret.Bytes) error {
	key, err := sealed.NewIdentity()
	if err != nil {
		return err
	}
	file, err := identity.SealUnlock(key, keys.Vault, pass, s.o.LocalCost)
	if err != nil {
		return err
	}
	if err := s.dir.Write(newPassphraseFile, file); err != nil {
		return err
	}
	was := keys.Passphrase
	keys.Passphrase = key.Recipient()
	if err := s.writeKeys(keys); err != nil {
		keys.Passphrase = was
		return err
	}
	// From here on the new passphrase counts, whatever happens.
	s.finishChange(keys)
	return nil
}

// CheckPassphrase asks again, for instance before secrets are shown:
// [ErrWrongPassphrase], [ErrNoPassphrase]. It derives a key.
func (s *Store) CheckPassphrase(pass secret.Bytes) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.in == nil {
		return ErrLocked
	}
	return s.checkPassphrase(pass)
}

func (s *Store) checkPassphrase(pass secret.Bytes) error {
	if s.in.keys.Passphrase.Zero() {
		return ErrNoPassphrase
	}
	for _, name := range []string{passphraseFile, newPassphraseFile} {
		file, err := s.dir.Read(name, maxKeys)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		id, err := identity.OpenUnlock(file, pass)
		if err == nil && id.Recipient().String() == s.in.keys.Passphrase.String() {
			return nil
		}
	}
	return ErrWrongPassphrase
}

// RemovePassphrase takes this way in away. [ErrLastWay] if the keyring does
// not hold a key.
func (s *Store) RemovePassphrase(pass secret.Bytes) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.editable(); err != nil {
		return err
	}
	if err := s.checkPassphrase(pass); err != nil {
		return fmt.Errorf("remove passphrase: %w", err)
	}
	if s.in.keys.Keyring.Zero() {
		return fmt.Errorf("remove passphrase: %w", ErrLastWay)
	}
	was := s.in.keys.Passphrase
	s.in.keys.Passphrase = sealed.Recipient{}
	if err := s.writeKeys(s.in.keys); err != nil {
		s.in.keys.Passphrase = was
		return fmt.Errorf("remove passphrase: %w", err)
	}
	// What is left opens nothing any more; losing the race with a crash here
	// only leaves a useless file.
	return errors.Join(s.dir.Remove(newPassphraseFile), s.dir.Remove(passphraseFile))
}

// UseKeyring gives the system's keyring a fresh key for this vault, beside
// the other ways in. The keyring's errors are passed on.
func (s *Store) UseKeyring(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.editable(); err != nil {
		return err
	}
	if s.o.Keyring == nil {
		return ErrNoKeyring
	}
	// The key in the keyring, if there is a good one, stays: replacing it and
	// keys.age cannot be one durable step.
	key, err := s.keyringKey(ctx)
	if err != nil || key.Recipient().String() != s.in.keys.Keyring.String() {
		if key, err = sealed.NewIdentity(); err != nil {
			return err
		}
		if err := s.putKeyring(ctx, s.in.keys.ID(), key); err != nil {
			return fmt.Errorf("use keyring: %w", err)
		}
	}
	was := s.in.keys.Keyring
	s.in.keys.Keyring = key.Recipient()
	if err := s.writeKeys(s.in.keys); err != nil {
		s.in.keys.Keyring = was
		return fmt.Errorf("use keyring: %w", err)
	}
	m := s.marker
	m.Keyring = true
	if err := s.writeMarker(m); err != nil {
		return fmt.Errorf("use keyring: %w", err)
	}
	return nil
}

// DropKeyring takes the keyring out of the ways in, so that unlocking always
// asks for the passphrase. [ErrLastWay] if there is none.
func (s *Store) DropKeyring(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.editable(); err != nil {
		return err
	}
	if s.in.keys.Passphrase.Zero() {
		return fmt.Errorf("leave keyring: %w", ErrLastWay)
	}
	was := s.in.keys.Keyring
	s.in.keys.Keyring = sealed.Recipient{}
	if err := s.writeKeys(s.in.keys); err != nil {
		s.in.keys.Keyring = was
		return fmt.Errorf("leave keyring: %w", err)
	}
	m := s.marker
	m.Keyring = false
	if err := s.writeMarker(m); err != nil {
		return fmt.Errorf("leave keyring: %w", err)
	}
	// The key that may stay in the keyring opens nothing any more.
	s.takeKeyring(ctx, s.marker.Computer)
	return nil
}
