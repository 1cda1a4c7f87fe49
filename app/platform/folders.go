package platform

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// AppID names this program to the desktop.
const AppID = "app.twofold.Twofold"

// Folders are where this program keeps its files. None of them need exist yet.
type Folders struct {
	Data   string // the vault and its keys
	Config string // settings of this computer
	Cache  string // what can be lost at any time
}

// ErrNoHome says that the system names no home directory.
var ErrNoHome = errors.New("no home directory")

// FindFolders gives the folders the system prescribes. A dataDir that is not
// empty (--data-dir, TWOFOLD_DATA_DIR) holds everything instead, so that two
// such directories share nothing, not even settings.
func FindFolders(dataDir string) (Folders, error) {
	if dataDir != "" {
		dir, err := filepath.Abs(dataDir)
		if err != nil {
			return Folders{}, fmt.Errorf("data directory: %w", err)
		}
		return Folders{Data: dir, Config: filepath.Join(dir, "config"), Cache: filepath.Join(dir, "cache")}, nil
	}
	home, err := os.UserHomeDir()
	if err != nil || !filepath.IsAbs(home) {
		home = ""
	}
	return systemFolders(home, os.Getenv)
}

// absolute gives the first absolute path of a variable and its fallback. The
// XDG specification asks to ignore relative values.
func absolute(value, home string, fallback ...string) (string, error) {
	if filepath.IsAbs(value) {
		return filepath.Clean(value), nil
	}
	if home == "" {
		return "", ErrNoHome
	}
	return filepath.Join(append([]string{home}, fallback...)...), nil
}
