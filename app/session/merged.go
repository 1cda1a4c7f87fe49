package session

import (
	"time"

	"twofold/internal/vault"
)

// MergedField names a field that two computers can change at once.
type MergedField string

// The fields.
const (
	MergedIssuer  = MergedField(vault.MergedIssuer)
	MergedName    = MergedField(vault.MergedName)
	MergedNote    = MergedField(vault.MergedNote)
	MergedReading = MergedField(vault.MergedReading)
)

// Merged is a field of an account that two computers changed without knowing
// of each other. Here is what counts now, There what lost; both computers show
// the same. It is forgotten 30 days after the first computer had both, and
// with the next change of the field.
type Merged struct {
	Field       MergedField
	Here, There string
	// HereFrom and ThereFrom name the computers the values are from; empty if
	// that is not known any more.
	HereFrom, ThereFrom string
	Until               time.Time // zero if not known yet
}

// Merged gives what of an account was changed on two computers at once. It
// checks signatures, which takes a few milliseconds.
func (s *Session) Merged(id string) []Merged {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.doc == nil {
		return nil
	}
	found := s.doc.Merged(id, s.o.Now())
	if len(found) == 0 {
		return nil
	}
	names := map[string]string{}
	members, _ := s.store.Members() // without names both values are worth showing all the same
	for _, m := range members {
		if !m.Slot {
			names[m.ID] = m.Name
		}
	}
	out := make([]Merged, 0, len(found))
	for _, m := range found {
		out = append(out, Merged{
			Field: MergedField(m.Field), Here: m.Here, There: m.There,
			HereFrom: names[m.HereFrom], ThereFrom: names[m.ThereBy], Until: m.Until,
		})
	}
	return out
}

// KeepMerged says that what counts is right, on all computers. What lost is
// forgotten.
func (s *Session) KeepMerged(id string, f MergedField) error {
	return s.change(func(e *edit) error {
		if !e.doc.SettleMerged(id, vault.Field(f)) {
			return nil
		}
		e.urgent = true
		return e.count(id, nil)
	})
}

// tellOfMerges tells which accounts have a field since before that was
// changed here and there. Needs s.mu.
func (s *Session) tellOfMerges(before *vault.Document, c vault.Changes) {
	now := s.o.Now()
	for _, id := range c.Changed {
		is := s.doc.Merged(id, now)
		if len(is) == 0 || len(is) <= len(before.Merged(id, now)) {
			continue
		}
		if e, ok := s.doc.Account(id); ok {
			s.tell(BackupNotice{Kind: NoticeMerged, Account: id, Title: e.Title()})
		}
	}
}

// mergedEvery is how often old merges are looked for.
const mergedEvery = time.Hour

// forgetMerged forgets merges that are 30 days old. Needs s.mu.
func (s *Session) forgetMerged() {
	now := s.o.Now()
	if s.doc == nil || s.store.ReadOnly() != nil || now.Sub(s.mergedAt).Abs() < mergedEvery {
		return
	}
	s.mergedAt = now
	doc := s.doc.Clone()
	changed, over := doc.NoteMerged(now)
	if !changed {
		return
	}
	s.doc = doc
	if s.save() == nil && len(over) > 0 { // else the save is tried again
		s.courier.note(false, now)
	}
	if len(over) > 0 {
		s.refresh(over, false)
	}
}
