//go:build !windows && !darwin

package folder

import "io/fs"

// offline is never known on these systems.
func offline(fs.FileInfo) bool { return false }
