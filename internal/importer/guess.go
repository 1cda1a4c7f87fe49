package importer

import (
	"bytes"
	"context"
	"unicode/utf8"

	"twofold/crypto/secret"
	"twofold/internal/importer/sqlite"
)

// guessFormat is the last resort: formats that are encrypted from the first
// byte to the last. All that can be said before a password is tried is that a
// file looks like chance.
func guessFormat() format {
	return format{
		app: AndOTP,
		recognise: func(c *content) bool {
			return len(c.data) >= andOTPOldHead+andOTPTag+2 && looksRandom(c.data)
		},
		open: func(_ context.Context, c *content) (document, error) {
			g := &guess{from: AndOTP, tries: []locked{&andOTPSealed{data: c.data}}}
			if len(c.data)%sqlite.CipherPage == 0 {
				g.from = AuthenticatorPlus
				g.tries = append([]locked{&sealedDatabase{data: c.data}}, g.tries...)
			}
			return g, nil
		},
	}
}

// guess is a file that may be of several formats. Each of them authenticates,
// so a password that opens one is right.
type guess struct {
	pending
	from  App
	tries []locked
}

func (g *guess) app() App { return g.from }

func (g *guess) lock() Lock { return Lock{Guessed: true} }

func (g *guess) unlock(ctx context.Context, password secret.Bytes, progress Progress) (document, error) {
	for _, l := range g.tries {
		doc, err := l.unlock(ctx, password, progress)
		if err != ErrWrongPassword {
			return doc, err
		}
	}
	return nil, ErrWrongPassword
}

// knownMarks begin files that are random enough in between, and are none of
// ours.
var knownMarks = [...]string{
	"\x1f\x8b", "7z\xbc\xaf", "Rar!", "BZh", "\xfd7zXZ", "\x28\xb5\x2f\xfd", "%PDF", "\x7fELF", "MZ", "OggS", "fLaC",
	"ID3", "\x00\x00\x01\x00", "\xca\xfe\xba\xbe", "\xcf\xfa\xed\xfe", "-----BEGIN", "age-encryption.org", "bplist",
	"wOFF", "wOF2", "\x1aE\xdf\xa3", "Salted__", "OTPClient",
}

// looksRandom tells encrypted bytes from everything people mistake for a
// backup: their first kilobytes use all byte values evenly.
func looksRandom(data []byte) bool {
	for _, m := range knownMarks {
		if bytes.HasPrefix(data, []byte(m)) {
			return false
		}
	}
	if len(data) > 12 && string(data[4:8]) == "ftyp" || isOpenPGP(data) {
		return false
	}
	head := data[:min(len(data), 8192)]
	if utf8.Valid(head) {
		return false
	}
	var counts [256]int
	for _, b := range head {
		counts[b]++
	}
	// Chi-square over 16 classes of bytes, by their high and by their low
	// halves: 15 degrees of freedom, so chance stays below 50 but for one
	// file in 100,000.
	var high, low [16]int
	for b, n := range counts {
		high[b>>4] += n
		low[b&15] += n
	}
	const most = 50.0
	return chiSquare(high[:], len(head)) < most && chiSquare(low[:], len(head)) < most
}

func chiSquare(counts []int, n int) float64 {
	want := float64(n) / float64(len(counts))
	sum := 0.0
	for _, c := range counts {
		d := float64(c) - want
		sum += d * d / want
	}
	return sum
}

// isOpenPGP knows messages of OpenPGP (RFC 9580, section 4.2): a packet for a
// key or a password comes first.
func isOpenPGP(data []byte) bool {
	if len(data) < 2 {
		return false
	}
	tag := data[0] & 0x3f
	if data[0]&0xc0 == 0x80 { // the old form keeps a length in the low bits
		tag >>= 2
		return (tag == 1 || tag == 3) && data[0]&3 != 3 && packetVersion(data[1:], 1<<(data[0]&3))
	}
	return data[0]&0xc0 == 0xc0 && (tag == 1 || tag == 3) && data[1] < 192 && packetVersion(data[1:], 1)
}

// packetVersion looks at the byte behind the length: 3 to 6.
func packetVersion(b []byte, lengthSize int) bool {
	return len(b) > lengthSize && b[lengthSize] >= 3 && b[lengthSize] <= 6
}

// openPGPFormat says plainly what cannot be read. WinAuth, andOTP and Proton
// Pass can write such files; the key is not here.
func openPGPFormat() format {
	return format{
		app: "",
		recognise: func(c *content) bool {
			return c.hasPrefix("-----BEGIN PGP MESSAGE-----") || isOpenPGP(c.data)
		},
		open: func(context.Context, *content) (document, error) {
			return nil, &UnsupportedError{What: OpenPGP}
		},
	}
}

var _ locked = (*guess)(nil)
