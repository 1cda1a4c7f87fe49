package store

import (
	"errors"
	"fmt"

	"twofold/sync/store/disk"
)

// The failures of writing, as package disk tells them apart. After any of
// them the edit is still in memory: show it with a warning and save again.
var (
	ErrFull       = disk.ErrFull
	ErrReadOnly   = disk.ErrReadOnly
	ErrGone       = disk.ErrGone
	ErrPermission = disk.ErrPermission
)

// Refusals a caller branches on.
var (
	// ErrInUse means that another process owns the data directory.
	ErrInUse = errors.New("data directory is in use by another process")
	// ErrLocked means that the keys are not in memory.
	ErrLocked = errors.New("store is locked")
	// ErrNotEmpty means that there is a vault already: it is never written over.
	ErrNotEmpty = errors.New("data directory already holds a vault")
	// ErrEmpty means that there is no vault to open.
	ErrEmpty = errors.New("data directory holds no vault")
	// ErrWrongPassphrase means that the passphrase is not the one that was set.
	ErrWrongPassphrase = errors.New("wrong passphrase")
	// ErrWrongRecoveryKey means ten well-formed words that open none of the
	// recovery slots of this computer.
	ErrWrongRecoveryKey = errors.New("recovery key does not open this vault")
	// ErrNoPassphrase, ErrNoKeyring and ErrNoRecovery mean that this way in
	// was not set up.
	ErrNoPassphrase = errors.New("no passphrase is set")
	ErrNoKeyring    = errors.New("the keyring is not used by this vault")
	ErrNoRecovery   = errors.New("no recovery key was made")
	// ErrKeyringKey means that the keyring answered, with a key that does not
	// belong to this vault, or with something that is no key.
	ErrKeyringKey = errors.New("keyring holds another key")
	// ErrLastWay means that without this way nobody could unlock any more.
	ErrLastWay = errors.New("the only way to unlock")
)

// DamagedError is a file that was there and could not be read. It was moved
// aside, never written over.
type DamagedError struct {
	File    string // name in the data directory
	MovedTo string // its name now; empty if it could not be moved
	Err     error
}

func (e *DamagedError) Error() string {
	if e.MovedTo == "" {
		return fmt.Sprintf("%s is damaged: %v", e.File, e.Err)
	}
	return fmt.Sprintf("%s is damaged and was moved to %s: %v", e.File, e.MovedTo, e.Err)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// TooNewError is a file that a newer version wrote in a way this one must not
// write again.
type TooNewError struct {
	File    string
	Version int // the oldest reader that may write it
}

func (e *TooNewError) Error() string {
	return fmt.Sprintf("%s needs format version %d", e.File, e.Version)
}
