package session

import (
	"context"
	"errors"
	"image"
	"time"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

// Errors a caller branches on. Others come from the packages named at the methods.
var (
	ErrLocked          = errors.New("locked")
	ErrWrongPassphrase = errors.New("wrong passphrase")
	ErrWrongKey        = errors.New("recovery key does not open this vault")
	ErrNoSuchAccount   = errors.New("no such account")
	ErrReadOnly        = errors.New("vault was written by a newer version")
	ErrNothingToUndo   = errors.New("nothing to undo")
	ErrSaveFailed      = errors.New("could not save") // the edit is kept and retried; wraps the cause
)

// Session is the program on this computer.
type Session struct{}

var errNotYet = errors.New("not built yet")

// New starts a session in phase [Starting]. Call [Session.Start] next.
func New(o Options) *Session { return &Session{} }

// Start opens the files, asks the keyring and goes to the phase that follows.
// It reads files and may take as long as the keyring does (3 s at most).
func (s *Session) Start(ctx context.Context) error { return errNotYet }

// Close locks, flushes and ends all goroutines.
func (s *Session) Close() error { return nil }

// Subscribe calls f with every event, from the session's goroutines, never
// with a lock held and never after stop has returned.
func (s *Session) Subscribe(f func(Event)) (stop func()) { return func() {} }

// Phase is the current phase.
func (s *Session) Phase() Phase { return Starting }

// View is the current view; an empty one while not open.
func (s *Session) View() *View { return &View{} }

// Status is what the status line says now.
func (s *Session) Status() Status { return Status{} }

// Ways are the means to unlock that exist.
func (s *Session) Ways() Ways { return Ways{} }

// MovedAside is the name the damaged data was given, in phase [Damaged].
func (s *Session) MovedAside() string { return "" }

// StartFresh leaves phase [Damaged] with an empty vault. The damaged data stays where it was moved to.
func (s *Session) StartFresh(ctx context.Context) error { return errNotYet }

// CreateWithPassphrase leaves phase [NeedsPass]. Derives a key.
func (s *Session) CreateWithPassphrase(ctx context.Context, pass secret.Bytes) error {
	return errNotYet
}

// Unlock opens with a passphrase; [ErrWrongPassphrase]. Derives a key.
func (s *Session) Unlock(ctx context.Context, pass secret.Bytes) error { return errNotYet }

// UnlockKeyring opens with the system's keyring. Asks the keyring.
func (s *Session) UnlockKeyring(ctx context.Context) error { return errNotYet }

// UnlockRecovery opens with the ten words; [ErrWrongKey], or an error of the
// phrase that names the mistyped word. Derives a key.
func (s *Session) UnlockRecovery(ctx context.Context, words string) error { return errNotYet }

// Lock drops keys and plaintext and clears our clipboard value.
func (s *Session) Lock() {}

// Touch tells that the user did something; idle locking counts from here.
func (s *Session) Touch() {}

// SetVisible starts and stops the ticks.
func (s *Session) SetVisible(visible bool) {}

// SetAutoLock sets the idle time after which the session locks itself; 0 never.
func (s *Session) SetAutoLock(idle time.Duration) {}

// SetClipboardTime sets how long a copied code stays on the clipboard; 0 for ever.
func (s *Session) SetClipboardTime(d time.Duration) {}

// SetPassphrase sets or changes the passphrase; old is ignored where there is
// none yet. [ErrWrongPassphrase]. Derives keys.
func (s *Session) SetPassphrase(ctx context.Context, old, pass secret.Bytes) error { return errNotYet }

// CheckPassphrase asks again before secrets are shown. Derives a key.
func (s *Session) CheckPassphrase(ctx context.Context, pass secret.Bytes) error { return errNotYet }

// MakeRecoveryKey makes the ten words and their slot; they are shown once and
// are not confirmed yet. Derives a key.
func (s *Session) MakeRecoveryKey(ctx context.Context) (words []string, err error) {
	return nil, errNotYet
}

// ConfirmRecoveryKey tells that the user has saved the words.
func (s *Session) ConfirmRecoveryKey() error { return errNotYet }

// Code computes what row id shows at now. It is quick and takes no lock.
func (v *View) Code(id string, now time.Time) (Code, error) { return Code{}, errNotYet }

// Select gives the rows for f, in order. 10,000 rows take a few milliseconds.
func (v *View) Select(f Filter) []Hit { return nil }

// NextCounter gives the next HOTP code. The raised counter is on disk before
// the code is returned.
func (s *Session) NextCounter(id string) (string, error) { return "", errNotYet }

// Copy puts the code of id (the one after this, if next) on the clipboard,
// counts the use and starts the clipboard clock. For HOTP it copies the code
// that NextCounter gave last, and asks for one if there is none.
func (s *Session) Copy(id string, next bool) (Code, error) { return Code{}, errNotYet }

// ReadFiles reads pictures and text files (and later other apps' exports).
func (s *Session) ReadFiles(ctx context.Context, paths []string) Found { return Found{} }

// ReadImage reads a picture from the clipboard or the screen.
func (s *Session) ReadImage(ctx context.Context, img image.Image) Found { return Found{} }

// ReadText reads otpauth: links, lists of them, or a bare setup key.
func (s *Session) ReadText(text string) Found { return Found{} }

// ForgetPages drops the parts of an unfinished export read so far.
func (s *Session) ForgetPages() {}

// Build makes an account of the form; the error is a *account.FieldError.
func (s *Session) Build(m Manual) (account.Account, error) { return account.Account{}, errNotYet }

// Classify compares an account with the vault.
func (s *Session) Classify(a account.Account) Duplicate { return Duplicate{} }

// Preview is the code a candidate would show.
func Preview(a account.Account, now time.Time) (Code, error) { return Code{}, errNotYet }

// Add adds the chosen candidates in one durable step.
func (s *Session) Add(cs []Candidate) (Added, error) { return Added{}, errNotYet }

// Edit changes one account.
func (s *Session) Edit(id string, c Changes) error { return errNotYet }

// Delete moves accounts to the trash; Restore puts them back; Purge removes
// them for ever.
func (s *Session) Delete(ids ...string) error  { return errNotYet }
func (s *Session) Restore(ids ...string) error { return errNotYet }
func (s *Session) Purge(ids ...string) error   { return errNotYet }

// Undo takes the last change of this session back.
func (s *Session) Undo() error { return errNotYet }

// Move puts id behind after in the user's own order; after is empty for the top.
func (s *Session) Move(id, after string) error { return errNotYet }

// AddGroup, RenameGroup, RemoveGroup and MoveGroup edit the groups. Removing
// a group leaves its accounts.
func (s *Session) AddGroup(name string) (id string, err error) { return "", errNotYet }
func (s *Session) RenameGroup(id, name string) error           { return errNotYet }
func (s *Session) RemoveGroup(id string) error                 { return errNotYet }
func (s *Session) MoveGroup(id, after string) error            { return errNotYet }

// SetSettings changes the settings that follow the user.
func (s *Session) SetSettings(set Settings) error { return errNotYet }
