//go:build !windows && !darwin

package platform

import (
	"context"
	"fmt"
	"os/exec"
	"syscall"
	"time"
)

// openTarget uses what the desktop has. xdg-open asks the portal by itself
// inside a sandbox.
func openTarget(ctx context.Context, target string) error {
	for _, tool := range [][]string{{"xdg-open", target}, {"gio", "open", target}} {
		if hasTool(tool[0]) && startsWell(ctx, tool) {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return fmt.Errorf("open: %w", ErrCannotOpen)
}

// startsWell runs a tool in a session of its own, so that it outlives us. It
// counts as done when it ends without an error, or still runs after three
// seconds: some desktops keep the tool running as long as the program it opened.
func startsWell(ctx context.Context, tool []string) bool {
	cmd := exec.Command(tool[0], tool[1:]...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if cmd.Start() != nil {
		return false
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	timer := time.NewTimer(3 * time.Second)
	defer timer.Stop()
	select {
	case err := <-ended:
		return err == nil
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
