package platform

import "github.com/ncruces/zenity"

// nativeParent: osascript runs as another program, which has no windows of ours.
func nativeParent(uintptr) []zenity.Option { return nil }
