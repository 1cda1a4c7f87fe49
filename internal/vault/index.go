package vault

import (
	"cmp"
	"slices"
	"strings"

	"twofold/internal/account"
)

// Index finds accounts by what a person types. It searches issuer, name,
// reading, groups and note; upper and lower case, half and full width, and
// hiragana and katakana are alike, and kana is found by its Latin spelling
// (Hepburn or Kunrei) and the reverse. It holds no secrets and does not follow
// the document by itself. Several goroutines may search it at the same time, as
// long as none changes it.
type Index struct {
	items []item
	at    map[string]int // id -> place in items
	kana  syllables
}

// between two texts that are searched as one string; no text contains it
const fence = "\x00"

type item struct {
	id           string
	issuer, name folded
	heads        string // fence before each of reading and groups
	note         string
	sound        string // fence before each Latin spelling of kana
	latin        string // fence before each softened issuer, name, reading
}

// Hit is an account that was found.
type Hit struct {
	ID string
	// Rank says how well: 0 where one of the names begins with the query,
	// 1 where a word of the issuer or the name does, 2 for anything else.
	Rank int
	// Issuer and Name are the matching parts, as byte ranges of the texts the
	// index was given. Both are empty if the match is elsewhere.
	Issuer, Name [][2]int
}

// NewIndex makes an index of accounts; hits of one rank come in this order.
func NewIndex(as []account.Account) *Index {
	x := &Index{at: make(map[string]int, len(as)), kana: newSyllables()}
	x.items = make([]item, 0, len(as))
	for _, a := range as {
		x.Put(a)
	}
	return x
}

// Put adds an account at the end, or replaces the one of its id in place.
func (x *Index) Put(a account.Account) {
	it := x.item(a)
	if i, ok := x.at[a.ID]; ok {
		x.items[i] = it
		return
	}
	x.at[a.ID] = len(x.items)
	x.items = append(x.items, it)
}

// Remove takes an account out.
func (x *Index) Remove(id string) {
	i, ok := x.at[id]
	if !ok {
		return
	}
	x.items = slices.Delete(x.items, i, i+1)
	delete(x.at, id)
	for ; i < len(x.items); i++ {
		x.at[x.items[i].id] = i
	}
}

func (x *Index) item(a account.Account) item {
	it := item{id: a.ID, issuer: foldPlaces(a.Issuer), name: foldPlaces(a.Name), note: fold(a.Note)}
	var heads, sound, latin strings.Builder
	for i, s := range append([]string{it.issuer.text, it.name.text, fold(a.Reading)}, a.Groups...) {
		if i > 2 {
			s = fold(s)
		}
		if s == "" {
			continue
		}
		if i > 1 {
			heads.WriteString(fence + s)
		}
		if kunrei, hepburn := x.kana.romaji(s); kunrei != "" {
			sound.WriteString(fence + kunrei)
			if hepburn != kunrei {
				sound.WriteString(fence + hepburn)
			}
		}
		if i < 3 {
			latin.WriteString(fence + soften(s))
		}
	}
	it.heads, it.sound, it.latin = heads.String(), sound.String(), latin.String()
	return it
}

// term is one word of a query.
type term struct {
	text   string
	sounds []string // spellings to look for in sound
	latins []string // spellings to look for in latin
}

// Search finds the accounts that match all words of the query, the best
// ranks first. An empty query finds nothing.
func (x *Index) Search(query string) []Hit {
	var terms []term
	for _, word := range strings.Fields(fold(query)) {
		t := term{text: word}
		if kunrei, hepburn := x.kana.romaji(word); kunrei != "" {
			t.latins = []string{kunrei, hepburn}
			t.sounds = t.latins
		} else if isLatin(word) {
			if s := soften(word); s != "" {
				t.sounds = []string{s}
			}
		}
		terms = append(terms, t)
	}
	if len(terms) == 0 {
		return nil
	}
	var ranks [noMatch][]Hit
	var room ranges
	for i := range x.items {
		if h, ok := x.items[i].match(terms, &room); ok {
			ranks[h.Rank] = append(ranks[h.Rank], h)
		}
	}
	return slices.Concat(ranks[:]...)
}

// ranges hands out lists of one range from larger pieces: a short query hits
// thousands of names, and one allocation each would cost more than the search.
type ranges struct{ free [][2]int }

func (rs *ranges) add(list [][2]int, r [2]int) [][2]int {
	if len(list) > 0 {
		return append(list, r)
	}
	if len(rs.free) == 0 {
		rs.free = make([][2]int, 256)
	}
	list, rs.free = rs.free[:1:1], rs.free[1:]
	list[0] = r
	return list
}

func isLatin(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r == '\'' || r == '-' || strings.ContainsRune("āīūēōâîûêô", r)) {
			return false
		}
	}
	return true
}

const noMatch = 3

func (it *item) match(terms []term, room *ranges) (Hit, bool) {
	h := Hit{ID: it.id}
	for i := range terms {
		rank := it.rank(&terms[i], &h, room)
		if rank == noMatch {
			return Hit{}, false
		}
		h.Rank = max(h.Rank, rank)
	}
	h.Issuer, h.Name = tidy(h.Issuer), tidy(h.Name)
	return h, true
}

// rank matches one word and notes the places in h.
func (it *item) rank(t *term, h *Hit, room *ranges) int {
	best, at := inName(it.issuer.text, t.text)
	if best < noMatch {
		h.Issuer = room.add(h.Issuer, it.issuer.place(at, at+len(t.text)))
	}
	rank, at := inName(it.name.text, t.text)
	if rank < noMatch {
		h.Name = room.add(h.Name, it.name.place(at, at+len(t.text)))
	}
	best = min(best, rank)
	if best > 0 {
		best = min(best, inTexts(it.heads, t.text))
	}
	if best > 2 && strings.Contains(it.note, t.text) {
		best = 2
	}
	for i := 0; best > 0 && i < len(t.sounds); i++ {
		best = min(best, inTexts(it.sound, t.sounds[i]))
	}
	for i := 0; best > 0 && i < len(t.latins); i++ {
		best = min(best, inTexts(it.latin, t.latins[i]))
	}
	return best
}

// inName finds the best place of word in a name: its beginning, the beginning
// of one of its words, or anywhere.
func inName(name, word string) (rank, at int) {
	rank, at = noMatch, -1
	for from := 0; ; {
		i := strings.Index(name[from:], word)
		if i < 0 {
			return rank, at
		}
		i += from
		switch {
		case i == 0:
			return 0, 0
		case startsWord(name[i-1]):
			return 1, i
		case at < 0:
			rank, at = 2, i
		}
		from = i + 1
	}
}

// startsWord reports whether a word begins behind this byte.
func startsWord(b byte) bool {
	return b < 0x80 && !(b >= 'a' && b <= 'z' || b >= '0' && b <= '9')
}

// inTexts finds word in texts with fences before them.
func inTexts(texts, word string) int {
	i := strings.Index(texts, word)
	switch {
	case i < 0:
		return noMatch
	case texts[i-1] == fence[0] || strings.Contains(texts[i:], fence+word):
		return 0
	}
	return 2
}

// tidy sorts ranges and joins those that touch.
func tidy(rs [][2]int) [][2]int {
	if len(rs) < 2 {
		return rs
	}
	slices.SortFunc(rs, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	out := rs[:1]
	for _, r := range rs[1:] {
		if last := &out[len(out)-1]; r[0] <= last[1] {
			last[1] = max(last[1], r[1])
			continue
		}
		out = append(out, r)
	}
	return out
}
