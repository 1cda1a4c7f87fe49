// Package phrase makes, checks and reads the recovery key: ten English words
// in lower case, joined by "-". Nine are random (99 bits), the tenth is a
// check word, so that a slip of the pen is found at once and is never taken
// for a wrong key. The joined text is the passphrase of the recovery file,
// and the stock age program accepts it as it stands.
//
// The words are those of BIP 39, which were chosen so that the first four
// letters tell them apart. Ten is not a length of a wallet phrase: nobody
// takes a recovery key for one, and no wallet phrase fits here.
//
// The package knows no files and no cryptography; what the key opens is the
// business of crypto/identity.
package phrase

import (
	"fmt"
	"io"
	"log/slog"
	"strings"

	"twofold/crypto/secret"
)

// Count is the number of words of a recovery key.
const Count = 10

// Phrase is a recovery key whose check word is right. It prints as
// "[secret]". The zero value is not valid; phrases come from [Make] and
// [Parse].
type Phrase struct {
	w [Count]uint16 // places in the word list; the last is the check word
}

// Make draws a recovery key from rand, which must be fit for keys.
func Make(rand io.Reader) (Phrase, error) {
	var p Phrase
	var b [2]byte
	for i := range p.w[:Count-1] {
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return Phrase{}, fmt.Errorf("draw recovery key: %w", err)
		}
		// 2,048 divides 65,536, so that every word is equally likely.
		p.w[i] = (uint16(b[0])<<8 | uint16(b[1])) % listLen
	}
	p.w[Count-1] = check(p.w[:Count-1])
	return p, nil
}

// Words are the ten words in their order, to be shown or printed.
func (p Phrase) Words() []string {
	out := make([]string, Count)
	for i, w := range p.w {
		out[i] = word(w)
	}
	return out
}

// Secret is the key as one text, "word-word-…": the passphrase of the
// recovery file, for Twofold and for age.
func (p Phrase) Secret() secret.Bytes {
	return secret.FromString(strings.Join(p.Words(), "-"))
}

// Wipe overwrites the words with zeros.
func (p *Phrase) Wipe() { clear(p.w[:]) }

// String implements [fmt.Stringer] without showing the words.
func (Phrase) String() string { return "[secret]" }

// Format implements [fmt.Formatter], so that no verb shows the words.
func (Phrase) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("[secret]")) }

// LogValue implements [slog.LogValuer] without showing the words.
func (Phrase) LogValue() slog.Value { return slog.StringValue("[secret]") }
