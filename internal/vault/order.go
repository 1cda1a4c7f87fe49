package vault

import (
	"io"
	"strings"
)

// An order is a place in a list as text: whoever moves one item writes one
// value, and two computers can move items at the same time. It is a number in
// base 62 whose first character says how many digits stand before the point:
// "a" one, "b" two and so on; "Z" one and "Y" two for negative numbers. What
// follows is the fraction, without zeros at its end. So the order of the
// strings is the order of the numbers, adding at either end makes them hardly
// longer, and there is always room between two.
const (
	orderDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	maxOrder    = 64 // characters; longer ones ask for new orders for all
	jitter      = 3  // random digits, so that two computers hardly choose one place
)

// between is a place after a and before b, either of which may be empty for
// the end of the list. It is false if there is no room, which happens only
// with values that no program of ours wrote, or after endless moves.
func between(a, b string, random io.Reader) (string, bool, error) {
	if a != "" && !validOrder(a) || b != "" && !validOrder(b) || a != "" && b != "" && a >= b {
		return "", false, nil
	}
	place, ok := middle(a, b)
	if !ok || len(place)+jitter > maxOrder {
		return "", false, nil
	}
	tail := make([]byte, jitter)
	if _, err := io.ReadFull(random, tail); err != nil {
		return "", false, err
	}
	for i, c := range tail {
		tail[i] = orderDigits[1+c%61] // never 0, so that no zero ends the fraction
	}
	if moved := place + string(tail); b == "" || moved < b {
		place = moved
	}
	return place, true, nil
}

// whole is how many characters of an order stand before its fraction, 0 if
// the first one is wrong.
func whole(s string) int {
	switch c := s[0]; {
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 2
	case c >= 'A' && c <= 'Z':
		return int('Z'-c) + 2
	}
	return 0
}

func validOrder(s string) bool {
	if s == "" || len(s) > maxOrder {
		return false
	}
	n := whole(s)
	if n == 0 || n > len(s) || len(s) > n && s[len(s)-1] == '0' {
		return false
	}
	return strings.Trim(s, orderDigits) == ""
}

// middle is a short place between two valid ones.
func middle(a, b string) (string, bool) {
	switch {
	case a == "" && b == "":
		return "a0", true
	case a == "":
		n := whole(b)
		if len(b) > n {
			return b[:n], true
		}
		return step(b, -1)
	case b == "":
		return step(a[:whole(a)], 1)
	}
	n, m := whole(a), whole(b)
	if a[:n] == b[:m] {
		return a[:n] + fraction(a[n:], b[m:]), true
	}
	if next, ok := step(a[:n], 1); ok && next < b {
		return next, true
	}
	return a[:n] + fraction(a[n:], ""), true
}

// fraction is a number between two fractions; an empty b means one.
func fraction(a, b string) string {
	var out []byte
	for i := 0; ; i++ {
		low, high := 0, len(orderDigits)
		if i < len(a) {
			low = strings.IndexByte(orderDigits, a[i])
		}
		if i < len(b) {
			high = strings.IndexByte(orderDigits, b[i])
		}
		switch {
		case high-low > 1:
			return string(append(out, orderDigits[(low+high)/2]))
		case high == low:
			out = append(out, orderDigits[low])
		case i+1 < len(b):
			// b goes on behind this digit, so the digit alone is below b.
			return string(append(out, orderDigits[high]))
		default:
			// No room in this digit: below b whatever follows, so only a counts.
			out, b = append(out, orderDigits[low]), ""
		}
	}
}

// step is the whole number after or before s.
func step(s string, by int) (string, bool) {
	digits := []byte(s)
	first, last := orderDigits[0], orderDigits[len(orderDigits)-1]
	if by < 0 {
		first, last = last, first
	}
	for i := len(digits) - 1; i > 0; i-- {
		if digits[i] != last {
			digits[i] = orderDigits[strings.IndexByte(orderDigits, digits[i])+by]
			return string(digits), true
		}
		digits[i] = first
	}
	// All digits turned over: one more digit, or one less on the way to zero.
	switch head := s[0]; {
	case by > 0 && head == 'Z':
		return "a0", true
	case by < 0 && head == 'a':
		return "Zz", true
	case by > 0 && head == 'z', by < 0 && head == 'A':
		return "", false
	default:
		return string(rune(int(head)+by)) + strings.Repeat(string(rune(first)), whole(string(rune(int(head)+by)))-1), true
	}
}
