//go:build !cgo || !linux || ci || test || no_glfw || wayland

package window

func canPutPicture() bool { return false }

func putPicture(uintptr, []uint32, int, int) putting { return putFailed }
