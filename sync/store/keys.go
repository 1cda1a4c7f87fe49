package store

import (
	"bytes"
	"fmt"

	"twofold/crypto/identity"
)

// writeKeys seals the keys to every way in and writes both copies. It
// succeeds when the first one is durable: from then on the new ways count.
//
// Older bytes of keys.age are never kept. Whoever lost a passphrase or a
// recovery key and replaced it must be sure that no file here opens with it.
func (s *Store) writeKeys(keys *identity.Keys) error {
	slots := s.slotRecipients()
	file, err := keys.Seal(slots...)
	if err != nil {
		return err
	}
	if err := s.dir.Write(keysFile, file); err != nil {
		return err
	}
	if err := s.dir.Write(copyName(keys.ID()), file); err != nil {
		// An old second copy may open in ways that no longer count.
		s.notice(err)
		if err := s.dir.Remove(copyName(keys.ID())); err != nil {
			return fmt.Errorf("second copy of the keys: %w", err)
		}
	}
	s.in.sealedTo = fmt.Sprint(slots)
	return nil
}

// settleKeys writes both copies again where one is lost or they differ, and
// removes copies under other computers' names.
func (s *Store) settleKeys() error {
	names, err := s.dir.Names(".")
	if err != nil {
		return err
	}
	own := copyName(s.in.keys.ID())
	first, err1 := s.dir.Read(keysFile, maxKeys)
	second, err2 := s.dir.Read(own, maxKeys)
	if err1 != nil || err2 != nil || !bytes.Equal(first, second) {
		// Either may be the bad one: what has just been opened is good.
		if err := s.writeKeys(s.in.keys); err != nil {
			return err
		}
	}
	for _, name := range names {
		if id := idOfCopy(name); id != "" && name != own {
			if err := s.dir.Remove(name); err != nil {
				return err
			}
		}
	}
	return nil
}
