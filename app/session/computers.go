package session

import (
	"cmp"
	"context"
	"slices"
	"time"

	"twofold/crypto/identity"
	"twofold/sync/engine"
	"twofold/sync/store"
)

// What the roster refuses.
var (
	ErrNoComputer   = store.ErrNoMember
	ErrLastComputer = store.ErrLastComputer // nobody would be left
	ErrRemoveSelf   = store.ErrRemoveSelf   // another computer has to do it
	ErrNoName       = store.ErrNoName
)

// Computer is a computer of the vault, with what a person wants to know before
// he trusts it.
type Computer struct {
	ID, Name, System string
	Me               bool
	Added            time.Time // when it joined; zero if unknown
	// ByKey is true if it joined with a recovery key; ByName is who let it in
	// otherwise, empty for the first computer.
	ByKey  bool
	ByName string
	// Unsure is true until the user has said that it was him who joined it
	// with the recovery key.
	Unsure bool
	// Removed is when it was removed, RemovedBy by whom. Untrusted: it was let
	// in by a computer that was removed, and nobody knew of it.
	Removed   time.Time
	RemovedBy string
	Gone      bool
	Untrusted bool
	// KnowsKey is true if the words of a recovery key that still counts were
	// shown or typed there.
	KnowsKey bool
	// Vouched are the computers it let in, by id.
	Vouched []string

	LastSeen time.Time // of its newest backup, by its own clock; zero if none was read
	Accounts int
	// HasMine is true if it has read the newest backup of this computer.
	HasMine bool
	// Read is the time of the newest backup of this computer that it has read.
	Read time.Time
}

// Computers lists the computers of the vault: this one, then the others by
// when they were last seen, then those that were removed. It checks signatures,
// which takes a few milliseconds.
func (s *Session) Computers() ([]Computer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.doc == nil {
		return nil, ErrLocked
	}
	members, err := s.store.Members()
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, m := range members {
		if !m.Slot {
			names[m.ID] = m.Name
		}
	}
	var out []Computer
	for _, m := range members {
		if m.Slot {
			continue
		}
		c := Computer{
			ID: m.ID, Name: m.Name, System: m.System, Me: m.Me, Added: store.When(m.Added),
			ByKey: identity.ValidSlotID(m.By), Gone: m.State == identity.Gone, Untrusted: m.State == identity.Untrusted,
			Removed: store.When(m.Removed), RemovedBy: names[m.RemovedBy], KnowsKey: m.KnowsKey,
		}
		if m.By != m.ID {
			c.ByName = names[m.By]
		}
		for _, id := range m.Vouched {
			if names[id] != "" {
				c.Vouched = append(c.Vouched, id)
			}
		}
		s.seenOf(&c)
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b Computer) int {
		rank := func(c Computer) int {
			switch {
			case c.Me:
				return 0
			case c.Gone, c.Untrusted:
				return 2
			}
			return 1
		}
		return cmp.Or(cmp.Compare(rank(a), rank(b)), b.LastSeen.Compare(a.LastSeen), a.Added.Compare(b.Added), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// seenOf adds what the folder shows of a computer. Needs s.mu.
func (s *Session) seenOf(c *Computer) {
	if s.syncState == nil {
		return
	}
	for _, e := range s.syncState.Computers {
		if e.ID == c.ID {
			c.LastSeen, c.Accounts, c.HasMine, c.Unsure = e.LastSeen, e.Accounts, e.HasMine, e.Unsure && !c.Me
			c.Read = e.Read
		}
	}
}

// RenameComputer gives a computer another name, on all computers.
func (s *Session) RenameComputer(id, name string) error {
	return s.keys(func() error { return s.store.Rename(s.author, id, name) })
}

// KnowComputer answers "it was me" about a computer that joined with the
// recovery key. The question is asked on every computer for itself.
func (s *Session) KnowComputer(ctx context.Context, id string) error {
	b := s.courierNow()
	if b == nil {
		return ErrNoFolder
	}
	return b.do(ctx, func(context.Context) error {
		if err := b.engine.Known(id); err != nil {
			return err
		}
		return b.took(engine.Result{}, nil)
	})
}

// RemoveComputer takes a computer out of the vault, for good. keep are those
// of Computer.Vouched that stay. From now on it is addressed by nothing and
// believed in nothing; what it has it keeps: [ErrRemoveSelf],
// [ErrLastComputer], [ErrNoComputer].
func (s *Session) RemoveComputer(id string, keep []string) error {
	return s.keys(func() error {
		members, err := s.store.Members()
		if err != nil {
			return err
		}
		// Recovery keys made there stay until the user replaces them: without
		// any, the vault would die with its computers.
		for _, m := range members {
			if m.ID != id {
				continue
			}
			for _, v := range m.Vouched {
				if identity.ValidSlotID(v) {
					keep = append(keep, v)
				}
			}
		}
		return s.store.RemoveComputer(id, keep)
	})
}

// Renewal is an account that a removed computer knew.
type Renewal struct {
	ID, Title, Subtitle string
	// Done is true once the account has a key the computer never had, or the
	// user has said that it is taken care of (Said).
	Done, Said bool
}

// Renewals lists the accounts whose keys the computer id, which was removed,
// has known.
func (s *Session) Renewals(id string) ([]Renewal, error) {
	all, err := s.Computers()
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(c Computer) bool { return c.ID == id && c.Gone })
	if at < 0 {
		return nil, ErrNoComputer
	}
	removed := all[at].Removed
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.doc == nil {
		return nil, ErrLocked
	}
	var out []Renewal
	for _, n := range s.doc.Renewals() {
		e, ok := s.doc.Account(n.ID)
		if !ok || n.Own || e.Added.After(removed) {
			continue
		}
		out = append(out, Renewal{
			ID: n.ID, Title: e.Title(), Subtitle: e.Subtitle(),
			Done: !n.Before(removed), Said: !n.Said.Before(removed) && n.Made.Before(removed),
		})
	}
	return out, nil
}

// SetRenewed ticks an account of [Session.Renewals] off, or takes the tick away.
func (s *Session) SetRenewed(id string, on bool) error {
	return s.change(func(e *edit) error { return e.step(e.doc.SetRenewed(e.by, id, on)) })
}
