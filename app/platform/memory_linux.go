//go:build linux && cgo

package platform

// #include <malloc.h>
//
// static void trim(void) {
// #ifdef __GLIBC__
// 	malloc_trim(0);
// #endif
// }
import "C"

// TrimMemory gives back to the system what C code in this process has freed.
// The GNU C library keeps it otherwise, and the graphics driver leaves about
// 10 MiB behind when it has compiled its shaders.
//
// It takes some milliseconds, during which C code that allocates waits.
func TrimMemory() { C.trim() }
