package phrase

// FingerprintWords is the number of words of a fingerprint.
const FingerprintWords = 4

// Fingerprint turns the first 44 bits of a hash into four words, so that two
// people, or one person at two screens, can compare them: the same words mean
// the same content. They hide nothing and are no secret.
func Fingerprint(sum [32]byte) [FingerprintWords]string {
	var out [FingerprintWords]string
	var acc uint32
	bits, n := 0, 0
	for _, b := range sum {
		acc, bits = acc<<8|uint32(b), bits+8
		if bits >= 11 {
			bits -= 11
			out[n] = word(uint16(acc >> bits))
			acc &= 1<<bits - 1
			if n++; n == FingerprintWords {
				break
			}
		}
	}
	return out
}
