//go:build !cgo || !linux || ci || test || no_glfw || wayland

package window

import "image"

func canCopyToWindow() bool        { return false }
func copyToWindow(image.Rectangle) {}
