package phrase

import "strings"

// qrPrefix marks a QR code as a recovery key, so that no scanner takes it for
// an account. All letters are in the alphanumeric mode of QR codes.
const qrPrefix = "TWOFOLD-KEY:"

// crockford is Douglas Crockford's base32 alphabet: no I, L, O or U.
const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

// qrLen is the number of base32 letters of 110 bits.
const qrLen = 22

// QR is the key as the text of a QR code: "TWOFOLD-KEY:" and 22 letters of
// base32 in groups. [Parse] reads it, with or without prefix and dashes.
func (p Phrase) QR() string {
	var b strings.Builder
	b.WriteString(qrPrefix)
	var acc uint32
	bits, n := 0, 0
	for _, w := range p.w {
		acc, bits = acc<<11|uint32(w), bits+11
		for bits >= 5 {
			if n > 0 && n%6 == 0 {
				b.WriteByte('-')
			}
			bits -= 5
			b.WriteByte(crockford[acc>>bits&31])
			acc &= 1<<bits - 1
			n++
		}
	}
	return strings.ToUpper(b.String())
}

// IsQR reports whether text, from a QR code, is a recovery key and therefore
// not an account.
func IsQR(text string) bool {
	return len(text) <= maxText && strings.HasPrefix(strings.ToUpper(strings.TrimSpace(text)), qrPrefix)
}

// parseQR reads the QR form in lower case. ok is false if text is not one, and
// words should be tried.
func parseQR(text string) (p Phrase, ok bool, err error) {
	rest, marked := strings.CutPrefix(strings.TrimSpace(text), strings.ToLower(qrPrefix))
	letters := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '\n', '\r', '\t':
			return -1
		case 'i', 'l':
			return '1'
		case 'o':
			return '0'
		}
		return r
	}, rest)
	// Ten words have 30 letters at least, so that 22 are never a whole key in
	// words; without a digit they may be a part of one.
	if !marked && (len(letters) != qrLen || !strings.ContainsAny(rest, "0123456789")) {
		return Phrase{}, false, nil
	}
	if len(letters) != qrLen {
		return Phrase{}, marked, &CountError{Got: len(letters) * 5 / 11}
	}
	var acc uint32
	bits, n := 0, 0
	for i := range len(letters) {
		v := strings.IndexByte(crockford, letters[i])
		if v < 0 {
			return Phrase{}, marked, &CheckError{}
		}
		acc, bits = acc<<5|uint32(v), bits+5
		if bits >= 11 {
			bits -= 11
			p.w[n] = uint16(acc >> bits)
			acc &= 1<<bits - 1
			n++
		}
	}
	if syndrome(p.w) != 0 {
		return Phrase{}, true, &CheckError{}
	}
	return p, true, nil
}
