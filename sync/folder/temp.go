package folder

import (
	"path/filepath"
	"slices"
)

// TempDirs gives the directories of a computer that are emptied by the system
// now and then, where nothing can be kept: temp, which is [os.TempDir], and
// those every system of this kind has. One that the home directory itself lies
// in is left out: there it is this user's place for everything.
func TempDirs(system, home, temp string) []string {
	all := []string{temp}
	switch system {
	case "linux":
		all = append(all, "/tmp", "/var/tmp", "/dev/shm")
	case "darwin":
		all = append(all, "/tmp", "/var/tmp", "/private/tmp", "/private/var/tmp", "/private/var/folders")
	case "windows":
		all = append(all, `C:\Windows\Temp`)
	}
	return slices.DeleteFunc(all, func(dir string) bool {
		return dir == "" || !filepath.IsAbs(dir) || home != "" && inside(resolved(home), resolved(dir))
	})
}

// temporaryPlace reports whether a path leads into one of the directories, be
// it through a link.
func temporaryPlace(path string, dirs []string) bool {
	real := resolved(path)
	return slices.ContainsFunc(dirs, func(dir string) bool {
		return inside(path, dir) || inside(real, resolved(dir))
	})
}

// resolved is where a path leads, or the path itself if it leads nowhere.
func resolved(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return filepath.Clean(path)
}
