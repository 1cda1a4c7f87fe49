package phrase

// The check word makes the ten words a code word of a code of length 10 over
// the field GF(2^11): word number i, from 0, is multiplied with a^i, the check
// word is the sum. Since the powers a^0 … a^9 differ and none is zero,
//
//   - one wrong word is always found,
//   - two words in each other's place are always found,
//   - anything else slips through once in 2,048 times.
//
// A hash in its place would let the first two through as often as the third.
// The check word adds no secrecy and takes none away: it follows from the
// nine random words, which nobody can work out of it.

// poly is x^11 + x^2 + 1, a primitive polynomial over GF(2): its root a = x
// has the order 2,047.
const poly = 1<<11 | 1<<2 | 1

// shift keeps the sum from being zero for nine times the first word, so that
// "abandon-abandon-…" is not a recovery key.
const shift = 0x2f5

// mul multiplies in GF(2^11).
func mul(x, y uint16) uint16 {
	var out uint16
	for ; y > 0; y >>= 1 {
		if y&1 == 1 {
			out ^= x
		}
		if x <<= 1; x&(1<<11) != 0 {
			x ^= poly
		}
	}
	return out
}

// weight is the factor of the word at place i, from 0. The check word's own
// is a^0 = 1, so those of the others begin with a^1.
func weight(i int) uint16 {
	w := uint16(1)
	if i == Count-1 {
		return w
	}
	for range i + 1 {
		w = mul(w, 2)
	}
	return w
}

// check is the check word of nine words.
func check(nine []uint16) uint16 {
	sum := uint16(shift)
	for i, w := range nine {
		sum ^= mul(w, weight(i))
	}
	return sum
}

// syndrome is zero if and only if the check word fits.
func syndrome(w [Count]uint16) uint16 { return check(w[:Count-1]) ^ w[Count-1] }

// inverse is 1/x for x other than zero: x^(2^11-2).
func inverse(x uint16) uint16 {
	out := uint16(1)
	for range 10 { // the exponent is 11111111110 in binary
		x = mul(x, x)
		out = mul(out, x)
	}
	return out
}
