package platform

import (
	"context"
	"strconv"

	"golang.org/x/sys/windows"
)

// computerName has nothing better than the host name here.
func computerName(context.Context) string { return "" }

// systemName tells 10 from 11 by the build: both say they are version 10.0.
func systemName(context.Context) string {
	v := windows.RtlGetVersion()
	if v.MajorVersion == 10 && v.BuildNumber >= 22000 {
		return "Windows 11"
	}
	name := "Windows " + strconv.Itoa(int(v.MajorVersion))
	if v.MinorVersion != 0 {
		name += "." + strconv.Itoa(int(v.MinorVersion))
	}
	return name
}
