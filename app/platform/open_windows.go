package platform

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sys/windows"
)

func openTarget(_ context.Context, target string) error {
	p, err := windows.UTF16PtrFromString(target)
	if err != nil {
		return fmt.Errorf("open: %w", ErrCannotOpen)
	}
	verb, _ := windows.UTF16PtrFromString("open") // a constant without a zero
	if err := windows.ShellExecute(0, verb, p, nil, nil, windows.SW_SHOWNORMAL); err != nil {
		return fmt.Errorf("open: %w", errors.Join(ErrCannotOpen, err))
	}
	return nil
}
