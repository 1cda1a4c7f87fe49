package platform

import (
	"errors"
	"fmt"
)

// Values of SetWindowDisplayAffinity.
const (
	wdaNone               = 0x00
	wdaExcludeFromCapture = 0x11
)

var procSetWindowDisplayAffinity = user32.NewProc("SetWindowDisplayAffinity")

func excludeFromCapture(window uintptr, exclude bool) error {
	if err := procSetWindowDisplayAffinity.Find(); err != nil {
		return errors.ErrUnsupported
	}
	affinity := uintptr(wdaNone)
	if exclude {
		affinity = wdaExcludeFromCapture
	}
	ok, _, err := procSetWindowDisplayAffinity.Call(window, affinity)
	if ok == 0 {
		return fmt.Errorf("exclude window from capture: %w", err)
	}
	return nil
}
