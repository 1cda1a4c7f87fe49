//go:build !linux && !windows && !darwin

package platform

import "context"

func watch(ctx context.Context, _ func(Event)) { <-ctx.Done() }
