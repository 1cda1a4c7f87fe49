package store

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"twofold/crypto/identity"
	"twofold/crypto/phrase"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/sync/snapshot"
	"twofold/sync/store/disk"
)

// maxSlots is how many recovery files are tried. Each costs a second.
const maxSlots = 16

// SlotFile is the copy of a recovery file, under its name in the folder.
type SlotFile struct {
	Name string
	Data []byte
}

// slotNames are the names of the recovery files here, without their directory.
func (s *Store) slotNames() ([]string, error) {
	names, err := s.dir.Names(slotsDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range names {
		if strings.HasSuffix(name, ".age") && !disk.IsAside(name) && len(out) < maxSlots {
			out = append(out, name)
		}
	}
	return out, nil
}

// SlotFiles are the copies of the recovery files, so that one that is lost
// from the folder can be put back. No key is needed.
func (s *Store) SlotFiles() ([]SlotFile, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	names, err := s.slotNames()
	if err != nil {
		return nil, fmt.Errorf("read recovery files: %w", err)
	}
	var out []SlotFile
	for _, name := range names {
		b, err := s.dir.Read(slotsDir+"/"+name, maxSlot)
		if err != nil {
			return nil, fmt.Errorf("read recovery files: %w", err)
		}
		out = append(out, SlotFile{name, b})
	}
	return out, nil
}

// PutSlotFile keeps a copy of a recovery file that was found in the folder.
// The caller has seen that it belongs to a slot of this vault.
func (s *Store) PutSlotFile(f SlotFile) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.putSlotFile(f)
}

func (s *Store) putSlotFile(f SlotFile) error {
	if err := s.writable(); err != nil {
		return err
	}
	if !plainName(f.Name) || !sealed.NeedsPassphrase(f.Data) || len(f.Data) > maxSlot {
		return errors.New("keep recovery file: not a recovery file")
	}
	if err := s.dir.Make(slotsDir); err != nil {
		return fmt.Errorf("keep recovery file: %w", err)
	}
	if err := s.dir.Write(slotsDir+"/"+f.Name, f.Data); err != nil {
		return fmt.Errorf("keep recovery file: %w", err)
	}
	return nil
}

// RemoveSlotFile forgets the copy of a slot that was retired.
func (s *Store) RemoveSlotFile(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writable(); err != nil {
		return err
	}
	if !plainName(name) {
		return errors.New("remove recovery file: not a recovery file")
	}
	return s.dir.Remove(slotsDir + "/" + name)
}

// plainName keeps names from other packages inside their directory.
func plainName(name string) bool {
	return name != "" && len(name) <= 200 && !strings.ContainsAny(name, "/\\:\x00") && name[0] != '.'
}

// RecoveryKey is a fresh recovery key: shown once, never stored.
type RecoveryKey struct {
	Slot   string // id of its slot
	Phrase phrase.Phrase
	File   SlotFile // what belongs into the shared folder
}

// The labels of recovery slots.
const (
	LabelKit        = "kit"        // the ten words
	LabelPassphrase = "passphrase" // a passphrase of the user's own
)

// MakeRecoveryKey makes the ten words, their recovery file, and the slot that
// vault and keys are addressed to from now on. The slot counts at once, so
// that words that were written down but never confirmed work too; older slots
// count as well until [Store.ConfirmRecoveryKey]. It derives a key.
func (s *Store) MakeRecoveryKey() (RecoveryKey, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.editable(); err != nil {
		return RecoveryKey{}, err
	}
	words, err := phrase.Make(s.o.Rand)
	if err != nil {
		return RecoveryKey{}, err
	}
	pass := words.Secret()
	defer pass.Wipe()
	id, file, err := s.makeSlot(pass, LabelKit)
	if err != nil {
		return RecoveryKey{}, fmt.Errorf("make recovery key: %w", err)
	}
	if err := s.keepWords(id, words); err != nil {
		s.notice(err) // they are about to be shown; only showing them again is lost
	}
	return RecoveryKey{Slot: id, Phrase: words, File: file}, nil
}

// MakeRecoveryPassphrase makes a slot of a passphrase of the user's own, for
// another computer to open the folder with. It derives a key.
func (s *Store) MakeRecoveryPassphrase(pass secret.Bytes) (slot string, f SlotFile, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.editable(); err != nil {
		return "", SlotFile{}, err
	}
	slot, f, err = s.makeSlot(pass, LabelPassphrase)
	if err != nil {
		return "", SlotFile{}, fmt.Errorf("make recovery passphrase: %w", err)
	}
	return slot, f, s.confirm(slot)
}

// makeSlot makes keys, file and record of a slot, durable in this order: a
// record without its file would be a slot that nothing opens.
func (s *Store) makeSlot(pass secret.Bytes, label string) (string, SlotFile, error) {
	keys := s.in.keys
	r, err := identity.NewRecovery(s.o.Rand, keys, s.now())
	if err != nil {
		return "", SlotFile{}, err
	}
	defer r.Wipe()
	data, err := r.Seal(pass, s.o.RecoveryCost)
	if err != nil {
		return "", SlotFile{}, err
	}
	record, err := identity.VouchSlot(keys, keys.Vault, r.Entry(label, s.now()))
	if err != nil {
		return "", SlotFile{}, err
	}
	file := SlotFile{Name: snapshot.RecoveryName(keys.Vault, r.ID(), data).String(), Data: data}
	if err := s.putSlotFile(file); err != nil {
		return "", SlotFile{}, err
	}
	doc := s.in.doc.Clone()
	if err := addRecord(doc, record); err != nil {
		return "", SlotFile{}, err
	}
	if err := s.save(doc); err != nil {
		return "", SlotFile{}, err
	}
	return r.ID(), file, s.settleSlots()
}

// ConfirmRecoveryKey notes that the user has saved the words of slot, and
// retires all other slots of the same label.
func (s *Store) ConfirmRecoveryKey(slot string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.editable(); err != nil {
		return err
	}
	if err := s.confirm(slot); err != nil {
		return fmt.Errorf("confirm recovery key: %w", err)
	}
	return nil
}

func (s *Store) confirm(slot string) error {
	roster, err := s.roster()
	if err != nil {
		return err
	}
	chosen, ok := roster.Member(slot)
	if !ok || !chosen.Slot || chosen.State != identity.Enrolled {
		return ErrNoRecovery
	}
	if err := s.noteConfirmed(slot); err != nil {
		return err
	}
	doc, retired := s.in.doc.Clone(), []string{}
	for _, m := range roster.Members() {
		if !m.Slot || m.ID == slot || m.Name != chosen.Name || m.State != identity.Enrolled {
			continue
		}
		// Computers that joined with the old key stay in the vault.
		gone := identity.Remove(s.in.keys, s.in.keys.Vault, m.ID, 0, roster.Keep(m.ID), s.now())
		if err := addRecord(doc, gone); err != nil {
			return err
		}
		retired = append(retired, m.ID)
	}
	if len(retired) == 0 {
		return nil
	}
	if err := s.save(doc); err != nil {
		return err
	}
	if err := s.settleSlots(); err != nil {
		return err
	}
	return s.forgetSlots(retired)
}

// forgetSlots removes what still opens with a retired key: its recovery file,
// and the previous vault, which was addressed to it.
func (s *Store) forgetSlots(ids []string) error {
	if err := s.forgetWords(ids); err != nil {
		return err
	}
	if err := s.dir.Remove(previousFile); err != nil {
		return err
	}
	names, err := s.slotNames()
	if err != nil {
		return err
	}
	for _, name := range names {
		for _, id := range ids {
			if !strings.Contains(name, "-r-"+id+"-") {
				continue
			}
			if err := s.dir.Remove(slotsDir + "/" + name); err != nil {
				return err
			}
		}
	}
	return nil
}

// RecoveryState says how far the recovery key is.
type RecoveryState int

// The states of the recovery key.
const (
	RecoveryNone      RecoveryState = iota // nothing was made
	RecoveryUnsaved                        // made here, not confirmed
	RecoveryConfirmed                      // confirmed here, or made on another computer
)

// Recovery says whether the user still has to be asked to save the ten words.
func (s *Store) Recovery() (RecoveryState, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.in == nil || s.in.doc == nil {
		return RecoveryNone, ErrLocked
	}
	roster, err := s.roster()
	if err != nil {
		return RecoveryNone, err
	}
	state := RecoveryNone
	for _, m := range roster.Members() {
		if !m.Slot || m.State != identity.Enrolled || m.Name != LabelKit {
			continue
		}
		if m.By != s.in.keys.ID() || s.isConfirmed(m.ID) {
			return RecoveryConfirmed, nil
		}
		state = RecoveryUnsaved
	}
	return state, nil
}
