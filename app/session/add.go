package session

import (
	"twofold/crypto/secret"
	"twofold/internal/account"
)

// finish puts pages together, compares every candidate with the vault and
// with the candidates before it, and chooses the defaults.
func (s *Session) finish(f *finder) Found {
	s.mu.Lock()
	for _, p := range f.pages {
		s.pages.Add(p)
	}
	if len(f.pages) > 0 {
		f.takePages(&s.pages)
	}
	s.mu.Unlock()
	cs := f.found.Candidates
	for i := range cs {
		cs[i].Duplicate = s.Classify(cs[i].Account)
		for j := 0; j < i && cs[i].Duplicate.Kind == NotDuplicate; j++ {
			if compare(cs[i].Account, cs[j].Account) == SameAccount {
				cs[i].Duplicate = Duplicate{Kind: SameAccount, Title: cs[j].Account.Title()}
			}
		}
		cs[i].Choice = s.defaultChoice(cs[i].Duplicate)
	}
	return f.found
}

// defaultChoice never replaces a key that works, and never drops a key that
// is new.
func (s *Session) defaultChoice(d Duplicate) Choice {
	switch d.Kind {
	case SameAccount, SameKey:
		return ChoiceSkip
	case OtherKey:
		if row := s.View().Row(d.ID); row != nil && row.ActionRequired {
			return ChoiceReplace
		}
	}
	return ChoiceAdd
}

// Classify compares an account with the vault. The nearest relation wins:
// the same account before the same key before the same name.
func (s *Session) Classify(a account.Account) Duplicate {
	var best Duplicate
	v := s.View()
	for i := range v.Rows {
		r := &v.Rows[i]
		kind := compare(a, account.Account{Issuer: r.Issuer, Name: r.Name, Key: r.key})
		if kind == NotDuplicate || best.Kind != NotDuplicate && rank(kind) >= rank(best.Kind) {
			continue
		}
		best = Duplicate{Kind: kind, ID: r.ID, Title: r.Title()}
	}
	return best
}

func rank(k DuplicateKind) int {
	return map[DuplicateKind]int{SameAccount: 1, SameKey: 2, OtherKey: 3}[k]
}

func compare(a, b account.Account) DuplicateKind {
	named := a.Issuer == b.Issuer && a.Name == b.Name
	keyed := a.Key.Secret.Equal(b.Key.Secret) && !a.Key.Secret.Empty()
	switch {
	case named && keyed:
		return SameAccount
	case keyed:
		return SameKey
	case named && (a.Issuer != "" || a.Name != ""):
		return OtherKey
	}
	return NotDuplicate
}

// Add adds the chosen candidates in one durable step. An account that cannot
// be used is refused by name and keeps nothing else back. If the disk refuses,
// the accounts are in the list all the same and the error is [ErrSaveFailed].
func (s *Session) Add(cs []Candidate) (Added, error) {
	var done Added
	err := s.change(func(e *edit) error {
		for _, c := range cs {
			if c.Choice == ChoiceSkip {
				done.Skipped++
				continue
			}
			id, err := e.take(c)
			if err != nil {
				done.Problems = append(done.Problems, Problem{Name: c.Account.Title(), Err: err})
				continue
			}
			done.IDs = append(done.IDs, id)
		}
		return nil
	})
	return done, err
}

func (e *edit) take(c Candidate) (string, error) {
	a := c.Account.Clean()
	if err := a.Key.Check(); err != nil {
		return "", err
	}
	if a.Issuer == "" && a.Name == "" {
		return "", &account.FieldError{Field: account.FieldName, Problem: account.Missing}
	}
	if c.Choice == ChoiceReplace && c.Duplicate.ID != "" {
		entry, ok := e.doc.Account(c.Duplicate.ID)
		if !ok {
			return "", ErrNoSuchAccount
		}
		old := entry.Account
		old.Key, old.Counter, old.ActionRequired = a.Key, a.Counter, false
		return old.ID, e.update(old.ID, old)
	}
	id, err := e.doc.Add(e.by, a)
	return id, e.step(err)
}

// Build makes an account of the form; the error is a *account.FieldError.
func (s *Session) Build(m Manual) (account.Account, error) {
	key, err := m.key()
	if err != nil {
		return account.Account{}, err
	}
	a := account.Account{
		Issuer: m.Issuer, Name: m.Name, Reading: m.Reading, Note: m.Note,
		Groups: m.Groups, Key: key, Counter: m.Counter,
	}.Clean()
	if a.Issuer == "" && a.Name == "" {
		return a, &account.FieldError{Field: account.FieldName, Problem: account.Missing}
	}
	return a, nil
}

// key reads the secret and fills the gaps with the defaults of the type.
func (m Manual) key() (account.Key, error) {
	t := m.Type
	if t == "" {
		t = account.TOTP
	}
	k := account.Defaults(t)
	sec, err := account.DecodeSecret(m.Secret)
	if t == account.MOTP {
		sec, err = account.DecodeHex(m.Secret)
	}
	if err != nil {
		return account.Key{}, err
	}
	k.Secret, k.PIN = sec, secret.FromString(m.PIN)
	if m.Algorithm != "" {
		k.Algorithm = m.Algorithm
	}
	if m.Digits != 0 {
		k.Digits = m.Digits
	}
	if m.Period != 0 && t != account.HOTP {
		k.Period = m.Period
	}
	return k, k.Check()
}
