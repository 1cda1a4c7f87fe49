package platform

import (
	"os"
	"syscall"
)

// EndSignals are the signals by which a system asks a program to end: an
// interrupt in the terminal, and the end of the user's session. On Windows the
// second stands for closing the console, logging off and shutting down.
func EndSignals() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM} }
