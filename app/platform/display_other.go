//go:build windows || darwin

package platform

// chooseDisplay has nothing to choose: both systems always have a window server.
func chooseDisplay() error { return nil }
