package vault

import (
	"io"
	"strconv"
	"strings"
	"time"
)

// Stamp says when a register was written, in an order that every computer
// agrees on: a hybrid logical clock as text of fixed width, a dash, and the id
// of the computer. The order of the strings is the order of the stamps. It is
// not a date: a wrong clock anywhere moves all stamps that follow.
type Stamp string

// A stamp's time counts microseconds since 1970, in 12 digits of base 32
// (0-9a-v), so at most 2^60-1.
const (
	stampDigits = 12
	maxTime     = 1<<60 - 1
	// maxClock is where a local clock is cut off, in the year 20237. The half
	// above it is room for the steps of computers dragged there.
	maxClock    = 1 << 59
	maxDeviceID = 32
)

// newStamp writes a stamp. The device id must have passed validDevice.
func newStamp(t uint64, device string) Stamp {
	s := strconv.FormatUint(min(t, maxTime), 32)
	return Stamp(strings.Repeat("0", stampDigits-len(s)) + s + "-" + device)
}

// validStamp reports whether s has the exact form, since a stamp that is
// spelled in another way would break the order.
func validStamp(s string) bool {
	if len(s) < stampDigits+2 || s[stampDigits] != '-' || !validDevice(s[stampDigits+1:]) {
		return false
	}
	for i := range stampDigits {
		if c := s[i]; !(c >= '0' && c <= '9' || c >= 'a' && c <= 'v') {
			return false
		}
	}
	return true
}

func validDevice(id string) bool {
	if id == "" || len(id) > maxDeviceID {
		return false
	}
	for i := range len(id) {
		if c := id[i]; !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
			return false
		}
	}
	return true
}

// time is the logical time of a valid stamp, 0 of none.
func (s Stamp) time() uint64 {
	if s == "" {
		return 0
	}
	t, _ := strconv.ParseUint(string(s[:stampDigits]), 32, 64)
	return t
}

// Device is the id of the computer that wrote, empty for no stamp.
func (s Stamp) Device() string {
	if s == "" {
		return ""
	}
	return string(s[stampDigits+1:])
}

// Author is who edits: this computer, its clock and its randomness.
type Author struct {
	Device string // id of this computer: 1 to 32 of a-z and 0-9
	Now    func() time.Time
	Rand   io.Reader
}

// micros is a clock for stamps: whatever it shows, it is in range.
func micros(now time.Time) uint64 {
	switch s := now.Unix(); {
	case s < 0:
		return 0
	case s >= maxClock/1_000_000:
		return maxClock
	}
	return uint64(now.UnixMicro())
}

// Stamp gives the stamp an edit made now would have, for the signed records
// that carry one. Calling it changes nothing.
func (d *Document) Stamp(by Author) Stamp { return d.next(by.Now(), by.Device) }

// next is a stamp later than everything in d, whatever the clock shows: a
// change made with knowledge of another one always wins over it.
func (d *Document) next(now time.Time, device string) Stamp {
	return newStamp(max(micros(now), d.max)+1, device)
}
