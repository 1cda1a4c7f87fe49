package platform

import (
	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// oneDriveKey has a key for each account of OneDrive, "Personal" and
// "Business1", "Business2" and so on, with the account's folder in it.
const oneDriveKey = `Software\Microsoft\OneDrive\Accounts`

// mostAccounts is how many of them are looked at.
const mostAccounts = 32

// OneDriveFolders are the folders of the user's OneDrive accounts, as the
// registry has them. The environment names one of each kind at most, and none
// to a program that was started before OneDrive was set up.
func OneDriveFolders() []string { return oneDriveFolders(registry.CURRENT_USER, oneDriveKey) }

func oneDriveFolders(root registry.Key, path string) []string {
	accounts, err := registry.OpenKey(root, path, registry.ENUMERATE_SUB_KEYS)
	if err != nil {
		return nil // there is no OneDrive
	}
	defer accounts.Close()                             // opened for reading: nothing can be lost here
	names, _ := accounts.ReadSubKeyNames(mostAccounts) // the end is an error too
	var out []string
	for _, name := range names {
		k, err := registry.OpenKey(accounts, name, registry.QUERY_VALUE)
		if err != nil {
			continue
		}
		if folder, _, err := k.GetStringValue("UserFolder"); err == nil && folder != "" {
			out = append(out, folder)
		}
		_ = k.Close() // opened for reading
	}
	return out
}

// Drives are the roots of all drives that could be a cloud service's own:
// Google Drive makes one. Removable disks and network shares are left out, for
// looking at one that does not answer takes half a minute.
func Drives() []string {
	mask, err := windows.GetLogicalDrives()
	if err != nil {
		return nil
	}
	var out []string
	for i := range 26 {
		if mask&(1<<i) == 0 {
			continue
		}
		root := string(rune('A'+i)) + `:\`
		name, err := windows.UTF16PtrFromString(root)
		if err == nil && windows.GetDriveType(name) == windows.DRIVE_FIXED {
			out = append(out, root)
		}
	}
	return out
}
