package platform

import (
	"errors"
	"regexp"
	"strconv"
	"time"
)

// What the macOS tool ioreg prints, parsed here so that it is tested on every
// system.

var (
	ioregIdle   = regexp.MustCompile(`"HIDIdleTime" = ([0-9]{1,19})\b`)
	ioregLocked = regexp.MustCompile(`"IOConsoleLocked" = (Yes|No)\b`)
	errIoreg    = errors.New("ioreg does not tell")
)

// parseHIDIdleTime finds the time since the last input, in nanoseconds.
func parseHIDIdleTime(out []byte) (time.Duration, error) {
	m := ioregIdle.FindSubmatch(out)
	if m == nil {
		return 0, errIoreg
	}
	ns, err := strconv.ParseInt(string(m[1]), 10, 64)
	if err != nil {
		return 0, errIoreg
	}
	return time.Duration(ns), nil
}

// parseConsoleLocked finds whether the screen is locked.
func parseConsoleLocked(out []byte) (bool, error) {
	m := ioregLocked.FindSubmatch(out)
	if m == nil {
		return false, errIoreg
	}
	return string(m[1]) == "Yes", nil
}
