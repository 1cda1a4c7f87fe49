package store

import (
	"context"
	"fmt"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
)

// Rekey gives this computer new keys and a new id, vouched for by the old
// ones. A computer does that when it finds that it is a copy: its disk was
// cloned or put back from an image, and another computer, or its own past,
// goes by the same id. c is how the new one is called. All ways in stay; keys
// that [Store.Keys] gave before are wiped.
//
// The order makes every crash harmless: vault and frontier open for the old
// and the new keys until the new ones are the ones that unlock.
func (s *Store) Rekey(ctx context.Context, c NewComputer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.editable(); err != nil {
		return err
	}
	if err := s.rekey(ctx, c); err != nil {
		return fmt.Errorf("make new keys: %w", err)
	}
	return nil
}

func (s *Store) rekey(ctx context.Context, c NewComputer) error {
	old := s.in.keys
	keys, err := identity.Generate(s.o.Rand, old.Vault, old.Root)
	if err != nil {
		return err
	}
	entry, err := identity.Vouch(old, old.Vault, keys.Entry(c.Name, c.System, s.now()))
	if err != nil {
		return err
	}
	doc := s.in.doc.Clone()
	if err := addRecord(doc, entry); err != nil {
		return err
	}
	keys.Passphrase = old.Passphrase
	keys.Succeed(old, s.now())
	if err := s.copyKeyring(ctx, old, keys); err != nil {
		return err
	}
	if err := s.moveOutbox(); err != nil {
		return err
	}
	kept, wordsErr := s.readWords()
	was := s.in.frontier
	if err := s.writeFrontier(was, keys.Recipient()); err != nil {
		return err
	}
	next := was.of(keys.ID())
	s.in.keys, s.in.frontier = keys, next
	if err := s.save(doc, old.Recipient()); err != nil {
		s.in.keys, s.in.frontier = old, was
		return err
	}
	if err := s.writeKeys(keys); err != nil {
		s.in.keys, s.in.frontier = old, was
		return err
	}
	old.Wipe()
	if wordsErr == nil {
		if err := s.writeWords(kept, keys); err != nil {
			s.notice(err) // they cannot be shown again; they still count
		}
	}
	if err := s.writeFrontier(next); err != nil {
		return err
	}
	m := s.marker
	m.Computer, m.Keyring = keys.ID(), !keys.Keyring.Zero()
	if err := s.writeMarker(m); err != nil {
		return err
	}
	return s.settleKeys()
}

// readsFormer is how long keys that were given up still read: long enough for
// two copies of one disk to learn of each other.
const readsFormer = 30 * 24 * time.Hour

// ForgetFormer drops the keys that this computer gave up. One that was removed
// from the vault has no business reading by the name of its twin.
func (s *Store) ForgetFormer() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.editable(); err != nil {
		return err
	}
	if !s.in.keys.Forget(s.now().Add(readsFormer)) {
		return nil
	}
	return s.writeKeys(s.in.keys)
}

// copyKeyring lets the key in the keyring open the new keys too, under the
// new id. The item of the old id stays: another copy of this directory on
// this computer may need it.
func (s *Store) copyKeyring(ctx context.Context, old, keys *identity.Keys) error {
	if old.Keyring.Zero() {
		return nil
	}
	key, err := s.keyringKey(ctx)
	if err == nil && key.Recipient().String() != old.Keyring.String() {
		err = ErrKeyringKey
	}
	if err == nil {
		err = s.putKeyring(ctx, keys.ID(), key)
	}
	switch {
	case err == nil:
		keys.Keyring = old.Keyring
	case old.Passphrase.Zero():
		return fmt.Errorf("%w: %w", ErrLastWay, err)
	default:
		s.notice(err)
		keys.Keyring = sealed.Recipient{}
	}
	return nil
}
