//go:build !linux && !windows && !darwin

package platform

import (
	"context"
	"errors"
)

func notify(context.Context, Notice) error { return errors.ErrUnsupported }
