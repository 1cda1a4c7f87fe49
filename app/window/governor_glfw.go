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

const realWindow = true
