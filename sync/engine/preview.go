package engine

import (
	"twofold/internal/account"
	"twofold/internal/vault"
)

// Preview says what joining this computer's accounts with those of a vault
// would do. Nothing is ever overwritten: a different key becomes a second
// account, or an earlier key of the same one.
type Preview struct {
	There, Here int      // accounts in the vault, and on this computer
	Added       []string // titles of accounts that come from the vault
	Kept        []string // titles that only this computer has, and that go into the vault
	Same        []string // in both, alike
	NewerHere   []string // in both; this computer's is the later change
	NewerThere  []string // in both; the vault's is the later change
	OtherKey    []string // same names, different keys: both stay
}

// Compare previews the join of two documents of one vault, or, if alien, of
// two vaults, where accounts can only be compared by what is in them.
func Compare(here, there *vault.Document, alien bool) Preview {
	mine, theirs := here.Accounts(), there.Accounts()
	p := Preview{There: len(theirs), Here: len(mine)}
	if alien {
		p.byContent(mine, theirs)
		return p
	}
	both := here.Clone()
	both.Join(there)
	known := map[string]bool{}
	for _, t := range theirs {
		known[t.ID] = true
		m, ok := here.Account(t.ID)
		if !ok {
			p.Added = append(p.Added, title(t.Account))
			continue
		}
		after, _ := both.Account(t.ID)
		switch {
		case like(m.Account, t.Account):
			p.Same = append(p.Same, title(t.Account))
		case like(after.Account, m.Account):
			p.NewerHere = append(p.NewerHere, title(t.Account))
		default:
			p.NewerThere = append(p.NewerThere, title(t.Account))
		}
	}
	for _, m := range mine {
		if !known[m.ID] {
			p.Kept = append(p.Kept, title(m.Account))
		}
	}
	return p
}

func (p *Preview) byContent(mine, theirs []vault.Entry) {
	matched := map[int]bool{}
	for _, m := range mine {
		at, same := match(m.Account, theirs)
		switch {
		case at < 0:
			p.Kept = append(p.Kept, title(m.Account))
		case same:
			p.Same = append(p.Same, title(m.Account))
			matched[at] = true
		default:
			p.OtherKey = append(p.OtherKey, title(m.Account))
		}
	}
	for i, t := range theirs {
		if !matched[i] {
			p.Added = append(p.Added, title(t.Account))
		}
	}
}

// match finds an account of the same names, with the same key if there is one.
func match(a account.Account, list []vault.Entry) (at int, sameKey bool) {
	at = -1
	for i, e := range list {
		if e.Issuer != a.Issuer || e.Name != a.Name {
			continue
		}
		if e.Key.Secret.Equal(a.Key.Secret) && e.Key.Type == a.Key.Type {
			return i, true
		}
		at = i
	}
	return at, false
}

func like(a, b account.Account) bool {
	return a.Issuer == b.Issuer && a.Name == b.Name && a.Note == b.Note && a.Counter == b.Counter &&
		a.Key.Type == b.Key.Type && a.Key.Secret.Equal(b.Key.Secret) && a.Key.Digits == b.Key.Digits &&
		a.Key.Period == b.Key.Period && a.Key.Algorithm == b.Key.Algorithm && a.Trashed.Equal(b.Trashed)
}

func title(a account.Account) string {
	if s := a.Subtitle(); s != "" {
		return a.Title() + " (" + s + ")"
	}
	return a.Title()
}

// Bring adds the accounts of another vault to doc, as new accounts: those that
// doc has already, with the same names and key, are left out; everything else
// comes, also beside an account of the same name with another key. Trashed
// accounts come too, into the trash. An account that cannot be used at all is
// left out and named.
func Bring(doc, from *vault.Document, by vault.Author) (left []string, err error) {
	have := append(doc.Accounts(), doc.Trashed()...)
	bring := func(list []vault.Entry, trash bool) error {
		var as []account.Account
		for _, e := range list {
			if at, same := match(e.Account, have); same {
				if err := raise(doc, by, have[at], e.Counter); err != nil {
					return err
				}
				continue
			}
			as = append(as, e.Account)
		}
		ids, errs := doc.AddAll(by, as)
		var added []string
		for i, id := range ids {
			if errs[i] != nil {
				left = append(left, title(as[i]))
				continue
			}
			added = append(added, id)
		}
		if trash && len(added) > 0 {
			return doc.Trash(by, added...)
		}
		return nil
	}
	if err := bring(from.Accounts(), false); err != nil {
		return left, err
	}
	return left, bring(from.Trashed(), true)
}

// raise keeps a counter from going back: its codes were used already.
func raise(doc *vault.Document, by vault.Author, have vault.Entry, counter uint64) error {
	if counter <= have.Counter || have.Problem != vault.NoProblem {
		return nil
	}
	a := have.Account
	a.Counter = counter
	return doc.Update(by, a.ID, a)
}
