package folder

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// find gives the places of one service, unchecked.
func (env Env) find(s Service) []Place {
	switch s {
	case OneDrive:
		return env.oneDrive()
	case ICloud:
		return env.iCloud()
	case Dropbox:
		return env.dropbox()
	case GoogleDrive:
		return env.googleDrive()
	case Nextcloud:
		return env.nextcloud()
	case Syncthing:
		return env.syncthing()
	case Box:
		return env.named("Box", "Box-Box", "Box Sync")
	case PCloud:
		return env.named("pCloudDrive", "pCloud Drive", "pCloud Sync")
	case MEGA:
		return env.named("MEGA", "MEGAsync")
	case ProtonDrive:
		return env.named("Proton Drive", "ProtonDrive-*")
	}
	return nil
}

func (env Env) oneDrive() []Place {
	switch env.System {
	case "windows":
		var out []Place
		for _, name := range []string{"OneDriveConsumer", "OneDrive", "OneDriveCommercial"} {
			path := env.getenv(name)
			out = append(out, Place{Path: path, Name: filepath.Base(path)})
		}
		for _, path := range env.OneDrive {
			out = append(out, Place{Path: path, Name: filepath.Base(path)})
		}
		return out
	case "darwin":
		return env.cloudStorage("OneDrive-*")
	default:
		return env.inHome("OneDrive") // abraunegg's client
	}
}

func (env Env) iCloud() []Place {
	switch env.System {
	case "windows":
		return env.inHome("iCloudDrive")
	case "darwin":
		return env.inHome("Library/Mobile Documents/com~apple~CloudDocs")
	}
	return nil
}

func (env Env) dropbox() []Place {
	var files []string
	switch env.System {
	case "windows":
		files = []string{
			env.under("LOCALAPPDATA", "Dropbox/info.json"), env.under("APPDATA", "Dropbox/info.json"),
		}
	default:
		files = []string{env.home(".dropbox/info.json")}
	}
	var out []Place
	for _, file := range files {
		out = append(out, parseDropbox(readConfig(file))...)
	}
	if env.System == "darwin" {
		out = append(out, env.cloudStorage("Dropbox*")...)
	}
	return out
}

// myDrive are names of the folder "My Drive", which Google Drive translates.
var myDrive = [...]string{"My Drive", "マイドライブ"}

func (env Env) googleDrive() []Place {
	var roots []Place
	switch env.System {
	case "windows":
		for _, drive := range env.Drives {
			roots = append(roots, Place{Path: drive})
		}
	case "darwin":
		roots = env.cloudStorage("GoogleDrive-*")
	}
	var out []Place
	for _, root := range roots {
		out = append(out, env.inDrive(root)...)
	}
	return out
}

// inDrive finds the user's own folder in a Google Drive. Its marker tells it
// from any other drive where the name is in a language that is not known here.
func (env Env) inDrive(root Place) []Place {
	for _, name := range myDrive {
		if path := filepath.Join(root.Path, name); isDir(path) {
			return []Place{{Path: path, Name: root.Name}}
		}
	}
	if !isDir(filepath.Join(root.Path, ".shortcut-targets-by-id")) {
		return nil
	}
	entries, err := os.ReadDir(root.Path)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		// "Shared drives" and "Computers" stand beside it, but in those
		// nobody can write at the top.
		path := filepath.Join(root.Path, e.Name())
		if e.IsDir() && e.Name()[0] != '.' && env.writable(path) {
			return []Place{{Path: path, Name: root.Name}}
		}
	}
	return nil
}

func (env Env) nextcloud() []Place {
	file := env.home(".config/Nextcloud/nextcloud.cfg")
	switch env.System {
	case "windows":
		file = env.under("APPDATA", "Nextcloud/nextcloud.cfg")
	case "darwin":
		file = env.home("Library/Preferences/Nextcloud/nextcloud.cfg")
	}
	return parseNextcloud(readConfig(file))
}

func (env Env) syncthing() []Place {
	var files []string
	switch env.System {
	case "windows":
		files = []string{env.under("LOCALAPPDATA", "Syncthing/config.xml")}
	case "darwin":
		files = []string{env.home("Library/Application Support/Syncthing/config.xml")}
	default:
		files = []string{env.home(".local/state/syncthing/config.xml"), env.home(".config/syncthing/config.xml")}
	}
	var out []Place
	for _, file := range files {
		out = append(out, parseSyncthing(readConfig(file), env.Home)...)
	}
	return out
}

// named are services that keep a folder of a fixed name in the home directory
// or, on macOS, among the system's cloud folders.
func (env Env) named(patterns ...string) []Place {
	out := env.inHome(patterns...)
	if env.System == "darwin" {
		out = append(out, env.cloudStorage(patterns...)...)
	}
	return out
}

// cloudStorage are folders of the system's file providers on macOS.
func (env Env) cloudStorage(patterns ...string) []Place {
	var full []string
	for _, p := range patterns {
		full = append(full, "Library/CloudStorage/"+p)
	}
	return env.inHome(full...)
}

// inHome finds directories by patterns relative to the home directory.
func (env Env) inHome(patterns ...string) []Place {
	if env.Home == "" {
		return nil
	}
	var out []Place
	for _, pattern := range patterns {
		dir, last := filepath.Split(filepath.FromSlash(pattern))
		entries, err := os.ReadDir(filepath.Join(env.Home, dir))
		if err != nil {
			continue
		}
		for _, e := range entries {
			// Not Glob: the home directory itself may hold its characters.
			if ok, err := filepath.Match(last, e.Name()); ok && err == nil {
				path := filepath.Join(env.Home, dir, e.Name())
				out = append(out, Place{Path: path, Name: e.Name()})
			}
		}
	}
	return out
}

func (env Env) getenv(name string) string {
	if env.Getenv == nil {
		return ""
	}
	return env.Getenv(name)
}

// under is a file below the directory that an environment variable names.
func (env Env) under(variable, path string) string {
	dir := env.getenv(variable)
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, filepath.FromSlash(path))
}

func (env Env) home(path string) string {
	if env.Home == "" {
		return ""
	}
	return filepath.Join(env.Home, filepath.FromSlash(path))
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// maxConfig is the most that is read of a service's configuration.
const maxConfig = 4 << 20

// readConfig gives a small regular file, or nothing.
func readConfig(path string) []byte {
	if path == "" {
		return nil
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxConfig {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close() // opened for reading: nothing can be lost here
	b, err := io.ReadAll(io.LimitReader(f, maxConfig))
	if err != nil {
		return nil
	}
	return b
}

// tilde puts the home directory in the place of a leading "~".
func tilde(path, home string) string {
	if rest, ok := strings.CutPrefix(path, "~"); ok && home != "" && (rest == "" || rest[0] == '/' || rest[0] == '\\') {
		return filepath.Join(home, rest)
	}
	return path
}

// distinct drops places whose path came before.
func distinct(places []Place) []Place {
	var out []Place
	for _, p := range places {
		if p.Path != "" && !slices.ContainsFunc(out, func(o Place) bool { return o.Path == p.Path }) {
			out = append(out, p)
		}
	}
	return out
}
