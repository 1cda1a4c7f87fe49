package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"twofold/crypto/sealed"
	"twofold/sync/snapshot"
)

// Mark is the newest snapshot known of a computer.
type Mark struct {
	Seq  uint64 `json:"seq"`
	Hash string `json:"hash"` // snapshot.Hash or snapshot.Short of the file
}

// Frontier is how far every computer is known here. It is kept outside the
// shared folder, so that a folder that went back to an earlier state is
// noticed.
type Frontier struct {
	// Own is this computer's last snapshot; zero before the first.
	Own Mark
	// Seen has the others, by id.
	Seen map[string]Mark
	// Notes are the engine's own, kept as they are.
	Notes json.RawMessage
}

// frontier is the content of frontier.age.
type frontier struct {
	Twofold   int             `json:"twofold"`
	MinReader int             `json:"min_reader"`
	Computer  string          `json:"computer"` // whose Own is
	Own       Mark            `json:"own"`
	Seen      map[string]Mark `json:"seen,omitempty"`
	Confirmed []string        `json:"confirmed,omitempty"` // recovery slots whose words were saved
	Notes     json.RawMessage `json:"notes,omitempty"`
}

func newFrontier() frontier {
	return frontier{Twofold: formatVersion, MinReader: formatVersion, Seen: map[string]Mark{}}
}

var errFrontier = errors.New("frontier is malformed")

// parseFrontier reads the plaintext of frontier.age.
func parseFrontier(b []byte) (frontier, error) {
	f := newFrontier()
	if err := json.Unmarshal(b, &f); err != nil || f.Twofold < 1 {
		return frontier{}, errFrontier
	}
	if f.MinReader > formatVersion {
		return frontier{}, &TooNewError{File: frontierFile, Version: f.MinReader}
	}
	for id := range f.Seen {
		if !validID(id) {
			return frontier{}, errFrontier
		}
	}
	if f.Seen == nil {
		f.Seen = map[string]Mark{}
	}
	return f, nil
}

// clone is independent of f.
func (f frontier) clone() frontier {
	f.Seen = maps.Clone(f.Seen)
	f.Confirmed = slices.Clone(f.Confirmed)
	f.Notes = slices.Clone(f.Notes)
	return f
}

// Frontier is what is known now.
func (s *Store) Frontier() (Frontier, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.in == nil {
		return Frontier{}, ErrLocked
	}
	f := s.in.frontier.clone()
	return Frontier{Own: f.Own, Seen: f.Seen, Notes: f.Notes}, nil
}

// SetFrontier makes f durable, but never goes back: a mark with a smaller
// sequence number than the one known is passed over. Own may be raised too,
// after a folder has shown snapshots of this computer that it forgot.
func (s *Store) SetFrontier(f Frontier) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.in == nil {
		return ErrLocked
	}
	next := s.in.frontier.clone()
	next.Own = later(next.Own, f.Own)
	for id, m := range f.Seen {
		if !validID(id) {
			return fmt.Errorf("set frontier: %w", errFrontier)
		}
		next.Seen[id] = later(next.Seen[id], m)
	}
	if len(f.Notes) > 0 && !json.Valid(f.Notes) {
		return fmt.Errorf("set frontier: %w", errFrontier)
	}
	next.Notes = slices.Clone(f.Notes)
	if err := s.writeFrontier(next); err != nil {
		return fmt.Errorf("set frontier: %w", err)
	}
	return nil
}

func later(a, b Mark) Mark {
	if b.Seq > a.Seq || b.Seq == a.Seq && b.Hash != "" {
		return b
	}
	return a
}

// of gives the frontier of a computer's new keys: what went by the old id is
// now another computer's, and its own numbers begin again.
func (f frontier) of(computer string) frontier {
	next := f.clone()
	if f.Computer != computer {
		if f.Own.Seq > 0 && validID(f.Computer) {
			next.Seen[f.Computer] = f.Own
		}
		next.Own = Mark{}
	}
	next.Computer = computer
	return next
}

// writeFrontier makes f durable and then current. also may read it too.
func (s *Store) writeFrontier(f frontier, also ...sealed.Recipient) error {
	if err := s.writable(); err != nil {
		return err
	}
	if s.in.readOnly != nil {
		return s.in.readOnly
	}
	f.Computer = s.in.keys.ID()
	plain, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("encode frontier: %w", err)
	}
	file, err := sealed.Seal(plain, append(also, s.in.keys.Recipient())...)
	if err != nil {
		return err
	}
	if err := s.dir.Write(frontierFile, file); err != nil {
		return err
	}
	s.in.frontier = f
	return nil
}

// loadFrontier reads frontier.age. One that is missing or damaged is no
// reason to keep the accounts back: the folder fills it again. Only sequence
// numbers must not be given twice, which is why the outbox and the vault
// itself raise Own.
func (s *Store) loadFrontier(in *opened) error {
	in.frontier = newFrontier().of(in.keys.ID())
	file, err := s.dir.Read(frontierFile, maxFrontier)
	if errors.Is(err, fs.ErrNotExist) {
		return s.raiseOwn(in)
	}
	if err != nil {
		return err
	}
	f, err := openFrontier(file, in.keys.Identity())
	var tooNew *TooNewError
	switch {
	case errors.As(err, &tooNew):
		s.notice(tooNew)
		in.readOnly = tooNew
		return nil
	case err != nil:
		s.notice(s.aside(frontierFile, err))
		return s.raiseOwn(in)
	}
	in.frontier = f.of(in.keys.ID())
	return s.raiseOwn(in)
}

func openFrontier(file []byte, id sealed.Identity) (frontier, error) {
	plain, err := sealed.Open(file, id)
	if err != nil {
		return frontier{}, err
	}
	defer plain.Wipe()
	return parseFrontier(plain.Reveal())
}

// raiseOwn takes files into account that were put into the outbox just before
// a crash.
func (s *Store) raiseOwn(in *opened) error {
	waiting, err := s.outbox()
	if err != nil {
		return err
	}
	for _, o := range waiting {
		if o.Seq < in.frontier.Own.Seq {
			continue
		}
		b, err := s.dir.Read(o.file(), maxOutgoing)
		if err != nil {
			return err
		}
		in.frontier.Own = Mark{o.Seq, snapshot.Hash(b)}
	}
	return nil
}

func (s *Store) isConfirmed(slot string) bool {
	return slices.Contains(s.in.frontier.Confirmed, slot)
}

func (s *Store) noteConfirmed(slot string) error {
	if s.isConfirmed(slot) {
		return nil
	}
	next := s.in.frontier.clone()
	next.Confirmed = append(next.Confirmed, slot)
	return s.writeFrontier(next)
}
