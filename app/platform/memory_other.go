//go:build !linux || !cgo

package platform

// TrimMemory does nothing here: the C library of this system gives freed memory
// back by itself, or there is none.
func TrimMemory() {}

// KeepFrameMemory does nothing here either.
func KeepFrameMemory() {}
