package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/vault"
)

// opened is what is in memory while the keys are.
type opened struct {
	keys *identity.Keys
	doc  *vault.Document // as last saved or loaded; nil in state Damaged
	// records is the roster of doc.
	records identity.Records
	// sealedTo lists the slots that keys.age is addressed to; empty while
	// that is not known.
	sealedTo string
	judged   judged
	// proven is vault.age as it was opened. The first save after that keeps
	// it as vault.previous.age.
	proven   []byte
	frontier frontier
	readOnly *TooNewError
}

// Ways are the means of unlocking that were set up.
type Ways struct{ Keyring, Passphrase, Recovery bool }

// Ways looks which means there are. It asks neither keyring nor user.
func (s *Store) Ways() Ways {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ways()
}

func (s *Store) ways() Ways {
	names, _ := s.dir.Names(".")
	slots, _ := s.slotNames()
	keys := slices.Contains(names, keysFile) || s.copyOfKeys(names) != ""
	return Ways{
		Keyring:    keys && s.marker.Keyring && s.o.Keyring != nil,
		Passphrase: keys && (slices.Contains(names, passphraseFile) || slices.Contains(names, newPassphraseFile)),
		Recovery:   len(slots) > 0,
	}
}

// UnlockKeyring opens the vault with the key in the system's keyring. Beside
// the keyring's own errors there are [ErrNoKeyring] and [ErrKeyringKey], and
// the errors of every unlocking: [*DamagedError] and those of reading. After
// an error other ways still work.
func (s *Store) UnlockKeyring(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.closed(); err != nil {
		return err
	}
	id, err := s.keyringKey(ctx)
	if err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	keys, err := s.openKeys(id)
	if errors.Is(err, sealed.ErrNotForMe) {
		err = ErrKeyringKey
	}
	if err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	return s.enter(keys)
}

// UnlockPassphrase opens the vault with the passphrase: [ErrNoPassphrase],
// [ErrWrongPassphrase]. It derives a key.
func (s *Store) UnlockPassphrase(pass secret.Bytes) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.closed(); err != nil {
		return err
	}
	keys, err := s.tryPassphrase(pass)
	if err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	return s.enter(keys)
}

// closed refuses to unlock twice, and to unlock nothing.
func (s *Store) closed() error {
	switch s.state {
	case Empty:
		return ErrEmpty
	case TooNew:
		return fmt.Errorf("unlock: %w", s.notices[0])
	}
	s.drop()
	return nil
}

// openKeys opens keys.age, or its second copy where the first is missing or
// damaged. [sealed.ErrNotForMe] means the wrong key for a file that may well
// be sound, and nothing is moved then.
func (s *Store) openKeys(id sealed.Identity) (*identity.Keys, error) {
	names, err := s.dir.Names(".")
	if err != nil {
		return nil, err
	}
	failed := map[string]error{}
	files := []string{keysFile}
	if second := s.copyOfKeys(names); second != "" {
		files = append(files, second)
	}
	for _, name := range files {
		keys, err := s.openKeysFile(name, id)
		if err == nil {
			s.mend(failed)
			return keys, nil
		}
		failed[name] = err
		var damaged *damage
		if !errors.As(err, &damaged) && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, sealed.ErrNotForMe) {
			return nil, err // cannot be read now: says nothing about the file
		}
	}
	for _, err := range failed {
		if errors.Is(err, sealed.ErrNotForMe) {
			return nil, sealed.ErrNotForMe
		}
	}
	// No copy is sound, whichever key is tried.
	damaged := &DamagedError{File: keysFile, Err: failed[keysFile]}
	for name, err := range failed {
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		moved := s.aside(name, err)
		s.notice(moved)
		if name == keysFile {
			damaged = moved
		}
	}
	s.state = Damaged
	return nil, damaged
}

// damage marks an error of a file's content, as against one of reading it.
type damage struct{ err error }

func (d *damage) Error() string { return d.err.Error() }
func (d *damage) Unwrap() error { return d.err }

func (s *Store) openKeysFile(name string, id sealed.Identity) (*identity.Keys, error) {
	file, err := s.dir.Read(name, maxKeys)
	if err != nil {
		return nil, err
	}
	keys, err := identity.OpenKeys(file, id)
	if errors.Is(err, sealed.ErrNotForMe) {
		return nil, err
	}
	if err != nil {
		return nil, &damage{fmt.Errorf("read %s: %w", name, err)}
	}
	return keys, nil
}

// mend moves damaged copies of the keys aside, once another copy has opened.
// [Store.settleKeys] writes them again.
func (s *Store) mend(failed map[string]error) {
	for name, err := range failed {
		var damaged *damage
		if errors.As(err, &damaged) {
			s.notice(s.aside(name, err))
		}
	}
}

// enter loads the rest with the keys. extra identities help to open a vault
// that the keys do not.
func (s *Store) enter(keys *identity.Keys, extra ...sealed.Identity) error {
	if s.marker.Vault != "" && s.marker.Vault != keys.Vault {
		// Files of two vaults in one directory: believe the sealed one.
		s.notice(fmt.Errorf("marker names another vault than the keys"))
	}
	in := &opened{keys: keys}
	s.marker.Vault, s.marker.Computer, s.marker.Ready = keys.Vault, keys.ID(), true
	if err := s.loadFrontier(in); err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	err := s.loadVault(in, append([]sealed.Identity{keys.Identity()}, extra...), true)
	var damaged *DamagedError
	if errors.As(err, &damaged) {
		s.in, s.state = in, Damaged
		return fmt.Errorf("unlock: %w", err)
	}
	if err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	s.in, s.state = in, Unlocked
	s.settle()
	return nil
}

// settle writes again what an earlier crash or damage left out: the marker
// and the second copy of the keys. It is repair, so a failure is only noted;
// the next unlocking tries again.
func (s *Store) settle() {
	if s.writable() != nil || s.in.readOnly != nil {
		return
	}
	if m, err := s.readMarker(); err != nil || m != s.marker {
		if err := s.writeMarker(s.marker); err != nil {
			s.notice(err)
		}
	}
	if s.in.keys.Forget(s.now().Add(-readsFormer)) {
		if err := s.writeKeys(s.in.keys); err != nil {
			s.notice(err)
		}
	}
	if err := s.settleKeys(); err != nil {
		s.notice(err)
	}
}

// Lock drops the keys and the document. What other packages still hold of
// the document is theirs to drop.
func (s *Store) Lock() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop()
}

func (s *Store) drop() {
	if s.in == nil {
		return
	}
	s.in.keys.Wipe()
	if s.in.doc != nil {
		s.in.doc.Wipe()
	}
	s.in = nil
	if s.state == Unlocked {
		s.state = Locked
	}
}

// Document is the vault as it was last loaded or saved: a copy that the
// caller may edit, and hand back to [Store.Save].
func (s *Store) Document() (*vault.Document, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.in == nil || s.in.doc == nil {
		return nil, ErrLocked
	}
	return s.in.doc.Clone(), nil
}

// Keys are this computer's keys. [Store.Lock], [Store.Close], [Store.Rekey] and
// every unlocking wipe them: whoever signs with them is stopped first, because
// wiped keys must not be used. In state [Damaged] they are there if a way in
// opened them.
func (s *Store) Keys() (*identity.Keys, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.in == nil {
		return nil, ErrLocked
	}
	return s.in.keys, nil
}
