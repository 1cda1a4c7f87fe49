//go:build !linux && !darwin && !windows

package platform

import "net"

// samePeer trusts the mode of the directory here.
func samePeer(*net.UnixConn) bool { return true }
