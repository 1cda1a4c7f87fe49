package platform

import (
	"context"
	"fmt"
	"time"
	"unsafe"
)

var (
	procGetLastInputInfo = user32.NewProc("GetLastInputInfo")
	procGetTickCount     = kernel32.NewProc("GetTickCount")
)

// idleTime subtracts two 32-bit counters of milliseconds, which wrap alike.
func idleTime(context.Context) (time.Duration, error) {
	info := struct{ size, time uint32 }{size: 8}
	ok, _, err := procGetLastInputInfo.Call(uintptr(unsafe.Pointer(&info)))
	if ok == 0 {
		return 0, fmt.Errorf("last input: %w", err)
	}
	now, _, _ := procGetTickCount.Call()
	return time.Duration(uint32(now)-info.time) * time.Millisecond, nil
}
