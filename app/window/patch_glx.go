//go:build cgo && linux && !ci && !test && !no_glfw && !wayland

package window

// #cgo LDFLAGS: -lGL
// #include <GL/gl.h>
// #include <GL/glx.h>
// #include <string.h>
//
// typedef void (*copy_part)(Display *, GLXDrawable, int, int, int, int);
//
// static copy_part copy_to_window;
//
// // Whether the processor paints, through GLX, and parts can be copied.
// static int can_copy(void) {
// 	const char *by = glXGetCurrentContext() ? (const char *)glGetString(GL_RENDERER) : NULL;
// 	Display *display = glXGetCurrentDisplay();
// 	if (!by || !display || (!strstr(by, "llvmpipe") && !strstr(by, "softpipe")))
// 		return 0;
// 	const char *known = glXQueryExtensionsString(display, DefaultScreen(display));
// 	if (!known || !strstr(known, "GLX_MESA_copy_sub_buffer"))
// 		return 0;
// 	copy_to_window = (copy_part)glXGetProcAddress((const GLubyte *)"glXCopySubBufferMESA");
// 	return copy_to_window != NULL;
// }
//
// static void copy(int x, int y, int w, int h) {
// 	copy_to_window(glXGetCurrentDisplay(), glXGetCurrentDrawable(), x, y, w, h);
// }
import "C"

import "image"

// canCopyToWindow reports whether a part of what is painted can be shown by
// itself, and is worth it. The context of the window has to be the current one.
func canCopyToWindow() bool { return C.can_copy() != 0 }

// copyToWindow shows a part of what has been painted in the current context.
func copyToWindow(r image.Rectangle) {
	C.copy(C.int(r.Min.X), C.int(r.Min.Y), C.int(r.Dx()), C.int(r.Dy()))
}
