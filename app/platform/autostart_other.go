//go:build !linux && !windows && !darwin

package platform

import "errors"

func writeAutostart([]string) error { return errors.ErrUnsupported }

func removeAutostart() error { return errors.ErrUnsupported }

func hasAutostart() (bool, error) { return false, errors.ErrUnsupported }
