package platform

import (
	"context"
	"time"
)

func idleTime(ctx context.Context) (time.Duration, error) {
	out, err := runTool(ctx, nil, 1<<20, "/usr/sbin/ioreg", "-c", "IOHIDSystem", "-d", "4", "-w", "0")
	if err != nil {
		return 0, err
	}
	return parseHIDIdleTime(out)
}
