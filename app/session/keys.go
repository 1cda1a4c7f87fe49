package session

import (
	"time"

	"twofold/internal/code"
	"twofold/internal/vault"
)

// AccountKey is one key an account has or had. It does not show the key itself:
// the code it makes now is enough to find out which one a service accepts.
type AccountKey struct {
	ID   string
	Made time.Time // when the key came into the vault; zero if unknown
	// Current is the one that makes the codes of the list.
	Current bool
	Code    string // of the moment it was asked for; empty for counters, and for a key that cannot be read
}

// Keys gives all keys of an account, the newest first. A second key is
// there after the first was replaced, here or on another computer, or on two
// of them at once: none is ever lost.
func (s *Session) Keys(id string) []AccountKey {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.doc == nil {
		return nil
	}
	var out []AccountKey
	for _, v := range s.doc.Versions(id) {
		k := AccountKey{ID: v.ID, Made: v.Made, Current: v.Current}
		if v.Err == nil {
			k.Code, _ = code.At(v.Key, s.o.Now()) // a counter gives none, and is not spent
		}
		out = append(out, k)
	}
	return out
}

// UseKey makes one of them the key of the account's codes. It can be undone.
func (s *Session) UseKey(id, key string) error {
	return s.change(func(e *edit) error { return e.step(e.doc.UseVersion(e.by, id, key)) })
}

// KeepCopy brings an account of [View.Kept] back, as a new one. It can be
// undone.
func (s *Session) KeepCopy(id string) error {
	return s.change(func(e *edit) error {
		_, err := e.doc.KeepCopy(e.by, id)
		return e.step(err)
	})
}

// LetGo drops an account of [View.Kept] for ever.
func (s *Session) LetGo(id string) error {
	return s.change(func(e *edit) error {
		e.doc.LetGo(id)
		return e.count(id, nil)
	})
}

// tellOfKeys tells which accounts have another key since before, and which are
// only kept: both are a question to the user, and nothing is lost meanwhile.
// Needs s.mu.
func (s *Session) tellOfKeys(before *vault.Document, c vault.Changes) {
	for _, id := range c.Changed {
		was, ok := before.Account(id)
		now, still := s.doc.Account(id)
		if ok && still && !was.Key.Secret.Empty() && !now.Key.Secret.Empty() && !was.Key.Secret.Equal(now.Key.Secret) {
			s.tell(BackupNotice{Kind: NoticeOtherKey, Account: id, Title: now.Title()})
		}
	}
	for _, e := range s.doc.Kept() {
		for _, id := range c.Kept {
			if e.ID == id {
				s.tell(BackupNotice{Kind: NoticeKept, Account: id, Title: e.Title()})
			}
		}
	}
}
