//go:build unix

package qr_test

import (
	"syscall"
	"time"
)

// cpuTime returns the processor time of this process, which unlike the clock
// does not count what other programs do.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
