package platform

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// displayTime is how long an X server may take to answer.
const displayTime = 5 * time.Second

// chooseDisplay sets and takes away variables, which can't fail: neither their
// names nor their values are odd.
func chooseDisplay() error {
	x, asked := hasX(), os.Getenv(platformVariable)
	switch {
	case hasWayland() && x == nil:
		if asked == "" {
			_ = os.Setenv(platformVariable, "x11")
		}
		return nil
	case hasWayland():
		if errors.Is(x, ErrNoDisplay) {
			_ = os.Unsetenv("DISPLAY")
		}
		_ = os.Setenv(platformVariable, "wayland")
		return nil
	}
	_ = os.Unsetenv("WAYLAND_DISPLAY")
	if asked == "wayland" {
		_ = os.Unsetenv(platformVariable)
	}
	if errors.Is(x, context.DeadlineExceeded) {
		return nil // a slow server is the toolkit's to wait for
	}
	return x
}

// hasDisplay reports whether another program could open a window.
func hasDisplay() bool { return hasWayland() || !errors.Is(hasX(), ErrNoDisplay) }

// hasX looks at the X server.
func hasX() error {
	ctx, cancel := context.WithTimeout(context.Background(), displayTime)
	defer cancel()
	conn, err := openX(ctx)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return err
	case err != nil:
		return ErrNoDisplay
	}
	defer conn.Close()
	if err := extension(conn, "GLX"); errors.Is(err, errors.ErrUnsupported) {
		return ErrNoOpenGL
	}
	return nil
}

// hasWayland looks whether a compositor listens where WAYLAND_DISPLAY points.
// It always has OpenGL ES, and is not asked.
func hasWayland() bool {
	socket := os.Getenv("WAYLAND_DISPLAY")
	if socket == "" {
		return false
	}
	if !filepath.IsAbs(socket) {
		dir := os.Getenv("XDG_RUNTIME_DIR")
		if dir == "" {
			return false // libwayland finds none either
		}
		socket = filepath.Join(dir, socket)
	}
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return errors.Is(err, syscall.EAGAIN) // busy, not gone
	}
	_ = conn.Close()
	return true
}
