//go:build !linux && !windows && !darwin

package platform

import (
	"context"
	"errors"
	"time"
)

func idleTime(context.Context) (time.Duration, error) { return 0, errors.ErrUnsupported }
