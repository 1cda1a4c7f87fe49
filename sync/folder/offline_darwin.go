package folder

import (
	"io/fs"
	"syscall"
)

// sfDataless is SF_DATALESS of sys/stat.h: name and size are here, the
// content is with the provider.
const sfDataless = 0x40000000

func offline(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && st.Flags&sfDataless != 0
}
