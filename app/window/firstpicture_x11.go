//go:build cgo && linux && !ci && !test && !no_glfw && !wayland

package window

// #cgo LDFLAGS: -lGL -lX11
// #include <GL/glx.h>
// #include <X11/Xlib.h>
// #include <X11/Xutil.h>
//
// // put_picture shows pixels, of 0xRRGGBB in 32 bits, in a window that is seen and
// // has just their size. It gives 0 if it did, 1 for not yet, 2 for never. The
// // connection is the one OpenGL draws on, so that its frame comes after.
// static int put_picture(Window window, void *pixels, int width, int height) {
// 	Display *display = glXGetCurrentDisplay();
// 	XWindowAttributes is;
// 	if (!display)
// 		return 1;
// 	if (!XGetWindowAttributes(display, window, &is))
// 		return 2;
// 	if (is.map_state != IsViewable)
// 		return 1;
// 	if (is.width != width || is.height != height || is.depth != 24 || !is.visual ||
// 	    is.visual->red_mask != 0xff0000 || is.visual->green_mask != 0xff00 || is.visual->blue_mask != 0xff)
// 		return 2;
// 	XImage *image = XCreateImage(display, is.visual, 24, ZPixmap, 0, pixels, width, height, 32, 0);
// 	if (!image)
// 		return 2;
// 	int one = 1; // as the pixels are in memory; the library turns them for the server
// 	image->byte_order = *(char *)&one ? LSBFirst : MSBFirst;
// 	int right = image->bits_per_pixel == 32 && image->bytes_per_line == 4 * width;
// 	if (right) {
// 		GC gc = XCreateGC(display, window, 0, NULL);
// 		XPutImage(display, window, gc, image, 0, 0, 0, 0, width, height);
// 		XFreeGC(display, gc);
// 		XFlush(display);
// 	}
// 	image->data = NULL; // it is Go's
// 	XDestroyImage(image);
// 	return right ? 0 : 2;
// }
import "C"

import (
	"os"
	"unsafe"
)

// canPutPicture reports whether the system can show a picture in a window whose
// OpenGL has not painted yet. It is asked before there is a window.
func canPutPicture() bool { return os.Getenv("WAYLAND_DISPLAY") == "" } // platform.ChooseDisplay takes it away for X11

// putPicture shows a picture, of 0xRRGGBB, in a window of just its size.
func putPicture(window uintptr, pixels []uint32, width, height int) putting {
	if window == 0 || width <= 0 || height <= 0 || len(pixels) != width*height {
		return putFailed
	}
	// The pixels have no pointers, and are read only until the call returns.
	switch C.put_picture(C.Window(window), unsafe.Pointer(&pixels[0]), C.int(width), C.int(height)) {
	case 0:
		return putDone
	case 1:
		return putLater
	}
	return putFailed
}
