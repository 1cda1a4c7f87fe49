package store

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"twofold/sync/store/disk"
)

// look finds out what the directory holds, and moves aside what nobody can
// use any more.
func (s *Store) look() error {
	// Leftovers of a crash are swept where that is possible. They are never
	// read, so a read-only directory may keep them.
	_ = s.dir.Sweep(".", slotsDir, outboxDir)
	names, err := s.dir.Names(".")
	if err != nil {
		return err
	}
	has := func(name string) bool { return slices.Contains(names, name) }
	m, err := s.readMarker()
	var tooNew *TooNewError
	switch {
	case errors.As(err, &tooNew):
		s.notice(tooNew)
		s.state = TooNew
		return nil
	case errors.Is(err, errMarker):
		s.notice(s.aside(markerFile, err))
		m = s.guessMarker(names)
	case errors.Is(err, fs.ErrNotExist):
		m = s.guessMarker(names)
	case err != nil:
		return err
	case !m.Ready:
		return s.sweepHalfMade(names)
	}
	s.marker = m
	vault := has(vaultFile) || has(previousFile)
	keys := has(keysFile) || s.copyOfKeys(names) != ""
	switch {
	case !m.Ready && !vault && !keys:
		s.state = Empty
	case !vault && !keys:
		s.notice(&DamagedError{File: vaultFile, Err: fs.ErrNotExist})
		s.state = Damaged
	default:
		s.state = Locked
	}
	return nil
}

// guessMarker stands in for a marker that is lost. The second copy of the
// keys carries the computer's id in its name; the vault's id follows when the
// keys are open.
func (s *Store) guessMarker(names []string) marker {
	if name := s.copyOfKeys(names); name != "" {
		return marker{Computer: idOfCopy(name), Keyring: true, Ready: true}
	}
	return marker{Ready: slices.Contains(names, keysFile) || slices.Contains(names, vaultFile)}
}

// copyName is the second copy of keys.age for a computer.
func copyName(computer string) string { return "keys-" + computer + ".age" }

func idOfCopy(name string) string {
	id, ok := strings.CutPrefix(name, "keys-")
	if !ok {
		return ""
	}
	id, ok = strings.CutSuffix(id, ".age")
	if !ok || !validID(id) {
		return ""
	}
	return id
}

// copyOfKeys finds the second copy: the one of the marker's computer, or any.
func (s *Store) copyOfKeys(names []string) string {
	if own := copyName(s.marker.Computer); slices.Contains(names, own) {
		return own
	}
	for _, name := range names {
		if idOfCopy(name) != "" {
			return name
		}
	}
	return ""
}

// ErrHalfMade is the notice that a vault was being made when the program was
// stopped. No account can have been in it, because none was accepted before
// the making was finished. Its files were moved aside.
var ErrHalfMade = errors.New("leftovers of a vault that was never finished")

func (s *Store) sweepHalfMade(names []string) error {
	if err := s.moveAll(names); err != nil {
		return err
	}
	s.notice(ErrHalfMade)
	s.state = Empty
	return nil
}

// moveAll gives every file of ours a dated name. The marker goes last: while
// it is there, an interrupted move starts again.
func (s *Store) moveAll(names []string) error {
	for _, sub := range []string{slotsDir, outboxDir} {
		inside, err := s.dir.Names(sub)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		for _, name := range inside {
			if disk.IsAside(name) {
				continue
			}
			if _, err := s.dir.MoveAside(sub + "/" + name); err != nil {
				return err
			}
		}
	}
	ours := []string{keysFile, passphraseFile, newPassphraseFile, vaultFile, previousFile, frontierFile, wordsFile}
	for _, name := range names {
		if idOfCopy(name) != "" {
			ours = append(ours, name)
		}
	}
	for _, name := range append(ours, markerFile) {
		if !slices.Contains(names, name) {
			continue
		}
		if _, err := s.dir.MoveAside(name); err != nil {
			return err
		}
	}
	s.marker = marker{}
	return nil
}

// StartOver moves everything aside under dated names, so that a new vault can
// be made. It is what the user chooses when nothing opens the old one. The
// keyring keeps its key, for the moved files may be repaired one day.
func (s *Store) StartOver() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state == TooNew {
		return fmt.Errorf("start over: %w", s.notices[0])
	}
	if err := s.writable(); err != nil {
		return err
	}
	names, err := s.dir.Names(".")
	if err != nil {
		return err
	}
	s.drop()
	if err := s.moveAll(names); err != nil {
		return err
	}
	s.state = Empty
	return nil
}

// aside moves an unreadable file aside and describes it.
func (s *Store) aside(name string, cause error) *DamagedError {
	moved, err := s.dir.MoveAside(name)
	if err != nil {
		return &DamagedError{File: name, Err: errors.Join(cause, err)}
	}
	return &DamagedError{File: name, MovedTo: moved, Err: cause}
}
