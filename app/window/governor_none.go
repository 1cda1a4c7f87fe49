//go:build ci || test || no_glfw

package window

import "time"

// Without a real window there is no loop to put to sleep.
func waitForEvents(time.Duration) {}

func wakeLoop() {}

func onMinimised(func(bool)) {}

func hasKeyboard(heard bool) bool { return heard }

func framesAfterTick() int { return 1 }

func onWayland() bool { return false }

const realWindow = false
