package session

import (
	"slices"

	"twofold/crypto/secret"
	"twofold/internal/account"
)

// finish puts pages together, reads the files that are open, compares every
// candidate with the vault and with the candidates before it, and chooses the
// defaults.
func (s *Session) finish(f *finder) Found {
	s.mu.Lock()
	for _, p := range f.pages {
		s.pages.Add(p)
	}
	if len(f.pages) > 0 {
		f.takePages(&s.pages)
	}
	s.mu.Unlock()
	if f.source != nil {
		return s.imported(f)
	}
	s.decide(f.found.Candidates)
	return f.found
}

// decide compares candidates and sets their default choices. It takes time
// in proportion to their number.
func (s *Session) decide(cs []Candidate) {
	here, trash := s.known(), kinOf(s.View().Trash)
	before := newKin()
	for i := range cs {
		c := &cs[i]
		c.Duplicate = here.classify(c.Account)
		if d := trash.classify(c.Account); c.Trashed && d.Kind == SameAccount {
			c.Duplicate = d
		}
		if c.Duplicate.Kind == NotDuplicate && before.holds(c.Account) {
			c.Duplicate = Duplicate{Kind: SameAccount, Title: c.Account.Title()}
		}
		before.put(relative{account: c.Account})
		c.Choice = s.defaultChoice(c.Duplicate)
		switch {
		case c.Archived:
			c.Choice = ChoiceSkip
		case c.Trashed && c.Choice == ChoiceReplace:
			c.Choice = ChoiceAdd // the key of a deleted account renews nothing
		}
	}
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

// Add adds the chosen candidates in one durable step. An account that cannot
// be used is refused by name and keeps nothing else back. If the disk refuses,
// the accounts are in the list all the same and the error is [ErrSaveFailed].
func (s *Session) Add(cs []Candidate) (Added, error) {
	var done Added
	err := s.change(func(e *edit) error {
		var err error
		done, err = e.takeAll(cs)
		return err
	})
	return done, err
}

// takeAll keeps the order of the candidates: new ones in one step of the
// vault, replaced keys in one each, and the trash in one.
func (e *edit) takeAll(cs []Candidate) (done Added, err error) {
	ids, errs := make([]string, len(cs)), make([]error, len(cs))
	var fresh []account.Account
	var at []int
	var trash []string
	for i, c := range cs {
		switch a, err := usable(c.Account); {
		case c.Choice == ChoiceSkip:
			done.Skipped++
			if c.Duplicate.Kind == SameAccount {
				done.Here++
			}
		case err != nil:
			errs[i] = err
		case c.Choice == ChoiceReplace && c.Duplicate.ID != "":
			if ids[i], errs[i] = e.replace(c.Duplicate.ID, a); errs[i] == nil {
				done.Replaced++
			}
		default:
			fresh, at = append(fresh, a), append(at, i)
		}
	}
	if len(fresh) > 0 {
		made, refused := e.doc.AddAll(e.by, fresh)
		for n, i := range at {
			ids[i], errs[i] = made[n], refused[n]
			if cs[i].Trashed && made[n] != "" {
				trash = append(trash, made[n])
			}
		}
		_ = e.step(nil) // notes the step; who was refused is in errs
	}
	if len(trash) > 0 {
		if err := e.step(e.doc.Trash(e.by, trash...)); err != nil {
			return done, err
		}
		done.Trashed = len(trash)
	}
	for i := range cs {
		if errs[i] != nil {
			done.Problems = append(done.Problems, Problem{Name: cs[i].Account.Title(), Err: translated(errs[i])})
		} else if ids[i] != "" && !slices.Contains(trash, ids[i]) {
			done.IDs = append(done.IDs, ids[i])
		}
	}
	return done, nil
}

func usable(a account.Account) (account.Account, error) {
	a = a.Clean()
	if err := a.Key.Check(); err != nil {
		return a, err
	}
	if a.Issuer == "" && a.Name == "" {
		return a, &account.FieldError{Field: account.FieldName, Problem: account.Missing}
	}
	return a, nil
}

// GiveKey gives an account of the vault the key of a, and takes away the mark
// that it needs something here. An account that is bound to one computer
// keeps the key on this one; the keys of other computers stay as they are.
func (s *Session) GiveKey(id string, a account.Account) error {
	if err := a.Key.Check(); err != nil {
		return err
	}
	return s.change(func(e *edit) error {
		_, err := e.replace(id, a)
		return err
	})
}

func (e *edit) replace(id string, a account.Account) (string, error) {
	entry, ok := e.doc.Account(id)
	if !ok {
		return "", ErrNoSuchAccount
	}
	old := entry.Account
	old.Key, old.Counter, old.ActionRequired = a.Key, a.Counter, false
	return id, e.update(id, old)
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
