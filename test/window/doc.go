// Package window drives the real program in a real window: a virtual X
// screen, a window manager, a private session bus with a real Secret Service,
// keys and clicks sent from outside, the clipboard read by another program.
// It is built with the tag "window" and run by scripts/with-desktop.sh, which
// prepares that surrounding.
package window
