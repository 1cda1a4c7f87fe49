package platform

import (
	"context"
	"os"
)

// computerName is the "pretty host name" of hostnamectl, if the user gave one.
func computerName(context.Context) string {
	f, err := os.Open("/etc/machine-info")
	if err != nil {
		return ""
	}
	defer f.Close()
	return parseMachineInfo(f)
}

func systemName(context.Context) string {
	for _, path := range []string{"/etc/os-release", "/usr/lib/os-release"} {
		f, err := os.Open(path)
		if err != nil {
			continue
		}
		defer f.Close()
		if name := parseOSRelease(f); name != "" {
			return name
		}
	}
	return "Linux"
}
