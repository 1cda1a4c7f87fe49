package platform

import "context"

// notify passes the texts as arguments of a fixed script, where they are never
// read as script.
func notify(ctx context.Context, n Notice) error {
	_, err := runTool(ctx, nil, 4<<10, "/usr/bin/osascript",
		"-e", "on run argv",
		"-e", "display notification (item 2 of argv) with title (item 1 of argv)",
		"-e", "end run",
		"--", n.Title, n.Body)
	return err
}
