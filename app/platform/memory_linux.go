//go:build linux && cgo

package platform

// #define _GNU_SOURCE
// #include <malloc.h>
// #include <stdint.h>
// #include <stdlib.h>
// #include <sys/mman.h>
// #include <unistd.h>
//
// static char *wide; // what was asked for in huge pages
// static size_t wideLength;
// static int widened;
//
// // In the GNU C library the heap grows where the program's own memory ends, by
// // as much as M_TOP_PAD says. The first blocks use up what it has already.
// static void widen(size_t bytes, size_t large) {
// #ifdef __GLIBC__
// 	enum { block = 64 << 10, most = 8 };
// 	void *blocks[most];
// 	char *before = sbrk(0), *end = before;
// 	int n = 0;
// 	widened = 1;
// 	mallopt(M_MMAP_THRESHOLD, large);
// 	mallopt(M_TOP_PAD, bytes);
// 	while (end == before && n < most) {
// 		blocks[n++] = malloc(block);
// 		end = sbrk(0);
// 	}
// 	while (n > 0)
// 		free(blocks[--n]);
// 	uintptr_t huge = 2 << 20;
// 	uintptr_t from = ((uintptr_t)before + huge - 1) & ~(huge - 1), to = (uintptr_t)end & ~(huge - 1);
// 	if (end > before && to > from && to - from <= bytes + huge) {
// 		wide = (char *)from;
// 		wideLength = to - from;
// 		madvise(wide, wideLength, MADV_HUGEPAGE);
// 	}
// #endif
// }
//
// static void trim(void) {
// #ifdef __GLIBC__
// 	if (widened)
// 		mallopt(M_TOP_PAD, 128 << 10); // as in the beginning
// 	if (wideLength > 0)
// 		madvise(wide, wideLength, MADV_NOHUGEPAGE); // for what is touched from now on
// 	widened = wideLength = 0;
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

import (
	"os"
	"strconv"
	"strings"
)

// WidenMemory gives C code room for what a start takes, in pages of 2 MiB while
// the system has them lying ready. Mesa's software renderer takes 25 MiB before
// its first frame, and the system would clear them page by page, which was 8 ms
// of every start. Only what is touched is taken. [TrimMemory] ends it.
//
// It is called on the main thread, whose heap it is, before anything else.
// large is in bytes: what is as large gets memory of its own. The GNU C library
// finds such a limit by itself, but not after any of its limits was set.
func WidenMemory(bytes, large int) {
	if hugePages() >= 2*(bytes>>21) {
		C.widen(C.size_t(bytes), C.size_t(large))
	}
}

// hugePages is how many pages of 2 MiB the system could give at once. Where it
// has none, it would move the memory of others to make some, and a start would
// wait for that.
func hugePages() int {
	info, err := os.ReadFile("/proc/buddyinfo")
	if err != nil {
		return 0
	}
	return freeHugePages(string(info))
}

// freeHugePages reads /proc/buddyinfo (proc(5)): a line is "Node 0, zone Normal"
// and how many blocks of 2^0, 2^1 and more pages of 4 KiB are free.
func freeHugePages(info string) int {
	const order = 9 // 2^9 pages of 4 KiB
	free := 0
	for line := range strings.Lines(info) {
		f := strings.Fields(line)
		if len(f) < 4 {
			continue
		}
		for i, count := range f[4:] {
			n, err := strconv.Atoi(count)
			if err != nil || n < 0 || n > 1<<20 {
				return 0
			}
			if i >= order {
				free += n << min(i-order, 8)
			}
		}
	}
	return free
}

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
