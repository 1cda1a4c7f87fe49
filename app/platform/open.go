package platform

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// ErrCannotOpen says that nothing on this system opened the file or address.
var ErrCannotOpen = errors.New("nothing opens this")

// openTime bounds the start of the other program, not its life.
const openTime = 10 * time.Second

// OpenPath shows a file in its own program, or a folder in the file manager.
// The path must exist and be absolute: it is never taken for an option.
func OpenPath(ctx context.Context, path string) error {
	if !filepath.IsAbs(path) {
		return fmt.Errorf("open: %w: path is not absolute", ErrCannotOpen)
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("open: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, openTime)
	defer cancel()
	return openTarget(ctx, path)
}

// OpenURL shows a page in the browser. Only https passes: an otpauth address
// or a file must never reach another program this way.
func OpenURL(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return fmt.Errorf("open: %w: not a web address", ErrCannotOpen)
	}
	ctx, cancel := context.WithTimeout(ctx, openTime)
	defer cancel()
	return openTarget(ctx, u.String())
}
