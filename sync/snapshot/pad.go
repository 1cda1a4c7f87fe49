package snapshot

import "math/bits"

// minPlain is the shortest plaintext: about 75 accounts with three computers,
// so that most vaults look alike.
const minPlain = 32 << 10

// Padded is the length that a plaintext of n bytes is padded to: [minPlain],
// or above that the next Padmé length (Nikitin et al., "Reducing Metadata
// Leakage from Encrypted Files and Communication with PURBs", 2019), which
// tells no more than O(log log n) bits and costs 12 % at most.
func Padded(n int) int {
	if n <= minPlain {
		return minPlain
	}
	e := bits.Len(uint(n)) - 1 // floor(log2 n)
	s := bits.Len(uint(e))     // floor(log2 e) + 1
	mask := 1<<(e-s) - 1
	return (n + mask) &^ mask
}
