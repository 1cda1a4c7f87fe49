package vault

// Doors for tests of what has no other way in.
var (
	Canonical  = canonical
	Between    = between
	ValidOrder = validOrder
	ValidStamp = validStamp
	NewStamp   = newStamp
	Members    = members
	Quote      = quote
	Unquote    = unquote
	Fold       = fold
)

// Time is the logical time of a stamp.
func (s Stamp) Time() uint64 { return s.time() }

// Romaji spells kana in Kunrei and Hepburn.
func Romaji(s string) (string, string) { return newSyllables().romaji(fold(s)) }
