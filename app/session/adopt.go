package session

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"twofold/sync/engine"
	"twofold/sync/folder"
)

// ErrNotDownloaded: the files are with the cloud service still.
var ErrNotDownloaded = folder.ErrNotDownloaded

// FolderChoice is a folder of a cloud service that was found on this computer.
type FolderChoice struct {
	Path    string // what the service keeps the same on all computers
	Service string // "OneDrive"
	Name    string // what tells two of one service apart; may be empty
	// Holds is true if a backup lies there. Then the rest says what can be
	// known of it without a key: names and contents are encrypted.
	Holds     bool
	Newest    time.Time // by the times of the files
	Computers int       // that wrote there
	Backups   int
	Size      int64 // of all its files, in bytes
	Warnings  []FolderWarning
}

// FolderWarning is something to know before choosing a folder.
type FolderWarning string

// The warnings.
const (
	WarnTemp      = FolderWarning(folder.WarnTemp)      // emptied by the system now and then
	WarnRemovable = FolderWarning(folder.WarnRemovable) // a disk that can be pulled out
	WarnWork      = FolderWarning(folder.WarnWork)      // an organisation can read names and take access away
	WarnDataDir   = FolderWarning(folder.WarnDataDir)   // inside Twofold's own directory
)

func warnings(ws []folder.Warning) (out []FolderWarning) {
	for _, w := range ws {
		out = append(out, FolderWarning(w))
	}
	return out
}

// Folders finds the folders of cloud services on this computer, those with a
// backup first. It reads a few small files, which may be slow.
func (s *Session) Folders() []FolderChoice {
	var out []FolderChoice
	for _, p := range folder.Discover(s.folderEnv()) {
		c := FolderChoice{
			Path: p.Path, Service: serviceName(p.Service, p.Path), Name: p.Name, Holds: p.Holds, Warnings: warnings(p.Warnings),
		}
		if p.Holds {
			s.describe(&c, p)
		}
		out = append(out, c)
	}
	return out
}

// describe lists the files of a folder that holds a backup.
func (s *Session) describe(c *FolderChoice, p folder.Place) {
	dir := folder.NewDir(p.Folder(engine.Names()), engine.Names(), folderClock{s}, s.o.Rand)
	found, err := engine.Look(context.Background(), dir)
	if err != nil {
		return // choosing it says why
	}
	for _, v := range found.Vaults {
		f := foundVault(v, "")
		c.Computers, c.Backups, c.Size = c.Computers+f.Computers, c.Backups+f.Snapshots, c.Size+f.Size
		if f.Newest.After(c.Newest) {
			c.Newest = f.Newest
		}
	}
}

// FolderAt describes a folder that the user chose himself, as [Session.Folders]
// does those it finds. A leading "~" is his home directory, and there begins
// what is not a whole path: the program runs wherever it was started. The error
// is [ErrFolderMissing]; a folder that cannot be written has none, for a backup
// can be brought back from it.
func (s *Session) FolderAt(path string) (FolderChoice, error) {
	env := s.folderEnv()
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		path = filepath.Join(env.Home, rest)
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(env.Home, path)
	}
	p, err := folder.Judge(env, path)
	switch {
	case errors.Is(err, folder.ErrReadOnly):
		p.Path = filepath.Clean(path)
	case err != nil:
		return FolderChoice{}, ErrFolderMissing
	}
	c := FolderChoice{Path: p.Path, Name: p.Name, Holds: p.Holds, Warnings: warnings(p.Warnings)}
	if p.Service != folder.Unknown {
		c.Service = serviceName(p.Service, p.Path)
	}
	return c, nil
}

func (s *Session) folderEnv() folder.Env {
	home, _ := os.UserHomeDir()
	return folder.Env{
		System: runtime.GOOS, Home: home, Getenv: os.Getenv, OneDrive: s.o.OneDrive, Drives: s.o.Drives,
		DataDir: s.o.DataDir, TempDirs: s.o.TempDirs, Removable: []string{"/media", "/run/media", "/mnt"},
		Names: engine.Names(),
	}
}

// TempDirs gives the usual Options.TempDirs for a system ("linux"), a home
// directory and [os.TempDir].
func TempDirs(system, home, temp string) []string { return folder.TempDirs(system, home, temp) }

// SubFolder is the directory of ours that is made in a chosen folder.
const SubFolder = folder.SubFolder

// AdoptionKind says what a folder means for this computer.
type AdoptionKind int

// The kinds.
const (
	// AdoptEmpty: nothing of ours is there. If First is set, ask whether
	// another computer uses Twofold already; if not, [Session.SetFolder] begins
	// the backup.
	AdoptEmpty AdoptionKind = iota
	// AdoptSame: this computer's vault is there. SetFolder connects.
	AdoptSame
	// AdoptVault: another vault is there, with a recovery file:
	// [Session.BeginRecovery], or approval from another computer.
	AdoptVault
	// AdoptApproval: another vault is there without a recovery file. Only
	// another computer can approve this one.
	AdoptApproval
	// AdoptWait: only placeholders or incomplete files are there.
	AdoptWait
)

// Adoption is what was found in a folder.
type Adoption struct {
	Kind     AdoptionKind
	Folder   string // where the files lie, or will
	Service  string
	Warnings []FolderWarning
	// ReadOnly: recovery works, a backup does not.
	ReadOnly bool
	Vaults   []FoundVault // newest first; more than one asks which
	Waiting  []string     // files to be downloaded first
	Here     int          // accounts on this computer
	// First: this computer's vault was never in any folder, and no other
	// computer belongs to it. What the folder does not show, only the user can
	// know: whether his accounts are on another computer, and still on the way.
	First bool
}

// Others are the vaults that are not this computer's.
func (a Adoption) Others() (out []FoundVault) {
	for _, v := range a.Vaults {
		if !v.Mine {
			out = append(out, v)
		}
	}
	return out
}

// Refused is why no backup can be kept in the folder, whatever lies there:
// [ErrFolderTemp] or [ErrFolderNested]. Recovery from it works.
func (a Adoption) Refused() error {
	switch {
	case slices.Contains(a.Warnings, WarnDataDir):
		return ErrFolderNested
	case slices.Contains(a.Warnings, WarnTemp):
		return ErrFolderTemp
	}
	return nil
}

// FoundVault is a vault in a folder, as far as names tell.
type FoundVault struct {
	ID        string
	Computers int
	Snapshots int
	Size      int64     // of all its files, in bytes
	Newest    time.Time // by the times of the files
	Recovery  bool      // a recovery file is there
	Mine      bool      // it is this computer's
}

// InspectFolder says what choosing a folder would mean. It lists the folder
// and changes nothing. The error is [ErrFolderMissing].
func (s *Session) InspectFolder(ctx context.Context, path string) (Adoption, error) {
	a := Adoption{Here: len(s.View().Rows), First: s.unbegun()}
	env := s.folderEnv()
	place, err := folder.Judge(env, path)
	switch {
	case errors.Is(err, folder.ErrReadOnly):
		a.ReadOnly, place.Path = true, path
	case err != nil:
		return a, ErrFolderMissing
	}
	a.Service, a.Warnings = serviceName(place.Service, place.Path), warnings(place.Warnings)
	a.Folder = place.Folder(env.Names)
	if isTwofold(place.Path) {
		a.Folder = place.Path
	}
	if _, err := os.Stat(a.Folder); errors.Is(err, os.ErrNotExist) {
		return a, nil // SetFolder makes it
	}
	c, err := engine.Look(ctx, folder.NewDir(a.Folder, engine.Names(), folderClock{s}, s.o.Rand))
	if err != nil {
		return a, ErrFolderMissing
	}
	a.take(c, s.vaultID())
	return a, nil
}

func (a *Adoption) take(c engine.Contents, mine string) {
	a.Waiting = c.Waiting
	recovery := false
	for _, v := range c.Vaults {
		f := foundVault(v, mine)
		recovery = recovery || f.Recovery
		if f.Mine {
			a.Kind = AdoptSame
		}
		a.Vaults = append(a.Vaults, f)
	}
	switch {
	case a.Kind == AdoptSame:
	case recovery:
		a.Kind = AdoptVault
	case len(a.Vaults) > 0:
		a.Kind = AdoptApproval
	case len(c.Waiting) > 0:
		a.Kind = AdoptWait
	}
}

func foundVault(v engine.VaultFiles, mine string) FoundVault {
	f := FoundVault{
		ID: v.ID, Computers: v.Computers, Snapshots: len(v.Snapshots), Newest: v.Newest,
		Recovery: len(v.Slots) > 0, Mine: v.ID == mine,
	}
	for _, files := range [][]engine.File{v.Snapshots, v.Slots} {
		for _, file := range files {
			f.Size += file.Size
		}
	}
	return f
}

// unbegun reports whether the vault of this computer has never been laid into
// a folder and belongs to no other computer.
func (s *Session) unbegun() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fresh()
}

// fresh is unbegun; it needs s.mu. It is false while that cannot be known.
func (s *Session) fresh() bool {
	if s.store == nil || s.doc == nil {
		return false
	}
	f, err := s.store.Frontier()
	return err == nil && f.Own.Seq == 0 && len(s.doc.Devices()) <= 1
}

// vaultID is the vault of this computer, empty if there is none.
func (s *Session) vaultID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.store == nil {
		return ""
	}
	return s.store.Vault()
}

// isTwofold reports whether a directory is one that this program makes.
func isTwofold(path string) bool { return strings.EqualFold(filepath.Base(path), folder.SubFolder) }
