package platform

import (
	"context"
	"strings"
)

// computerName is what the user sees under Sharing.
func computerName(ctx context.Context) string {
	out, err := runTool(ctx, nil, 4<<10, "/usr/sbin/scutil", "--get", "ComputerName")
	if err != nil {
		return ""
	}
	return string(out)
}

func systemName(ctx context.Context) string {
	out, err := runTool(ctx, nil, 4<<10, "/usr/bin/sw_vers", "-productVersion")
	if err != nil {
		return "macOS"
	}
	return "macOS " + strings.TrimSpace(string(out))
}
