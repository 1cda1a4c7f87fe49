package session

import "slices"

// Join puts what was found later to what the user is looking at already. What
// was decided there stays, and an account that was found twice is marked as
// one. Of an export in several codes more has all that were read so far, which
// take the place of those before. It changes neither of the two.
func (f Found) Join(more Found) Found {
	out := f
	out.Candidates = slices.Clone(f.Candidates)
	if more.Pages != nil || slices.ContainsFunc(more.Candidates, isPart) {
		out.Candidates = slices.DeleteFunc(out.Candidates, isPart)
		out.Pages = more.Pages
	}
	here := newKin()
	for _, c := range out.Candidates {
		here.put(relative{account: c.Account})
	}
	for _, c := range more.Candidates {
		if c.Duplicate.Kind == NotDuplicate && here.holds(c.Account) {
			c.Duplicate, c.Choice = Duplicate{Kind: SameAccount, Title: c.Account.Title()}, ChoiceSkip
		}
		out.Candidates = append(out.Candidates, c)
	}
	out.Problems = slices.Concat(f.Problems, more.Problems)
	out.Pictures = slices.Concat(f.Pictures, more.Pictures)
	out.Notes = slices.Concat(f.Notes, more.Notes)
	out.Clear = slices.Compact(slices.Sorted(slices.Values(slices.Concat(f.Clear, more.Clear))))
	if out.Imported = f.Imported || more.Imported; f.App != more.App {
		out.App = "" // more than one
	}
	return out
}

func isPart(c Candidate) bool { return c.Part }
