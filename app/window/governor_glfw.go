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

const realWindow = true
