package code

import (
	"time"
	"unicode/utf8"

	"twofold/internal/account"
)

// Step is the index of the period t lies in, 0 for the first one of 1970 and
// negative before (RFC 6238, section 4.2). It is 0 for a key without a period.
func Step(k account.Key, t time.Time) int64 {
	step, _ := divide(k, t)
	return step
}

// Left is the time until the code changes: more than nothing, at most the
// period. It is 0 for a key without a period, such as HOTP.
func Left(k account.Key, t time.Time) time.Duration {
	if k.Period <= 0 {
		return 0
	}
	_, into := divide(k, t)
	return time.Duration(int64(k.Period)-into)*time.Second - time.Duration(t.Nanosecond())
}

// divide splits t into the period it lies in and the whole seconds since that
// began, rounding down on both sides of 1970.
func divide(k account.Key, t time.Time) (step, into int64) {
	if k.Period <= 0 {
		return 0, 0
	}
	period := int64(k.Period)
	step, into = t.Unix()/period, t.Unix()%period
	if into < 0 {
		step--
		into += period
	}
	return step, into
}

// Groups splits a code of six to ten characters into the two halves it is
// easiest to read in, the shorter first: 123 456, 123 4567, 1234 5678. A
// shorter code, as Steam's, stays whole and tail is empty.
func Groups(code string) (head, tail string) {
	n := utf8.RuneCountInString(code)
	if n < 6 {
		return code, ""
	}
	r := []rune(code)
	return string(r[:n/2]), string(r[n/2:])
}
