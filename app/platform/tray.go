package platform

import (
	"context"
	"time"
)

// HasTray reports whether a tray icon would be seen. GNOME shows none without
// an extension; there, closing the window must end the program.
func HasTray(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return hasTray(ctx)
}
