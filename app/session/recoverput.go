package session

import (
	"context"

	"twofold/crypto/identity"
	"twofold/crypto/secret"
	"twofold/internal/vault"
	"twofold/sync/engine"
	"twofold/sync/store"
)

// put writes the vault. Needs s.mu.
func (r *Recovery) put(ctx context.Context, c store.NewComputer, pass secret.Bytes) (Recovered, error) {
	s, st := r.s, r.s.store
	if st == nil {
		return Recovered{}, ErrLocked
	}
	theirs := r.open.Document()
	same := st.Vault() == r.open.Summary().Vault
	keys, _ := st.Keys()
	switch state := st.State(); {
	case state == store.Unlocked && same && r.shutOut(keys):
		return r.rejoin(ctx, c, pass)
	case state == store.Unlocked && same:
		doc := s.doc.Clone()
		doc.Join(theirs)
		return Recovered{}, st.Save(doc)
	case state == store.Damaged && same && keys != nil && r.knows(keys):
		return Recovered{}, st.Restore(theirs)
	case state == store.Locked:
		return Recovered{}, ErrLocked // what is here has to be opened first
	case state == store.TooNew:
		return Recovered{}, ErrReadOnly
	}
	if err := s.retry(); err != nil {
		return Recovered{}, err
	}
	return r.enrol(ctx, c, pass)
}

// knows reports whether the vault of the folder has this computer still.
func (r *Recovery) knows(keys *identity.Keys) bool {
	for _, c := range r.open.Summary().Computers {
		if c.ID == keys.ID() {
			return c.State == identity.Enrolled
		}
	}
	return false
}

// shutOut reports whether this computer was removed from the vault.
func (r *Recovery) shutOut(keys *identity.Keys) bool {
	for _, c := range r.open.Summary().Computers {
		if keys != nil && c.ID == keys.ID() {
			return c.State != identity.Enrolled
		}
	}
	return false
}

// rejoin makes a computer that was removed a new one of its vault, with what
// it kept. Needs s.mu.
func (r *Recovery) rejoin(ctx context.Context, c store.NewComputer, pass secret.Bytes) (Recovered, error) {
	s, st := r.s, r.s.store
	if err := s.retry(); err != nil {
		return Recovered{}, err
	}
	keys, theirs, err := r.open.Enrol(s.o.Rand, c, s.o.Now())
	if err != nil {
		return Recovered{}, err
	}
	doc := s.doc.Clone()
	doc.Join(theirs)
	if err := st.Replace(ctx, keys, doc, pass); err != nil {
		return Recovered{}, s.afterReplace(ctx, err)
	}
	for _, f := range r.open.SlotFiles() {
		_ = st.PutSlotFile(f) // the engine takes a copy later, else
	}
	return Recovered{}, nil
}

// enrol makes this computer a new one of the vault, with all that is on it.
// Needs s.mu.
func (r *Recovery) enrol(ctx context.Context, c store.NewComputer, pass secret.Bytes) (Recovered, error) {
	s, st := r.s, r.s.store
	keys, doc, err := r.open.Enrol(s.o.Rand, c, s.o.Now())
	if err != nil {
		return Recovered{}, err
	}
	var done Recovered
	first := store.Mark{}
	by := vault.Author{Device: keys.ID(), Now: s.o.Now, Rand: s.o.Rand}
	if err := requireAction(doc, by); err != nil {
		keys.Wipe()
		return done, err
	}
	if here := s.doc; here != nil && len(here.Accounts())+len(here.Trashed()) > 0 {
		before := len(doc.Accounts())
		if done.Left, err = engine.Bring(doc, here, by); err != nil {
			keys.Wipe()
			return done, err
		}
		done.Brought = len(doc.Accounts()) - before
		// The folder has what was brought before the old files are moved: no
		// moment without a readable copy. A folder that takes nothing is no
		// reason to stop, for the old files stay under dated names.
		first, _ = engine.FirstSnapshot(ctx, r.dir, keys, doc, s.o.Version, s.o.Now())
	}
	if st.State() == store.Empty {
		err = st.Adopt(ctx, keys, doc, pass)
	} else {
		err = st.Replace(ctx, keys, doc, pass)
	}
	if err != nil {
		return done, s.afterReplace(ctx, err)
	}
	for _, f := range r.open.SlotFiles() {
		_ = st.PutSlotFile(f) // the engine takes a copy later, else
	}
	if first.Seq > 0 {
		_ = st.SetFrontier(store.Frontier{Own: first}) // else it finds its own file, and takes new keys
	}
	return done, nil
}

// afterReplace opens the old vault again after a new one could not be put in
// its place. Needs s.mu.
func (s *Session) afterReplace(ctx context.Context, cause error) error {
	if s.doc == nil {
		return cause
	}
	if s.store.State() == store.Locked {
		if err := s.store.UnlockKeyring(ctx); err == nil {
			return cause
		}
		s.drop()
		s.setPhase(Locked)
	}
	return cause
}
