package session

import (
	"context"
	"strings"
	"time"

	"twofold/crypto/phrase"
	"twofold/crypto/secret"
	"twofold/sync/engine"
)

// Rehearsal is what a recovery on a new computer would give.
type Rehearsal struct {
	Accounts int
	Newest   time.Time // of the newest backup
	NewestBy string
	// Complete: it is all that this computer has.
	Complete bool
}

// Rehearse opens the backup as a new computer would, with the ten words or a
// passphrase of the user's own, and changes nothing, here or there. It derives
// keys, and reads the newest backup of every computer. The errors are those of
// [Recovery.Unlock].
func (s *Session) Rehearse(ctx context.Context, words string) (Rehearsal, error) {
	s.mu.Lock()
	here, dir := s.doc, s.folder
	if here != nil {
		here = here.Clone()
	}
	s.mu.Unlock()
	switch {
	case here == nil:
		return Rehearsal{}, ErrLocked
	case dir == "":
		return Rehearsal{}, ErrNoFolder
	}
	defer here.Wipe()
	r, err := s.BeginRecovery(ctx, dir)
	if err != nil {
		return Rehearsal{}, err
	}
	defer r.Cancel()
	r.Choose(s.vaultID())
	if err := r.unlockEither(ctx, words); err != nil {
		return Rehearsal{}, err
	}
	theirs := r.open.Document()
	defer theirs.Wipe()
	sum := r.Summary()
	return Rehearsal{
		Accounts: sum.Accounts, Newest: sum.Newest, NewestBy: sum.NewestBy, Complete: !engine.Lacks(theirs, here),
	}, nil
}

// unlockEither takes ten words, or anything else as a passphrase. What looks
// like a mistyped key is told to be one only if it opens nothing either.
func (r *Recovery) unlockEither(ctx context.Context, words string) error {
	p, err := phrase.Parse(words)
	if err == nil {
		key := p.Secret()
		defer key.Wipe()
		p.Wipe()
		return r.unlock(ctx, key)
	}
	if n := len(strings.Fields(words)); n >= phrase.Count-1 && n <= phrase.Count+1 {
		return err // a slip of the pen
	}
	key := secret.FromString(words)
	defer key.Wipe()
	return r.unlock(ctx, key)
}
