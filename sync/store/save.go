package store

import (
	"errors"
	"fmt"
	"io/fs"

	"twofold/crypto/sealed"
	"twofold/internal/vault"
	"twofold/sync/snapshot"
)

// Save makes doc durable. When it returns nil, a crash at any later moment
// finds doc or a later document; when it returns an error the files hold the
// document before, or already this one, and saving again is safe. The caller
// keeps the edit on the screen and tries again: [ErrFull], [ErrReadOnly],
// [ErrGone], [ErrPermission]; [*TooNewError] for a vault that a newer version
// writes.
//
// An HOTP counter must be saved before its code is shown.
func (s *Store) Save(doc *vault.Document) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.editable(); err != nil {
		return err
	}
	if err := s.save(doc); err != nil {
		return fmt.Errorf("save vault: %w", err)
	}
	return nil
}

// editable refuses where nothing may be written.
func (s *Store) editable() error {
	switch {
	case s.in == nil || s.in.doc == nil:
		return ErrLocked
	case s.in.readOnly != nil:
		return s.in.readOnly
	}
	return s.writable()
}

// writable looks whether the directory still is the one that was opened.
func (s *Store) writable() error {
	if !s.ownsDirectory() {
		return ErrGone
	}
	return nil
}

// save writes vault.age to this computer, the recovery slots, and also.
func (s *Store) save(doc *vault.Document, also ...sealed.Recipient) error {
	shared := doc.Lines()
	records := recordsIn(shared)
	file, err := s.sealVault(append(shared, doc.LocalLines()...), records, also...)
	if err != nil {
		return err
	}
	if err := s.dir.Write(vaultFile, file); err != nil {
		return err
	}
	s.in.doc, s.in.records = doc.Clone(), records
	s.keepPrevious()
	if len(also) > 0 {
		return nil // the caller is about to write the keys himself
	}
	if err := s.settleSlots(); err != nil {
		s.notice(err) // the edit is durable; the next save tries again
	}
	return nil
}

// settleSlots addresses keys.age to the recovery slots of the document, after
// slots came or went, here or on another computer.
func (s *Store) settleSlots() error {
	if s.in.sealedTo == fmt.Sprint(s.slotRecipients()) {
		return nil
	}
	return s.writeKeys(s.in.keys)
}

// keepPrevious keeps the vault as it was when it was last opened well. It is
// written once after every unlocking, beside the first save: its content has
// been decrypted and read, so it is known to be good, while a copy of every
// save would copy a mistake too, and cost each edit a second write. It serves
// where vault.age is damaged from outside; what it lacks, the shared folder
// and the outbox have.
func (s *Store) keepPrevious() {
	if s.in.proven == nil {
		return
	}
	if err := s.dir.Write(previousFile, s.in.proven); err == nil {
		s.in.proven = nil
	}
}

func (s *Store) slotRecipients() []sealed.Recipient { return s.slotsIn(s.in.records) }

// loadVault reads vault.age, or the previous one where it is missing or
// damaged. A file whose content cannot be used is moved aside, never one that
// could only not be read from the disk just now. mine says that ids hold this
// computer's own key, for which a vault must open; a recovery key may simply
// be a retired one.
func (s *Store) loadVault(in *opened, ids []sealed.Identity, mine bool) error {
	var first *DamagedError
	for _, name := range []string{vaultFile, previousFile} {
		file, err := s.dir.Read(name, maxVault)
		if errors.Is(err, fs.ErrNotExist) {
			if first == nil {
				first = &DamagedError{File: name, Err: err}
			}
			continue
		}
		if err != nil {
			return err
		}
		c, err := openVault(file, in.keys, ids)
		if err == nil {
			in.take(c, file)
			if first != nil {
				s.notice(first)
			}
			return nil
		}
		if tooNew := newer(name, err); tooNew != nil {
			s.notice(tooNew)
			if c.doc == nil {
				return tooNew
			}
			in.take(c, nil) // to be looked at: readOnly refuses every write
			in.readOnly = tooNew
			return nil
		}
		if !mine && errors.Is(err, sealed.ErrNotForMe) {
			return err
		}
		moved := s.aside(name, err)
		if first == nil || first.MovedTo == "" {
			first = moved
		}
	}
	s.notice(first)
	return first
}

func newer(name string, err error) *TooNewError {
	var n *snapshot.TooNewError
	if !errors.As(err, &n) {
		return nil
	}
	return &TooNewError{File: name, Version: max(n.Format, n.MinReader)}
}

// take makes c what is in memory.
func (in *opened) take(c content, file []byte) {
	in.doc, in.records, in.proven = c.doc, c.records, file
	own := Mark{c.header.Seq, c.header.Prev}
	if c.header.Dev == in.keys.ID() {
		in.frontier.Own = later(in.frontier.Own, own)
	} else if validID(c.header.Dev) {
		in.frontier.Seen[c.header.Dev] = later(in.frontier.Seen[c.header.Dev], own)
	}
	for id, seen := range c.header.Seen {
		if validID(id) && seen.Seq > in.frontier.Seen[id].Seq {
			in.frontier.Seen[id] = Mark(seen)
		}
	}
}
