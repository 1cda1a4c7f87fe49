package platform

import "path/filepath"

// systemFolders keeps everything in the local profile: the roaming one would
// carry keys to other computers, each of which has its own.
func systemFolders(home string, getenv func(string) string) (Folders, error) {
	local, err := absolute(getenv("LOCALAPPDATA"), home, "AppData", "Local")
	if err != nil {
		return Folders{}, err
	}
	base := filepath.Join(local, "twofold")
	return Folders{Data: base, Config: filepath.Join(base, "config"), Cache: filepath.Join(base, "cache")}, nil
}
