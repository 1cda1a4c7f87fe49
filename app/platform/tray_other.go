//go:build !linux

package platform

import (
	"context"
	"runtime"
)

// hasTray: Windows and macOS always have one.
func hasTray(context.Context) bool { return runtime.GOOS == "windows" || runtime.GOOS == "darwin" }

// watchTray: it stays as it is. The icon's own package puts it up again where
// Windows' shell was restarted.
func watchTray(ctx context.Context, tell func(seen bool)) {
	tell(hasTray(ctx))
	<-ctx.Done()
}
