//go:build !linux

package platform

import (
	"context"
	"runtime"
)

// hasTray: Windows and macOS always have one.
func hasTray(context.Context) bool { return runtime.GOOS == "windows" || runtime.GOOS == "darwin" }
