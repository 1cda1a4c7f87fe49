package snapshot

import (
	"errors"
	"fmt"
)

// Why a file is not taken, beside the errors of crypto/sealed (ErrNotAge,
// ErrNotForMe, ErrDamaged, ErrTooLarge) and crypto/identity (ErrUnknownSigner,
// ErrRemovedSigner), which are passed on.
var (
	// ErrIncomplete: the bytes do not match the hash in the name. The file is
	// still arriving, or it is damaged; the same cannot be told apart by age.
	ErrIncomplete = errors.New("file does not match the hash in its name")
	// ErrMalformed: the file opens, but what is in it is no snapshot.
	ErrMalformed = errors.New("malformed snapshot")
	// ErrSignature: the signature is missing, wrong, or of somebody else than
	// the header names. Somebody who knows our recipients made this file.
	ErrSignature = errors.New("bad signature of a snapshot")
	// ErrWrongVault: a snapshot of another vault.
	ErrWrongVault = errors.New("snapshot of another vault")
	// ErrWrongKind: this computer's own file in the place of a snapshot, or
	// the other way about.
	ErrWrongKind = errors.New("snapshot of another kind")
)

// TooNewError is a snapshot of a later version of Twofold that this one must
// not read, because it would misunderstand it. Sync waits for an update; the
// file is as good as before.
type TooNewError struct {
	Format    int    // the "twofold" of the header
	MinReader int    // oldest format number that can read it
	App       string // version of the program that wrote it
	// Verified is false where the format is so new that its signature could
	// not be checked. Anybody who knows the recipients can have made it then.
	Verified bool
}

func (e *TooNewError) Error() string {
	return fmt.Sprintf("snapshot needs a reader of format %d, this is %d", max(e.MinReader, e.Format), Version)
}
