package platform

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// ErrNoBin says that this file cannot be moved to the bin, because its disk
// has none or the system knows none. The file is still where it was; it is
// never deleted instead.
var ErrNoBin = errors.New("no bin for this file")

// MoveToBin moves a file, not a folder, to the desktop's bin, from where the
// user can take it back. The content stays on the disk until the bin is
// emptied: say so when the file holds secrets.
func MoveToBin(ctx context.Context, path string) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("move to bin: %w", err)
	}
	fi, err := os.Lstat(abs)
	if err != nil {
		return fmt.Errorf("move to bin: %w", err)
	}
	if !fi.Mode().IsRegular() {
		return fmt.Errorf("move to bin: %s is not a file", filepath.Base(abs))
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if err := moveToBin(ctx, abs); err != nil {
		return fmt.Errorf("move to bin: %w", err)
	}
	return nil
}
