package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"twofold/sync/snapshot"
	"twofold/sync/store/disk"
)

// The outbox is what makes a sequence number belong to one content for ever.
// A file in it, durable before anybody sees it, is the reservation of its
// number: the next number is one above the highest that is in the outbox or
// in the frontier. A crash before the file is durable has used no number; one
// after it finds the same file and lays the same bytes into the folder.

// Outgoing is a file on its way to the shared folder.
type Outgoing struct {
	Seq  uint64
	Name string // in the shared folder
}

func (o Outgoing) file() string {
	return outboxDir + "/" + strconv.FormatUint(o.Seq, 10) + "_" + o.Name
}

func parseOutgoing(name string) (Outgoing, bool) {
	number, rest, ok := strings.Cut(name, "_")
	seq, err := strconv.ParseUint(number, 10, 64)
	if !ok || err != nil || !plainName(rest) || disk.IsAside(name) {
		return Outgoing{}, false
	}
	return Outgoing{seq, rest}, true
}

// Prepare gives build the next sequence number and the hash of this
// computer's last file (empty before the first), and puts what it makes into
// the outbox, durably. The file is what the engine then publishes, after any
// number of crashes. If build fails no number is used.
func (s *Store) Prepare(build func(seq uint64, prev string) (name string, file []byte, err error)) (Outgoing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.editable(); err != nil {
		return Outgoing{}, err
	}
	own := s.in.frontier.Own
	name, file, err := build(own.Seq+1, own.Hash)
	if err != nil {
		return Outgoing{}, err
	}
	o := Outgoing{own.Seq + 1, name}
	if !plainName(name) || len(file) == 0 || len(file) > maxOutgoing {
		return Outgoing{}, errors.New("prepare file: unfit name or size")
	}
	if err := s.dir.Make(outboxDir); err != nil {
		return Outgoing{}, fmt.Errorf("prepare file: %w", err)
	}
	s.in.frontier.Own = Mark{o.Seq, snapshot.Hash(file)}
	if err := s.dir.Write(o.file(), file); err != nil {
		// The file may be there or not. If it certainly is not, the number is
		// free again; else it stays used, and a gap does no harm.
		if s.dir.Remove(o.file()) == nil {
			s.in.frontier.Own = own
		}
		return Outgoing{}, fmt.Errorf("prepare file: %w", err)
	}
	return o, nil
}

// Outbox lists what waits, oldest first. No key is needed.
func (s *Store) Outbox() ([]Outgoing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out, err := s.outbox()
	if err != nil {
		return nil, fmt.Errorf("read outbox: %w", err)
	}
	return out, nil
}

func (s *Store) outbox() ([]Outgoing, error) {
	names, err := s.dir.Names(outboxDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Outgoing
	for _, name := range names {
		if o, ok := parseOutgoing(name); ok {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b Outgoing) int { return cmp.Compare(a.Seq, b.Seq) })
	return out, nil
}

// Outgoing gives the bytes of a waiting file. No key is needed.
func (s *Store) Outgoing(o Outgoing) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, err := s.dir.Read(o.file(), maxOutgoing)
	if err != nil {
		return nil, fmt.Errorf("read outbox: %w", err)
	}
	return b, nil
}

// Sent takes a file out of the outbox: it lies in the shared folder, or a
// newer one stands for it. The frontier remembers its number first. It needs
// the keys for that; a locked store sends a file again at worst.
func (s *Store) Sent(o Outgoing) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.in == nil {
		return ErrLocked
	}
	if err := s.writeFrontier(s.in.frontier.clone()); err != nil {
		return fmt.Errorf("empty outbox: %w", err)
	}
	if s.in.frontier.Own.Seq < o.Seq {
		return errors.New("empty outbox: file is newer than any that was prepared")
	}
	if err := s.dir.Remove(o.file()); err != nil {
		return fmt.Errorf("empty outbox: %w", err)
	}
	return nil
}
