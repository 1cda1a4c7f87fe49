package platform

// ExcludeFromCapture keeps a window out of screen pictures and screen sharing,
// or lets it in again. window is the native handle (a HWND on Windows); only
// the process that owns the window may ask. It is [errors.ErrUnsupported]
// where the system cannot do that: everywhere but on Windows 10 (2004) and later.
func ExcludeFromCapture(window uintptr, exclude bool) error {
	return excludeFromCapture(window, exclude)
}
