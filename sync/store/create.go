package store

import (
	"context"
	"errors"
	"fmt"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/vault"
)

// NewComputer describes this computer to the others of the vault.
type NewComputer struct {
	Name   string // "Hanako's laptop"
	System string // "windows", "darwin", "linux"
}

// ErrNeedsPassphrase means that there is neither a keyring nor a passphrase:
// the keys would lie open on the disk.
var ErrNeedsPassphrase = errors.New("a passphrase is needed")

// Create makes a new vault with no accounts in an [Empty] store, and leaves
// it [Unlocked]. The keys are kept in the keyring, and under pass if it is not
// empty. Without a keyring, or if the keyring refuses, pass is needed:
// [ErrNeedsPassphrase], with the keyring's own error beside it. Nothing is
// left behind after an error. With a passphrase it derives a key.
func (s *Store) Create(ctx context.Context, c NewComputer, pass secret.Bytes) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, err := identity.NewVaultID(s.o.Rand)
	if err != nil {
		return fmt.Errorf("create vault: %w", err)
	}
	keys, err := identity.Generate(s.o.Rand, id, nil)
	if err != nil {
		return fmt.Errorf("create vault: %w", err)
	}
	entry, err := identity.Vouch(keys, id, keys.Entry(c.Name, c.System, s.now()))
	if err != nil {
		return fmt.Errorf("create vault: %w", err)
	}
	doc := vault.New()
	if err := addRecord(doc, entry); err != nil {
		return fmt.Errorf("create vault: %w", err)
	}
	if err := s.install(ctx, keys, doc, pass); err != nil {
		keys.Wipe()
		return fmt.Errorf("create vault: %w", err)
	}
	return nil
}

// Adopt puts a vault that was recovered or approved into an [Empty] store:
// keys are this computer's, already vouched for in doc. Ways in and errors
// are those of [Store.Create]. The store owns keys afterwards.
func (s *Store) Adopt(ctx context.Context, keys *identity.Keys, doc *vault.Document, pass secret.Bytes) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.install(ctx, keys, doc, pass); err != nil {
		return fmt.Errorf("adopt vault: %w", err)
	}
	return nil
}

// install writes a whole directory. The marker says "not ready" until all of
// it is durable, so that a crash on the way is recognised at the next start.
func (s *Store) install(ctx context.Context, keys *identity.Keys, doc *vault.Document, pass secret.Bytes) error {
	if s.state != Empty {
		return ErrNotEmpty
	}
	if err := s.writable(); err != nil {
		return err
	}
	if s.o.Keyring == nil && pass.Empty() {
		return ErrNeedsPassphrase
	}
	if err := s.dir.Make(slotsDir, outboxDir); err != nil {
		return err
	}
	m := marker{Vault: keys.Vault, Computer: keys.ID()}
	err := s.writeMarker(m)
	if err == nil {
		m.Keyring, err = s.firstWay(ctx, keys, pass)
	}
	if err == nil {
		s.in = &opened{keys: keys, doc: doc.Clone(), frontier: newFrontier()}
		err = s.fillDirectory(doc, pass)
	}
	if err == nil {
		m.Ready = true
		err = s.writeMarker(m)
	}
	if err != nil {
		s.undoInstall(ctx, keys)
		return err
	}
	s.state = Unlocked
	return nil
}

// firstWay gives the keyring a key, if there is one that works.
func (s *Store) firstWay(ctx context.Context, keys *identity.Keys, pass secret.Bytes) (keyring bool, err error) {
	if s.o.Keyring == nil {
		return false, nil
	}
	key, err := sealed.NewIdentity()
	if err != nil {
		return false, err
	}
	if err := s.putKeyring(ctx, keys.ID(), key); err != nil {
		if pass.Empty() {
			return false, fmt.Errorf("%w: %w", ErrNeedsPassphrase, err)
		}
		s.notice(err)
		return false, nil
	}
	keys.Keyring = key.Recipient()
	return true, nil
}

func (s *Store) fillDirectory(doc *vault.Document, pass secret.Bytes) error {
	keys := s.in.keys
	if pass.Empty() {
		if err := s.writeKeys(keys); err != nil {
			return err
		}
	} else if err := s.putPassphrase(keys, pass); err != nil {
		return err
	}
	if err := s.writeFrontier(s.in.frontier); err != nil {
		return err
	}
	return s.save(doc)
}

// undoInstall removes what a failed [Store.install] wrote. The directory was
// empty before, and nothing in it was acknowledged. What cannot be removed is
// recognised by its marker at the next start.
func (s *Store) undoInstall(ctx context.Context, keys *identity.Keys) {
	if !keys.Keyring.Zero() {
		s.takeKeyring(ctx, keys.ID())
	}
	s.in, s.marker = nil, marker{}
	for _, name := range []string{
		vaultFile, frontierFile, keysFile, copyName(keys.ID()), passphraseFile, newPassphraseFile, markerFile,
	} {
		if err := s.dir.Remove(name); err != nil {
			return
		}
	}
}

// Restore ends state [Damaged]: doc, which was joined from the shared folder
// with [Store.Keys], becomes the vault of this computer.
func (s *Store) Restore(doc *vault.Document) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.in == nil:
		return ErrLocked
	case s.state != Damaged:
		return ErrNotEmpty
	}
	if err := s.writable(); err != nil {
		return err
	}
	s.in.doc = doc.Clone()
	if err := s.save(doc); err != nil {
		s.in.doc = nil
		return fmt.Errorf("restore vault: %w", err)
	}
	s.state = Unlocked
	s.settle()
	return nil
}

// replaceKeys makes keys the keys of this computer in place of lost ones.
// Until all is durable the recovery key opens the vault as before.
func (s *Store) replaceKeys(ctx context.Context, in *opened, doc *vault.Document, cause error) error {
	if err := s.writable(); err != nil {
		return err
	}
	names, err := s.dir.Names(".")
	if err != nil {
		return err
	}
	for _, name := range names {
		switch {
		case name == keysFile, name == passphraseFile, name == newPassphraseFile, name == frontierFile, idOfCopy(name) != "":
			moved := s.aside(name, cause)
			s.notice(moved)
			if moved.MovedTo == "" {
				return moved
			}
		}
	}
	if err := s.moveOutbox(); err != nil {
		return err
	}
	s.in = in
	if err := s.replaceFiles(ctx, doc); err != nil {
		s.in = nil
		return err
	}
	s.state = Unlocked
	return nil
}

func (s *Store) replaceFiles(ctx context.Context, doc *vault.Document) error {
	keys := s.in.keys
	m := marker{Vault: keys.Vault, Computer: keys.ID(), Ready: true}
	if s.o.Keyring != nil {
		if key, err := sealed.NewIdentity(); err != nil {
			return err
		} else if err := s.putKeyring(ctx, keys.ID(), key); err != nil {
			s.notice(err) // the user is asked for a passphrase instead
		} else {
			keys.Keyring, m.Keyring = key.Recipient(), true
		}
	}
	if err := s.save(doc); err != nil {
		return err
	}
	if err := s.writeKeys(keys); err != nil {
		return err
	}
	if err := s.writeFrontier(s.in.frontier); err != nil {
		return err
	}
	return s.writeMarker(m)
}

// moveOutbox keeps files aside that the old keys of this computer had signed.
func (s *Store) moveOutbox() error {
	waiting, err := s.outbox()
	if err != nil {
		return err
	}
	for _, o := range waiting {
		if _, err := s.dir.MoveAside(o.file()); err != nil {
			return err
		}
	}
	return nil
}
