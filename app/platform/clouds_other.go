//go:build !windows

package platform

// OneDriveFolders are the folders that the Windows registry has; elsewhere
// they are found by their place.
func OneDriveFolders() []string { return nil }

// Drives are the roots of all drives; only Windows has them.
func Drives() []string { return nil }
