package otpauth

import (
	"crypto/sha256"
	"fmt"

	"twofold/internal/account"
)

// Pages collects the pages of one or several exports in any order. The zero
// value is ready to use.
type Pages struct {
	sets []set
	last int // the set of the page that was added last

	seen  map[[sha256.Size]byte]int // fingerprint of a page: its set
	byID  map[setID][]int           // sets of that number, oldest first
	taken map[place]int             // pages that claimed a place: so many sets have it
}

// setID is all that a page says about the export it belongs to.
type setID struct{ version, batch, size int }

type place struct {
	setID
	index int
}

// set is the pages of one export, by their index.
type set struct {
	setID
	pages map[int]Page
}

// Add takes a page, unless the same page is there already, which a camera or a
// folder of screenshots shows again and again. Two pages that claim one place
// but differ belong to different exports: both stay, as version 2 has no
// number that would tell exports apart.
func (p *Pages) Add(page Page) (added bool) {
	if p.seen == nil {
		p.seen, p.byID, p.taken = map[[sha256.Size]byte]int{}, map[setID][]int{}, map[place]int{}
	}
	mark := fingerprint(page)
	if i, ok := p.seen[mark]; ok {
		p.last = i
		return false
	}
	at := place{setID{page.Version, page.Batch, page.Size}, page.Index}
	if p.taken[at] == len(p.byID[at.setID]) {
		p.byID[at.setID] = append(p.byID[at.setID], len(p.sets))
		p.sets = append(p.sets, set{at.setID, map[int]Page{}})
	}
	p.last = p.byID[at.setID][p.taken[at]]
	p.sets[p.last].pages[page.Index] = page
	p.taken[at]++
	p.seen[mark] = p.last
	return true
}

// Total is how many pages the export of the last added page has; 0 before one
// was added.
func (p *Pages) Total() int {
	if len(p.sets) == 0 {
		return 0
	}
	return p.sets[p.last].size
}

// Missing lists the pages of that export that were not added yet, counted from
// 1 as people do.
func (p *Pages) Missing() []int {
	var out []int
	for i := range p.Total() {
		if _, ok := p.sets[p.last].pages[i]; !ok {
			out = append(out, i+1)
		}
	}
	return out
}

// Accounts is what all pages hold, page by page. A set with pages missing is
// as good as a whole one.
func (p *Pages) Accounts() []account.Account {
	var out []account.Account
	p.each(func(page Page) { out = append(out, page.Accounts...) })
	return out
}

// Rejected is what was refused on all pages.
func (p *Pages) Rejected() []Rejected {
	var out []Rejected
	p.each(func(page Page) { out = append(out, page.Rejected...) })
	return out
}

func (p *Pages) each(visit func(Page)) {
	for _, s := range p.sets {
		for i := range s.size {
			if page, ok := s.pages[i]; ok {
				visit(page)
			}
		}
	}
}

// fingerprint is the same for two pages that were read alike.
func fingerprint(page Page) [sha256.Size]byte {
	h := sha256.New()
	fmt.Fprintln(h, page.Version, page.Batch, page.Size, page.Index)
	for _, a := range page.Accounts {
		fmt.Fprintf(h, "%q %d\n", Format(a), a.Counter)
	}
	for _, r := range page.Rejected {
		fmt.Fprintf(h, "%q %v\n", r.Title, r.Err)
	}
	return [sha256.Size]byte(h.Sum(nil))
}
