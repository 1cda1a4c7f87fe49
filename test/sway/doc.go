// Package sway runs a real Wayland compositor, sway, for the tests: without a
// screen, with a mouse and a keyboard of the test's own, with pictures on its
// screens, and with the real desktop portal beside it.
package sway
