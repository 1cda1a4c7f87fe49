//go:build linux && cgo

package platform

// #include <malloc.h>
//
// static void trim(void) {
// #ifdef __GLIBC__
// 	malloc_trim(0);
// #endif
// }
//
// static void keep(int bytes) {
// #ifdef __GLIBC__
// 	mallopt(M_TRIM_THRESHOLD, bytes);
// #endif
// }
import "C"

// TrimMemory gives back to the system what C code in this process has freed.
// The GNU C library keeps it otherwise, and the graphics driver leaves about
// 10 MiB behind when it has compiled its shaders.
//
// It takes some milliseconds, during which C code that allocates waits.
func TrimMemory() { C.trim() }

// KeepFrameMemory lets C code keep what it needs anew for every frame. Mesa's
// software renderer takes 3 MiB for each and frees them when the next begins;
// the GNU C library would give them back to the system there and then, which
// has to clear them again page by page: 500 page faults a second in a window with
// codes. What is in use does not grow.
func KeepFrameMemory() { C.keep(8 << 20) }
