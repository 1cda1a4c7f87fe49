package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"twofold/crypto/identity"
	"twofold/crypto/secret"
	"twofold/internal/vault"
	"twofold/sync/store/disk"
)

// Replace puts another vault in the place of the one that is here: keys are
// this computer's in that vault, already vouched for in doc, and doc holds
// what the caller brought over from the old one. The old files are moved aside
// under dated names, never deleted. If the new vault cannot be written, the
// old one is put back, locked. Ways in and errors are those of [Store.Create].
func (s *Store) Replace(ctx context.Context, keys *identity.Keys, doc *vault.Document, pass secret.Bytes) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state == TooNew {
		return fmt.Errorf("replace vault: %w", s.notices[0])
	}
	if err := s.writable(); err != nil {
		return err
	}
	if s.o.Keyring == nil && pass.Empty() {
		return ErrNeedsPassphrase
	}
	was, before := s.state, s.marker
	s.drop()
	moved, err := s.moveAway()
	if err == nil {
		s.state, s.marker = Empty, marker{}
		err = s.install(ctx, keys, doc, pass)
	}
	if err == nil {
		return nil
	}
	back := s.moveBack(moved)
	s.state, s.marker = Locked, before
	if was == Empty || was == Damaged {
		s.state = was
	}
	return errors.Join(fmt.Errorf("replace vault: %w", err), back)
}

// away is a file that was moved aside.
type away struct{ name, to string }

// moveAway moves all files of the vault aside, the marker last.
func (s *Store) moveAway() ([]away, error) {
	var out []away
	move := func(name string) error {
		to, err := s.dir.MoveAside(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			// It may have been moved all the same, and only not made durable.
			to = s.asideOf(name, out)
		}
		if to != "" {
			out = append(out, away{name, to})
		}
		return err
	}
	for _, sub := range []string{slotsDir, outboxDir} {
		inside, err := s.dir.Names(sub)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return out, err
		}
		for _, name := range inside {
			if disk.IsAside(name) {
				continue
			}
			if err := move(sub + "/" + name); err != nil {
				return out, err
			}
		}
	}
	names, err := s.dir.Names(".")
	if err != nil {
		return out, err
	}
	ours := []string{keysFile, passphraseFile, newPassphraseFile, vaultFile, previousFile, frontierFile, wordsFile}
	have := map[string]bool{}
	for _, name := range names {
		have[name] = true
		if idOfCopy(name) != "" {
			ours = append(ours, name)
		}
	}
	for _, name := range append(ours, markerFile) {
		if !have[name] {
			continue
		}
		if err := move(name); err != nil {
			return out, err
		}
	}
	return out, nil
}

// asideOf finds where a file was moved to that is not at its place any more.
// Empty if it is.
func (s *Store) asideOf(name string, moved []away) string {
	dir := path.Dir(name)
	names, err := s.dir.Names(dir)
	if err != nil || slices.Contains(names, path.Base(name)) {
		return ""
	}
	for i := len(names) - 1; i >= 0; i-- { // the latest first
		to := path.Join(dir, names[i])
		known := slices.ContainsFunc(moved, func(a away) bool { return a.to == to })
		if !known && disk.IsAside(to) && strings.HasPrefix(to, name) {
			return to
		}
	}
	return ""
}

// moveBack undoes moveAway, the marker first. The files aside stay, in case
// writing fails here too.
func (s *Store) moveBack(moved []away) error {
	for i := len(moved) - 1; i >= 0; i-- {
		b, err := s.dir.Read(moved[i].to, maxVault)
		if err == nil {
			err = s.dir.Write(moved[i].name, b)
		}
		if err != nil {
			return fmt.Errorf("put %s back: %w", moved[i].name, err)
		}
	}
	return nil
}
