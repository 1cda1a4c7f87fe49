package platform

import "golang.org/x/sys/windows"

// The system libraries in use. NewLazySystemDLL looks in the system directory
// only, never beside the program.
var (
	user32   = windows.NewLazySystemDLL("user32.dll")
	kernel32 = windows.NewLazySystemDLL("kernel32.dll")
	shell32  = windows.NewLazySystemDLL("shell32.dll")
	wtsapi32 = windows.NewLazySystemDLL("wtsapi32.dll")
	powrprof = windows.NewLazySystemDLL("powrprof.dll")
)
