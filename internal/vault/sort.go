package vault

import (
	"cmp"
	"slices"
)

// Order is a way to sort the list.
type Order string

// The orders. Pinned accounts come first in all of them.
const (
	Manual        Order = "manual" // the user's own order
	ByName        Order = "name"
	MostUsed      Order = "used"
	RecentlyAdded Order = "added"
)

// Sort sorts entries that stand in the user's own order, as
// [Document.Accounts] gives them. Where the order knows no difference, the
// user's own order stays. An unknown order is Manual.
func Sort(entries []Entry, by Order) {
	keys := map[string]string{}
	if by == ByName {
		for i := range entries {
			e := &entries[i]
			keys[e.ID] = fold(cmp.Or(e.Reading, e.Title())) + "\x00" + fold(e.Subtitle())
		}
	}
	slices.SortStableFunc(entries, func(a, b Entry) int {
		if a.Pinned != b.Pinned {
			if a.Pinned {
				return -1
			}
			return 1
		}
		switch by {
		case ByName:
			return cmp.Compare(keys[a.ID], keys[b.ID])
		case MostUsed:
			return cmp.Or(cmp.Compare(b.Usage.Count, a.Usage.Count), b.Usage.Last.Compare(a.Usage.Last))
		case RecentlyAdded:
			return b.Added.Compare(a.Added)
		}
		return 0
	})
}
