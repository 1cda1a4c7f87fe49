package platform

import (
	"context"
	"errors"
)

// moveToBin asks the Finder, so that "Put Back" works. The path is an argument
// of a fixed script. The system may ask the user to allow it the first time.
func moveToBin(ctx context.Context, path string) error {
	_, err := runTool(ctx, nil, 4<<10, "/usr/bin/osascript",
		"-e", "on run argv",
		"-e", `tell application "Finder" to delete (POSIX file (item 1 of argv) as alias)`,
		"-e", "end run",
		"--", path)
	if err != nil {
		return errors.Join(ErrNoBin, err)
	}
	return nil
}
