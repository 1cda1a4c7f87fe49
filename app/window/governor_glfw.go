//go:build !ci && !test && !no_glfw

package window

import (
	"time"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// waitForEvents blocks the UI goroutine until a window event or the end of
// the time. It must run on the UI goroutine, which owns GLFW.
func waitForEvents(most time.Duration) { glfw.WaitEventsTimeout(most.Seconds()) }

// wakeLoop ends a wait. GLFW allows it from any goroutine.
func wakeLoop() { glfw.PostEmptyEvent() }

// framesAfterTick is how many frames the loop has to paint what a tick changed.
// A Wayland compositor says behind each that the next may come, which would end
// the wait like input.
func framesAfterTick() int {
	if onWayland() {
		return 3
	}
	return 1
}

// onWayland reports whether the window is one of Wayland. It must run on the UI
// goroutine.
func onWayland() bool { return glfw.GetPlatform() == glfw.PlatformWayland }

// onMinimised calls do when the window whose context is current is minimised and
// when it is back, on the UI goroutine.
func onMinimised(do func(small bool)) {
	if w := glfw.GetCurrentContext(); w != nil {
		w.SetIconifyCallback(func(_ *glfw.Window, small bool) { do(small) })
	}
}

// hasKeyboard reports whether the window whose context is current has the
// keyboard and is not minimised, or what was heard if there is none. All systems
// are asked now, but for Wayland, where GLFW answers with what it heard last.
func hasKeyboard(heard bool) bool {
	w := glfw.GetCurrentContext()
	if w == nil {
		return heard
	}
	return w.GetAttrib(glfw.Focused) == glfw.True && w.GetAttrib(glfw.Iconified) != glfw.True
}

const realWindow = true
