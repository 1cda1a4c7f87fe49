//go:build !linux && !windows && !darwin

package platform

import "context"

func captureScreens(context.Context) ([]Screen, error) { return nil, ErrNoScreen }
