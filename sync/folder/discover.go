package folder

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Service is a cloud service or program that keeps a folder the same on
// several computers.
type Service string

// The services, in the order in which they are offered.
const (
	OneDrive    Service = "onedrive"
	ICloud      Service = "icloud"
	Dropbox     Service = "dropbox"
	GoogleDrive Service = "googledrive"
	Nextcloud   Service = "nextcloud"
	Syncthing   Service = "syncthing"
	Box         Service = "box"
	PCloud      Service = "pcloud"
	MEGA        Service = "mega"
	ProtonDrive Service = "protondrive"
	// Unknown is a folder that belongs to no service that is known here.
	Unknown Service = ""
)

// services is the order of offers.
var services = [...]Service{
	OneDrive, ICloud, Dropbox, GoogleDrive, Nextcloud, Syncthing, Box, PCloud, MEGA, ProtonDrive,
}

// Warning is something the user should know before choosing a folder.
type Warning string

// The warnings.
const (
	WarnTemp      Warning = "temp"      // emptied by the system now and then
	WarnRemovable Warning = "removable" // a disk that can be pulled out
	WarnWork      Warning = "work"      // an organisation can read names and take access away
	WarnDataDir   Warning = "datadir"   // inside this program's own directory
)

// Place is a folder in which a vault may be kept.
type Place struct {
	Service  Service
	Path     string // the folder that the service keeps the same
	Name     string // what tells two places of one service apart; may be empty
	Warnings []Warning
	// Holds says that files of ours lie there, or one directory below.
	Holds bool
}

// SubFolder is the directory that is made inside a place.
const SubFolder = "Twofold"

// Folder is where the files go: the place itself if it holds files of ours
// directly, and a directory of its own in it otherwise.
func (p Place) Folder(names Names) string {
	if holds(p.Path, names) {
		return p.Path
	}
	return filepath.Join(p.Path, SubFolder)
}

// Env is what is known of a computer and its user. Tests give another one.
type Env struct {
	System string // "windows", "darwin", "linux"
	Home   string
	Getenv func(string) string
	// OneDrive has the user folders of the Windows registry, and Drives the
	// roots of all drives; both are for the caller to look up.
	OneDrive, Drives []string
	DataDir          string
	// TempDirs are directories that the system empties; see [TempDirs].
	TempDirs []string
	// Removable are directories below which removable disks are mounted.
	Removable []string
	Names     Names
	// Writable says whether the user may write; nil asks the system.
	Writable func(path string) bool
}

// Discover finds the folders of the services on this computer: those that
// hold a vault first, then in the order of the services, an organisation's
// last. Folders that cannot be written are left out. It reads a few small
// files and lists a few directories, some of which may be slow; call it off
// the window's goroutine.
func Discover(env Env) []Place {
	var out []Place
	seen := map[string]bool{}
	for _, s := range services {
		for _, p := range env.find(s) {
			path, ok := env.usable(p.Path)
			if !ok || seen[path] {
				continue
			}
			seen[path] = true
			p.Service, p.Path = s, path
			p.Warnings = env.warnings(p)
			p.Holds = holds(path, env.Names) || holds(filepath.Join(path, SubFolder), env.Names)
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b Place) int {
		return cmp.Or(rank(a.Holds, true)-rank(b.Holds, true), rank(slices.Contains(a.Warnings, WarnWork), false)-
			rank(slices.Contains(b.Warnings, WarnWork), false))
	})
	return out
}

// rank puts what is wanted before what is not.
func rank(got, wanted bool) int {
	if got == wanted {
		return 0
	}
	return 1
}

// Judge describes a folder that the user chose himself. Its error is
// [ErrUnavailable] or [ErrReadOnly].
func Judge(env Env, path string) (Place, error) {
	clean, err := filepath.Abs(path)
	if err != nil {
		return Place{}, ErrUnavailable
	}
	if info, err := os.Stat(clean); err != nil || !info.IsDir() {
		return Place{}, ErrUnavailable
	}
	if !env.writable(clean) {
		return Place{}, ErrReadOnly
	}
	p := Place{Path: clean}
	for _, known := range Discover(env) {
		if inside(clean, known.Path) {
			p.Service, p.Name = known.Service, known.Name
			break
		}
	}
	p.Warnings = env.warnings(p)
	p.Holds = holds(clean, env.Names) || holds(filepath.Join(clean, SubFolder), env.Names)
	return p, nil
}

// usable cleans a path and says whether a place can be there.
func (env Env) usable(path string) (string, bool) {
	if path == "" || !filepath.IsAbs(path) {
		return "", false
	}
	path = filepath.Clean(path)
	info, err := os.Stat(path)
	return path, err == nil && info.IsDir() && env.writable(path)
}

func (env Env) writable(path string) bool {
	if env.Writable != nil {
		return env.Writable(path)
	}
	return writable(path)
}

func (env Env) warnings(p Place) []Warning {
	var out []Warning
	if temporaryPlace(p.Path, env.TempDirs) {
		out = append(out, WarnTemp)
	}
	if slices.ContainsFunc(env.Removable, func(r string) bool { return inside(p.Path, r) }) {
		out = append(out, WarnRemovable)
	}
	if p.Service == OneDrive && work(p) {
		out = append(out, WarnWork)
	}
	if env.DataDir != "" && inside(p.Path, env.DataDir) {
		out = append(out, WarnDataDir)
	}
	return out
}

// work reports whether a OneDrive belongs to an organisation: its folder is
// called "OneDrive - Contoso", or on macOS "OneDrive-Contoso", and a private
// one "OneDrive" or "OneDrive-Personal".
func work(p Place) bool {
	for _, name := range []string{filepath.Base(p.Path), p.Name} {
		if owner, ok := strings.CutPrefix(name, "OneDrive"); ok {
			owner = strings.Trim(owner, " -")
			return owner != "" && !strings.EqualFold(owner, "personal")
		}
	}
	return false
}

// inside reports whether path is dir or below it.
func inside(path, dir string) bool {
	rel, err := filepath.Rel(filepath.Clean(dir), filepath.Clean(path))
	return err == nil && (rel == "." || filepath.IsLocal(rel))
}

// holds reports whether files of ours lie in a directory. Placeholders count:
// what is not downloaded yet is there all the same.
func holds(path string, names Names) bool {
	dir, err := os.Open(path)
	if err != nil {
		return false
	}
	defer dir.Close() // opened for reading: nothing can be lost here
	list, _ := dir.Readdirnames(10_000)
	return slices.ContainsFunc(list, func(name string) bool {
		kind, real := names.classify(name)
		return kind == exact || kind == copied || kind == placeholder && names.interesting(real)
	})
}
