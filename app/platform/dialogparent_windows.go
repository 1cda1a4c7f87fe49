package platform

import "github.com/ncruces/zenity"

// nativeParent makes the dialog belong to our window.
func nativeParent(window uintptr) []zenity.Option {
	return []zenity.Option{zenity.Attach(window), zenity.Modal()}
}
