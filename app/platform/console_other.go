//go:build !windows

package platform

func attachConsole() {}
