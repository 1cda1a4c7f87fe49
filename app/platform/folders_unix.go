//go:build !windows && !darwin

package platform

import (
	"errors"
	"path/filepath"
)

// systemFolders follows the XDG Base Directory Specification 0.8.
func systemFolders(home string, getenv func(string) string) (Folders, error) {
	data, err1 := absolute(getenv("XDG_DATA_HOME"), home, ".local", "share")
	config, err2 := absolute(getenv("XDG_CONFIG_HOME"), home, ".config")
	cache, err3 := absolute(getenv("XDG_CACHE_HOME"), home, ".cache")
	if err := errors.Join(err1, err2, err3); err != nil {
		return Folders{}, err
	}
	return Folders{
		Data:   filepath.Join(data, "twofold"),
		Config: filepath.Join(config, "twofold"),
		Cache:  filepath.Join(cache, "twofold"),
	}, nil
}
