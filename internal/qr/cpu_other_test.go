//go:build !unix

package qr_test

import "time"

var started = time.Now()

// cpuTime returns the time since the program began, where the processor time
// is not to be had.
func cpuTime() time.Duration {
	return time.Since(started)
}
