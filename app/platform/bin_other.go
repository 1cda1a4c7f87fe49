//go:build !linux && !windows && !darwin

package platform

import "context"

func moveToBin(context.Context, string) error { return ErrNoBin }
