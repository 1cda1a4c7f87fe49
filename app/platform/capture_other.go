//go:build !windows

package platform

import "errors"

func excludeFromCapture(uintptr, bool) error { return errors.ErrUnsupported }
