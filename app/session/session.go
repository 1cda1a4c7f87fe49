// Package session is the unlocked program: what the window and the commands
// talk to. It owns the vault in memory, the files of this computer, the
// clipboard clock and the few goroutines there are, and it shows the outside
// immutable views and a stream of events.
//
// Methods may be called from any goroutine. Those that read or write files,
// derive keys, ask the keyring or decode pictures say so and take their time:
// a window calls them off its own goroutine. [Session.View], [Session.Phase]
// and [Session.Status] only load a pointer.
package session

import (
	"context"
	"errors"
	"image"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"twofold/crypto/sealed"
	"twofold/internal/icon"
	"twofold/internal/otpauth"
	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/store"
)

// Errors a caller branches on. Others come from the packages named at the
// methods; [Explain] has a sentence for all of them.
var (
	ErrLocked          = errors.New("locked")
	ErrWrongPassphrase = errors.New("wrong passphrase")
	ErrWrongKey        = errors.New("recovery key does not open this vault")
	ErrNoSuchAccount   = errors.New("no such account")
	ErrReadOnly        = errors.New("vault was written by a newer version")
	ErrNothingToUndo   = errors.New("nothing to undo")
	// ErrClipboard: nothing could be put on the clipboard.
	ErrClipboard = errors.New("could not write to the clipboard")
	// ErrTooNew: a newer version wrote the data in a way this one cannot read.
	// Nothing is touched.
	ErrTooNew = errors.New("data of a newer version")
	// ErrInUse: another process owns the data directory.
	ErrInUse = store.ErrInUse
	// ErrDataFolder: the data directory cannot be opened for a reason that has
	// no sentence of its own.
	ErrDataFolder = errors.New("data directory cannot be opened")
	// ErrSaveFailed: the edit is in the list, is kept, and is tried again.
	ErrSaveFailed = errors.New("could not save")
	// ErrNotWritten: a file the user asked for could not be written.
	ErrNotWritten = errors.New("could not write the file")
)

// Session is the program on this computer. Make one with [New].
type Session struct {
	o   Options
	bus bus

	phase   atomic.Int64
	locks   atomic.Int64 // see Locks
	view    atomic.Pointer[View]
	status  atomic.Pointer[Status]
	touched atomic.Pointer[time.Time] // the last Touch
	icons   atomic.Pointer[icon.Pack]

	lastChange atomic.Int64 // see LastChange

	mu     sync.Mutex // guards all below
	store  *store.Store
	doc    *vault.Document // nil unless open
	author vault.Author
	closed bool
	moved  string // name of the damaged file, in phase Damaged
	ways   Ways
	// unsaved is the error of the last save while edits wait in memory.
	unsaved   error
	stopRetry func()
	undo      []undoStep
	changes   int // that could be undone, since the start
	// unconfirmed is the slot of the recovery key made last.
	unconfirmed string
	pages       otpauth.Pages
	shownHOTP   map[string]string // last codes of counter-based accounts

	// The backup: see courier.go.
	courier         *courier // nil while there is none
	folder, service string   // chosen folder, and whose it is
	paused, focused bool
	later           bool // the folder is left alone until UseFolder
	asked           bool // the folder was chosen since the start, not taken from the settings
	saving          bool
	syncState       *engine.State   // of the last step; nil before it
	pairDone        map[string]bool // requests that were answered or declined, by id
	pairing         *Approval       // that is open
	pairWrong       int             // wrong numbers in a row
	pairPause       time.Time       // until when no number is taken
	backupView      atomic.Pointer[BackupView]
	news            []BackupNews // newest first
	mergedAt        time.Time    // when old merges were looked for last

	visible  bool
	stopTick func()
	idle     time.Duration
	busy     int
	stopIdle func()
	clip     clip
	clipTime time.Duration
}

// Options is all that a session needs from the outside.
type Options struct {
	DataDir string // of this computer's files; made if missing
	Version string // of the program
	// Computer gives the name other computers show ("Hanako's laptop") and
	// the system ("Debian 12"). It is asked only when this computer joins a
	// vault, and may take its time.
	Computer func(ctx context.Context) (name, system string)

	Now       func() time.Time
	After     func(time.Duration, func()) (stop func()) // time.AfterFunc outside tests
	Rand      io.Reader
	Keyring   Keyring
	Clipboard Clipboard
	// TempDirs are directories that the system empties now and then. No backup
	// is kept below them.
	TempDirs []string
	// Folder is the shared folder, as [Session.SetFolder] gave it; empty for
	// none. Paused is the user's choice to leave it alone.
	Folder string
	Paused bool
	// FolderLater leaves the folder alone until [Session.UseFolder], so that
	// nothing is read from it before the first code is on the screen.
	FolderLater bool
	// FlushLimit is how long locking and closing wait for the folder to take
	// an edit that is not in it yet; zero is 4 s. What it does not take is
	// durable here, and is written after the next unlocking.
	FlushLimit time.Duration
	// OneDrive and Drives are what the Windows registry and the system tell
	// about folders and drives, for [Session.Folders]; empty elsewhere.
	OneDrive, Drives []string
	// AskAlways leaves the keyring alone at the start: the user wants to be asked.
	AskAlways bool
	// Cost of the key derivations; zero is the usual one. Only tests set it.
	Cost sealed.Cost
}

// Keyring is the part of the system's keyring a session uses: one line of
// text for this computer's id. Errors are passed on as they are. A nil one
// means that the keyring is left alone.
type Keyring interface {
	Get(ctx context.Context, computer string) ([]byte, error)
	Set(ctx context.Context, computer string, line []byte) error
	Delete(ctx context.Context, computer string) error
}

// Clipboard is the part of the system's clipboard a session uses. Write marks
// the text as sensitive where the system knows such a mark. ClearIfStill
// empties the clipboard only if it still holds text.
type Clipboard interface {
	Write(text string) error
	ClearIfStill(text string) error
}

// Phase says which kind of screen belongs on the window.
type Phase int

// The phases.
const (
	Starting  Phase = iota // files are being opened
	NeedsPass              // first start on a computer without a usable keyring: ask for a passphrase
	Locked                 // ask for one of Session.Ways
	Open                   // View has the accounts
	Damaged                // the data could not be read and was moved aside
	InUse                  // another process owns the data directory
)

// Event is something that happened. The window redraws what it names.
type Event interface{ event() }

// The events.
type (
	// PhaseChanged comes with every change of [Session.Phase].
	PhaseChanged struct{ Phase Phase }
	// ListChanged comes with every new [View]. IDs are the accounts whose
	// content changed; Shape is true if rows came, went or moved, or groups
	// or settings changed.
	ListChanged struct {
		IDs   []string
		Shape bool
	}
	// StatusChanged comes with every change of [Session.Status].
	StatusChanged struct{ Status Status }
	// Tick comes at every full second while open and visible.
	Tick struct{ Now time.Time }
	// ClipboardChanged comes when a copied code starts or stops being on the
	// clipboard. Until is when it goes; zero with Held means that it stays.
	ClipboardChanged struct {
		Until time.Time
		Held  bool
	}
)

func (PhaseChanged) event()     {}
func (ListChanged) event()      {}
func (StatusChanged) event()    {}
func (Tick) event()             {}
func (ClipboardChanged) event() {}

// Ways are the means by which the vault can be unlocked.
type Ways struct {
	Keyring    bool // the system's keyring holds a key; no question is needed
	Passphrase bool
	Recovery   bool // the ten-word recovery key
	// KeyringErr says why the keyring did not open the vault, if it should
	// have: one of the errors of the keyring seam.
	KeyringErr error
}

// Picture is one picture that was looked at, in memory only.
type Picture struct {
	Name  string // file name, empty for the clipboard and the screen
	Image image.Image
	Codes [][4]image.Point // outlines of what was read
	Seen  [][4]image.Point // outlines of codes that were found and not read
}
