//go:build !linux && !windows

package platform

import "context"

func capsLock(context.Context) (on, known bool) { return false, false }
