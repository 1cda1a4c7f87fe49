package platform

import "path/filepath"

// systemFolders follows Apple's File System Programming Guide.
func systemFolders(home string, _ func(string) string) (Folders, error) {
	if home == "" {
		return Folders{}, ErrNoHome
	}
	base := filepath.Join(home, "Library", "Application Support", "twofold")
	return Folders{
		Data:   base,
		Config: filepath.Join(base, "config"),
		Cache:  filepath.Join(home, "Library", "Caches", "twofold"),
	}, nil
}
