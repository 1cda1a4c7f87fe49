// Package folder is the shared folder as a mailbox: it lists what lies there,
// reads it, lays new files into it and says when something may have changed.
// It also finds the folders of the cloud services on this computer.
//
// The folder belongs to somebody else. A cloud client, another program or a
// person may add, rename, damage, empty or unplug it at any moment, so names,
// sizes, times and the order of arrival are hints, and a missing file means
// nothing at all. The package never replaces a file and never reads meaning
// into one: it knows no keys and no formats, only the [Names] it is given.
// The facts about providers that it is built on are in docs/sync-protocol.md.
package folder

import (
	"context"
	"errors"
	"time"
)

// Errors a caller branches on.
var (
	// ErrUnavailable means that the folder is not there or cannot be listed:
	// renamed, unmounted, without permission. It never means "empty".
	ErrUnavailable = errors.New("folder not available")
	// ErrFull means that the disk or quota is used up.
	ErrFull = errors.New("disk full")
	// ErrReadOnly means that the folder takes no new files.
	ErrReadOnly = errors.New("folder is not writable")
	// ErrExists means that another content lies under the name already.
	ErrExists = errors.New("name is taken by another content")
	// ErrNotDownloaded means that the content is still with the provider.
	ErrNotDownloaded = errors.New("file is not downloaded yet")
	// ErrSlow means that a read or a write took longer than [ReadLimit]; the
	// provider may still be downloading.
	ErrSlow = errors.New("folder does not answer")
	// ErrTooLarge means a file above [MaxFile].
	ErrTooLarge = errors.New("file too large")
	// ErrMismatch means that a file read back differs from what was written.
	ErrMismatch = errors.New("file read back differs from what was written")
	// ErrBadName means a name that is not fit for every provider.
	ErrBadName = errors.New("name is not fit for a shared folder")
)

// errBusy stands for what Windows says while another program holds a file
// (codes 5 and 32), where a test lets it happen.
var errBusy = errors.New("file in use by another program")

// Limits of what is looked at.
const (
	MaxFile    = 64 << 20 // bytes of one file
	MaxEntries = 100_000  // names looked at in one directory
	MaxSubDirs = 256      // sub-directories looked into
	// ReadLimit is how long one read may take. Reading can mean downloading.
	ReadLimit = 30 * time.Second
	// Readers is how many reads run at a time.
	Readers = 2
)

// Folder is the mailbox. [Dir] is the real one; package hostile has one that
// misbehaves in every known way. Methods may be called from any goroutine.
type Folder interface {
	// Scan lists the root and one level below it. An error, which is
	// [ErrUnavailable], says nothing about what the folder holds.
	Scan(ctx context.Context) (Listing, error)
	// Read gives the content of an entry, waiting for a download if need be.
	Read(ctx context.Context, path string) ([]byte, error)
	// Publish lays a new file into the root. It never replaces one: a name
	// that is there with the same content is a success, with another one it
	// is [ErrExists].
	Publish(ctx context.Context, name string, data []byte) error
	// Remove deletes an entry. One that is not there is no error. Only a
	// caller who knows that the file is its own may ask for this.
	Remove(ctx context.Context, path string) error
}

// Watcher is a folder that says when a scan may find news. A hint is never a
// fact: it may come without a change, and a change may come without one.
type Watcher interface {
	// Hints gets a value when a scan is due. It is closed by the folder's Close.
	Hints() <-chan struct{}
	// SetPace sets the time between two polls; every poll is a hint too.
	SetPace(every time.Duration)
}

// Names says which files of a folder are of interest.
type Names struct {
	Prefix   string   // in the name of every file of ours, "tf1-"
	Suffixes []string // of our files, ".age" first: it alone makes a file interesting
	// Temp begins the names of this computer's files while they are written.
	// Providers ignore names that begin with "~$" and end with ".tmp".
	Temp string
}

// Listing is what a scan saw.
type Listing struct {
	Entries []Entry // in the order of their paths
	// Waiting are files of interest that exist only as a name so far, by the
	// name they will have.
	Waiting []string
	// Closed are sub-directories that could not be listed.
	Closed []string
	Other  int  // names that are none of our business
	Cut    bool // there was more than [MaxEntries] or [MaxSubDirs]
}

// Entry is a file of interest. Everything about it is a hint.
type Entry struct {
	Path    string // relative to the root, with slashes; one directory at most
	Name    string // last element of Path
	Size    int64
	ModTime time.Time
	// Copy is true for a name that is not exactly one of ours: a conflict
	// copy, a renamed file, a copy in a sub-directory.
	Copy bool
	// Offline is true if the system says that reading means downloading.
	Offline bool
}
