// Package store is this computer's replica of a vault: its files, its keys,
// and the ways to unlock them. It is where an edit becomes durable.
//
// The data directory holds age files of the same kinds as the shared folder:
//
//	twofold.json         in clear: format version, ids of vault and computer
//	keys.age             this computer's identity and signing key, to the
//	                     keyring key, the passphrase key and all recovery slots
//	keys-COMPUTER.age    the same bytes again; its name tells the id if the
//	                     marker is lost
//	passphrase.age       the passphrase key, to the passphrase
//	vault.age            everything this computer knows, to this computer and
//	                     all recovery slots
//	vault.previous.age   vault.age as it was when it was last opened well
//	words.age            the words of the recovery key that was made here
//	frontier.age         how far the other computers are known
//	slots/               copies of the recovery files of the shared folder
//	outbox/              files on their way to the shared folder
//	lock                 held by the one process that owns the directory
//
// Three things it never does: it never reports an edit as saved before it is
// durable, it never writes over a file that it could not read (such a file is
// moved aside under a dated name), and it never takes a missing file for an
// empty one. It is synchronous, knows no window and starts no goroutine; time,
// randomness, file system and keyring are passed in.
package store

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"twofold/crypto/sealed"
	"twofold/sync/store/disk"
)

// Options is what a store needs of the outside.
type Options struct {
	FS    disk.FS    // nil for the real one
	Clock disk.Clock // nil for the real one
	Rand  io.Reader  // required: crypto/rand.Reader outside tests
	// Keyring is the system's keyring; nil leaves it alone.
	Keyring Keyring
	// App is the version of the program, noted in the files it writes.
	App string
	// LocalCost and RecoveryCost are the costs of passphrases. Zero means
	// [sealed.CostLocal] and [sealed.CostRecovery]; only tests choose others.
	LocalCost, RecoveryCost sealed.Cost
}

// State says what can be done with a store.
type State int

// The states.
const (
	// Empty: there is no vault. [Store.Create] or [Store.Adopt] makes one.
	Empty State = iota
	// Locked: there is a vault. One of [Store.Ways] opens it.
	Locked
	// Unlocked: document and keys are in memory.
	Unlocked
	// Damaged: keys or vault could not be read and were moved aside, or are
	// missing; see [Store.Notices]. The recovery key may still open the vault.
	// If a way in opened the keys they are in memory, and [Store.Restore]
	// takes a document from the shared folder. [Store.StartOver] moves the
	// rest aside too.
	Damaged
	// TooNew: a newer version wrote the directory in a way this one cannot
	// even read.
	TooNew
)

// Store is the data directory of one vault, owned by this process. Its
// methods may be called from any goroutine; one that derives a key keeps the
// others waiting for about a second.
type Store struct {
	mu      sync.Mutex
	o       Options
	dir     *disk.Dir
	lock    *flock.Flock // nil where the directory cannot be written
	state   State
	marker  marker
	notices []error
	in      *opened // nil while no keys are in memory
}

// Open takes ownership of the data directory at path, makes it if it is
// missing, and finds out what is in it. Nothing is decrypted. The errors are
// [ErrInUse], those of writing, and [ErrGone].
//
// A vault that is damaged or too new is no error: it is a [State].
func Open(path string, o Options) (*Store, error) {
	if o.FS == nil {
		o.FS = disk.OS{}
	}
	if o.Clock == nil {
		o.Clock = disk.SystemClock{}
	}
	if o.LocalCost == 0 {
		o.LocalCost = sealed.CostLocal
	}
	if o.RecoveryCost == 0 {
		o.RecoveryCost = sealed.CostRecovery
	}
	s := &Store{o: o, dir: disk.NewDir(o.FS, path, o.Clock, o.Rand)}
	if err := s.dir.Make(); err != nil {
		return nil, fmt.Errorf("open data directory: %w", err)
	}
	lock, err := takeLock(path)
	switch {
	case errors.Is(err, ErrPermission), errors.Is(err, ErrReadOnly):
		// Codes can still be shown. Every write will say why it fails.
	case err != nil:
		return nil, err
	}
	s.lock = lock
	if err := s.look(); err != nil {
		s.unlockDir()
		return nil, fmt.Errorf("open data directory: %w", err)
	}
	return s, nil
}

// Close locks the store and gives the directory free.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop()
	return s.unlockDir()
}

func (s *Store) unlockDir() error {
	if s.lock == nil {
		return nil
	}
	err := s.lock.Unlock()
	s.lock = nil
	return err
}

// State is what can be done now.
func (s *Store) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// Notices are what was found and put right or moved aside since the store was
// opened: [*DamagedError], [*TooNewError], and [ErrHalfMade].
func (s *Store) Notices() []error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]error(nil), s.notices...)
}

// maxNotices keeps a disk that refuses every repair from filling the memory.
const maxNotices = 100

func (s *Store) notice(err error) {
	if len(s.notices) < maxNotices {
		s.notices = append(s.notices, err)
	}
}

// Path is where the data directory lies.
func (s *Store) Path() string { return s.dir.Path() }

// Computer is the id of this computer, and Vault that of the vault; empty
// while they are not known.
func (s *Store) Computer() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.marker.Computer
}

// Vault is the id of the vault; empty while it is not known.
func (s *Store) Vault() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.marker.Vault
}

func (s *Store) now() time.Time { return s.o.Clock.Now() }
