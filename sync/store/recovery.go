package store

import (
	"context"
	"errors"
	"fmt"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
)

// UnlockRecovery opens the vault with the ten-word recovery key
// (phrase.Phrase.Secret) or the user's recovery passphrase:
// [ErrWrongRecoveryKey], [ErrNoRecovery]. It derives a key for every slot.
//
// If keys.age cannot be opened by the slot, the vault itself can: this
// computer then gets new keys and a new id, vouched for by the slot, and must
// be given a way in again, since neither keyring nor passphrase open anything
// any more. [Store.Ways] tells.
func (s *Store) UnlockRecovery(ctx context.Context, key secret.Bytes) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.closed(); err != nil {
		return err
	}
	r, err := s.openSlot(key)
	if err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	defer r.Wipe()
	keys, err := s.openKeys(r.Identity())
	if err == nil {
		return s.enter(keys, r.Identity())
	}
	var damaged *DamagedError
	if !errors.As(err, &damaged) && !errors.Is(err, sealed.ErrNotForMe) {
		return fmt.Errorf("unlock: %w", err)
	}
	return s.enrol(ctx, r, err)
}

// openSlot finds the recovery file that key opens.
func (s *Store) openSlot(key secret.Bytes) (*identity.Recovery, error) {
	names, err := s.slotNames()
	if err != nil {
		return nil, err
	}
	fail := ErrNoRecovery
	var trouble error
	for _, name := range names {
		file, err := s.dir.Read(slotsDir+"/"+name, maxSlot)
		if err != nil {
			return nil, err
		}
		r, err := identity.OpenRecovery(file, key)
		switch {
		case errors.Is(err, sealed.ErrWrongPassphrase):
			fail = ErrWrongRecoveryKey
		case err != nil:
			trouble = &DamagedError{File: slotsDir + "/" + name, Err: err}
		case s.marker.Vault != "" && r.Vault != s.marker.Vault:
			r.Wipe()
			fail = ErrWrongRecoveryKey
		default:
			return r, nil
		}
	}
	if trouble != nil && fail == ErrNoRecovery {
		return nil, trouble
	}
	return nil, fail
}

// enrol makes new keys for this computer where the old ones are lost, after
// the vault was opened by the slot. cause is why the old ones do not open.
func (s *Store) enrol(ctx context.Context, r *identity.Recovery, cause error) error {
	keys, err := identity.Generate(s.o.Rand, r.Vault, r.Root)
	if err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	in := &opened{keys: keys, frontier: newFrontier()}
	err = s.loadVault(in, []sealed.Identity{r.Identity()}, false)
	if errors.Is(err, sealed.ErrNotForMe) {
		err = ErrWrongRecoveryKey // of a retired slot
	}
	if err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	name := nameOf(in.records, s.marker.Computer)
	entry, err := identity.Vouch(r, r.Vault, keys.Entry(name.Name, name.System, s.now()))
	if err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	doc := in.doc.Clone()
	if err := addRecord(doc, entry); err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	if err := s.replaceKeys(ctx, in, doc, cause); err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	return nil
}
