//go:build !ci && !test && !no_glfw

package control

// A window is painted by programs for pixels, and a plate brings its own.
const shadedPlates = true
