package session

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"twofold/crypto/phrase"
	"twofold/sync/engine"
	"twofold/sync/folder"
)

// What can be wrong with a folder, beside the errors of reading and writing.
var (
	// ErrNoFolder: no folder was chosen.
	ErrNoFolder = errors.New("no folder chosen")
	// ErrFolderMissing: it is not there, or cannot be listed.
	ErrFolderMissing = folder.ErrUnavailable
	// ErrFolderReadOnly and ErrFolderFull: it takes no new files.
	ErrFolderReadOnly = folder.ErrReadOnly
	ErrFolderFull     = folder.ErrFull
	// ErrOtherVault: the folder holds a vault that is not this computer's.
	// Recovery brings the two together.
	ErrOtherVault = errors.New("folder holds another vault")
	// ErrFolderNested: it lies in Twofold's own directory, where a backup
	// would be lost together with what it is a backup of.
	ErrFolderNested = errors.New("folder lies inside the data directory")
	// ErrFolderTemp: the system empties it now and then.
	ErrFolderTemp = errors.New("folder is a temporary one")
	// ErrNotProven: the first backup was written and could not be read back.
	ErrNotProven = errors.New("backup could not be read back")
	// ErrPaused: the user paused the backup.
	ErrPaused = errors.New("backup is paused")
)

// BackupView is all that the page about the backup shows. It never changes; a
// new one comes with every [BackupChanged].
type BackupView struct {
	Folder  string // path; empty if none was chosen
	Service string // "OneDrive", or the name of the folder
	Paused  bool
	Status  Status

	Saved   time.Time // newest backup of this computer that was written, read back and opened
	Pending time.Time // since when changes wait; zero if none
	// Computers of the vault, this one first, then the last seen first.
	Computers []BackupComputer
	// Fingerprint are four words: the same on all computers that have the
	// same content.
	Fingerprint [4]string
	Waiting     []string // names of files that are being downloaded
	Damaged     []BackupDamage
	OtherVaults int // vaults in the folder that are not this one
	Copies      int // conflict copies and renamed files; harmless
	// News are the notices since the start of the program, newest first.
	News []BackupNews
	// Requests are new computers that ask to be approved, at most eight: in
	// turn one of those that came first and one of those that came last, so
	// that whoever lays requests into the folder keeps none away. The first is
	// the one to be answered.
	Requests []PairRequest
	// OtherRequest: a computer asks to be approved for another vault in the
	// folder, which this one cannot do.
	OtherRequest bool
	// Removed: this computer was removed from the vault and gets no changes.
	Removed bool
	// Excluded: others write what this computer cannot read; most likely it
	// was removed.
	Excluded bool
	Newer    bool // the vault needs a later version of the program
}

// BackupComputer is a computer of the vault.
type BackupComputer struct {
	ID, Name, System string
	Me               bool
	Removed          bool
	LastSeen         time.Time // of its newest snapshot, by its own clock; zero if none was read
	Accounts         int       // in that snapshot
	// HasMine is true if it has read the newest backup of this computer: the
	// only proof that the folder travels.
	HasMine bool
}

// BackupDamage is a file that stayed unreadable.
type BackupDamage struct {
	File, Computer string
	// Needed is true if nothing else is known to hold what is in it: that
	// computer has to write it again.
	Needed bool
	// Slot is true for the recovery file.
	Slot bool
	Err  error
}

// BackupChanged comes with every new [Session.Backup].
type BackupChanged struct{}

// BackupNotice is something the user should hear about once.
type BackupNotice struct {
	Kind     NoticeKind
	Computer string // name of the computer it is about; may be empty
	ID       string // its id
	File     string
	Err      error
	// Account and Title are the account it is about, if it is about one.
	Account, Title string
}

func (BackupChanged) event() {}
func (BackupNotice) event()  {}

// NoticeKind says what a notice is about.
type NoticeKind string

// The notices. "Nothing is lost" is true of all of them.
const (
	NoticeEmptied     = NoticeKind(engine.Emptied)     // the folder was emptied, and filled again
	NoticeRolledBack  = NoticeKind(engine.RolledBack)  // the folder went back to an earlier state
	NoticeRewritten   = NoticeKind(engine.Rewritten)   // another program changed files in the folder
	NoticeForged      = NoticeKind(engine.Forged)      // File is not from the user's computers; ignored
	NoticeFromRemoved = NoticeKind(engine.FromRemoved) // File is from a removed computer; ignored
	NoticeNewer       = NoticeKind(engine.Newer)       // File needs a later version
	NoticeCopied      = NoticeKind(engine.Copied)      // this computer was a copy, and goes on as Computer
	NoticeForked      = NoticeKind(engine.Forked)      // Computer seems to exist twice
	NoticeJoined      = NoticeKind(engine.Joined)      // Computer joined, approved by another one
	NoticeJoinedByKey = NoticeKind(engine.JoinedByKey) // Computer joined with the recovery key: "it was me" or remove it
	NoticeWasRemoved  = NoticeKind(engine.WasRemoved)  // Computer was removed
	NoticeRemoved     = NoticeKind(engine.Removed)     // this computer was removed
	NoticeNewKey      = NoticeKind(engine.NewSlot)     // a recovery key was made on another computer
	NoticeOtherKey    = NoticeKind("other-key")        // an account got another key elsewhere; the one from here is kept
	NoticeMerged      = NoticeKind("merged")           // a field was changed here and there; see Session.Merged
	NoticeKept        = NoticeKind("kept")             // an account was deleted for ever elsewhere; see View.Kept
)

// Backup is the current view. It only loads a pointer.
func (s *Session) Backup() *BackupView { return s.backupView.Load() }

// Fingerprint is the content of the vault as four words, the same on all
// computers that have the same content; empty unless open.
func (s *Session) Fingerprint() [4]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.doc == nil {
		return [4]string{}
	}
	return phrase.Fingerprint(s.doc.Fingerprint())
}

// BackUpNow takes what is new in the folder and writes what it lacks, without
// any delay, and returns when that is done. It is as slow as the folder. The
// errors are those of this file.
func (s *Session) BackUpNow(ctx context.Context) error {
	b := s.courierNow()
	if b == nil {
		return ErrNoFolder
	}
	if s.Backup().Paused {
		return ErrPaused
	}
	return b.stepNow(ctx)
}

// LookAtFolder takes what is new in the folder and publishes what is due. It
// returns when that is done.
func (s *Session) LookAtFolder(ctx context.Context) error {
	b := s.courierNow()
	if b == nil {
		return ErrNoFolder
	}
	return b.do(ctx, func(ctx context.Context) error {
		b.tellEdits()
		if err := b.took(b.engine.Step(ctx, s.o.Now())); err != nil {
			return err
		}
		if b.engine.State().Folder == engine.Missing {
			return ErrFolderMissing
		}
		return nil
	})
}

// PauseBackup stops reading and writing the folder until
// [Session.ResumeBackup]. The caller keeps the choice in the settings.
func (s *Session) PauseBackup() { s.setPaused(true) }

// ResumeBackup goes on.
func (s *Session) ResumeBackup() { s.setPaused(false) }

func (s *Session) setPaused(p bool) {
	s.mu.Lock()
	s.paused = p
	b := s.courier
	s.showBackup()
	s.setStatus()
	s.mu.Unlock()
	s.bus.flush()
	if b != nil {
		b.wake()
	}
}

// TurnOffBackup lets go of the folder. Its files stay. Edits that wait are
// still written, if the folder takes them at once.
func (s *Session) TurnOffBackup() {
	s.stopCourier(true)
	s.mu.Lock()
	s.folder, s.service = "", ""
	s.showBackup()
	s.setStatus()
	s.mu.Unlock()
	s.bus.flush()
}

// SetFocused tells whether the user looks at the window: the folder is looked
// at every 5 seconds then, and every 30 otherwise.
func (s *Session) SetFocused(focused bool) {
	s.mu.Lock()
	s.focused = focused
	b := s.courier
	s.mu.Unlock()
	if b != nil {
		b.setPace(focused)
	}
}

// SetFolder makes the folder at path the backup of this vault: a directory
// "Twofold" in it, unless it is one or holds the vault already. It joins the
// vault if the folder has it, or writes the first backup and the recovery
// file, and returns when they were read back and opened. folder is where they
// lie; the caller keeps it in the settings. Nothing changes after an error:
// [ErrOtherVault], [ErrFolderNested], [ErrFolderTemp], [ErrNotProven], and those of the folder.
func (s *Session) SetFolder(ctx context.Context, path string) (folder string, err error) {
	if s.Phase() != Open {
		return "", ErrLocked
	}
	a, err := s.InspectFolder(ctx, path)
	if err != nil {
		return "", err
	}
	if err := a.Refused(); err != nil {
		return "", err
	}
	switch a.Kind {
	case AdoptVault, AdoptApproval:
		return "", ErrOtherVault
	case AdoptWait:
		return "", ErrNotDownloaded
	}
	if a.ReadOnly {
		return "", ErrFolderReadOnly
	}
	return a.Folder, s.useFolder(ctx, a.Folder, a.Service)
}

// useFolder starts the backup in a directory and proves it.
func (s *Session) useFolder(ctx context.Context, dir, service string) error {
	made := os.Mkdir(dir, 0o700)
	if err := made; err != nil && !errors.Is(err, os.ErrExist) {
		if errors.Is(err, os.ErrPermission) {
			return ErrFolderReadOnly
		}
		return ErrFolderMissing
	}
	s.mu.Lock()
	oldFolder, oldService, wasPaused := s.folder, s.service, s.paused
	s.mu.Unlock()
	s.stopCourier(true)
	use := func(dir, service string, paused bool) {
		s.mu.Lock()
		s.folder, s.service, s.paused, s.later, s.asked = dir, service, paused, false, true
		s.startCourier()
		s.setStatus()
		s.mu.Unlock()
		s.bus.flush()
	}
	use(dir, service, false)
	err := s.BackUpNow(ctx)
	switch v := s.Backup(); {
	case err != nil:
	case v.Saved.IsZero() && v.OtherVaults > 0:
		err = ErrOtherVault // it came after the last look; the engine does not begin beside it
	case v.Saved.IsZero():
		err = ErrNotProven
	}
	if err != nil {
		s.stopCourier(false)
		if made == nil {
			_ = os.Remove(dir) // only if it is empty
		}
		use(oldFolder, oldService, wasPaused)
		return err
	}
	return nil
}

// showBackup makes a new view. Needs s.mu.
func (s *Session) showBackup() {
	v := &BackupView{Folder: s.folder, Service: s.service, Paused: s.paused}
	st := s.syncState
	if s.folder != "" && s.doc != nil && st != nil {
		v.fill(st, s.pairDone)
		v.Fingerprint = phrase.Fingerprint(s.doc.Fingerprint())
	}
	v.Status = *s.status.Load()
	v.News = slices.Clone(s.news)
	s.backupView.Store(v)
	s.bus.put(BackupChanged{})
}

// serviceName is the proper name of a service, or of the folder where it
// belongs to none.
func serviceName(service folder.Service, path string) string {
	name := map[folder.Service]string{
		folder.OneDrive: "OneDrive", folder.ICloud: "iCloud Drive", folder.Dropbox: "Dropbox",
		folder.GoogleDrive: "Google Drive", folder.Nextcloud: "Nextcloud", folder.Syncthing: "Syncthing",
		folder.Box: "Box", folder.PCloud: "pCloud", folder.MEGA: "MEGA", folder.ProtonDrive: "Proton Drive",
	}[service]
	if name != "" {
		return name
	}
	base := filepath.Base(path)
	if strings.EqualFold(base, folder.SubFolder) {
		base = filepath.Base(filepath.Dir(path))
	}
	return base
}
