//go:build !linux && !windows && !darwin

package platform

import (
	"context"
	"runtime"
)

func computerName(context.Context) string { return "" }

func systemName(context.Context) string { return runtime.GOOS }
