//go:build ci || test || no_glfw

package control

// What is painted without a window knows the toolkit's own shapes only.
const shadedPlates = false
