package platform

import (
	"context"
	"errors"
	"os"
	"time"
)

// hasDisplay looks at the X server. Wayland always has OpenGL ES, and its
// compositor is not asked.
func hasDisplay() error {
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	conn, err := openX(ctx)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil // a slow server is the toolkit's to wait for
	case err != nil:
		return ErrNoDisplay
	}
	defer conn.Close()
	if err := extension(conn, "GLX"); errors.Is(err, errors.ErrUnsupported) {
		return ErrNoOpenGL
	}
	return nil
}
