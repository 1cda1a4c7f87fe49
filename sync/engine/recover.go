package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"twofold/crypto/identity"
	"twofold/crypto/phrase"
	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/vault"
	"twofold/sync/folder"
	"twofold/sync/pair"
	"twofold/sync/snapshot"
	"twofold/sync/store"
)

// Why a folder does not give its vault. Each is a different sentence.
var (
	// ErrNoVault: there is no such vault in the folder.
	ErrNoVault = errors.New("no vault in this folder")
	// ErrNoRecoveryFile: there are snapshots, but no recovery file. Another
	// computer of the vault can approve this one, and writes the file again.
	ErrNoRecoveryFile = errors.New("no recovery file in this folder")
	// ErrWrongKey: a well-formed key that opens none of the recovery files.
	ErrWrongKey = errors.New("recovery key does not open this vault")
	// ErrRetired: the key of a slot that was replaced by another one since.
	ErrRetired = errors.New("recovery key was replaced by a newer one")
	// ErrSlotDamaged: the key opens nothing, and a recovery file is damaged,
	// so that nobody can say whether it is the right one.
	ErrSlotDamaged = errors.New("recovery file is damaged")
	// ErrNothingReadable: the key is right, and no snapshot can be read; see
	// the files of the [UnreadableError] around it.
	ErrNothingReadable = errors.New("no snapshot can be read")
)

// UnreadableError is a vault whose files are all unusable, each for its reason.
type UnreadableError struct{ Files []File }

func (e *UnreadableError) Error() string {
	return fmt.Sprintf("%v: %d files", ErrNothingReadable, len(e.Files))
}

// Unwrap implements the errors interface.
func (e *UnreadableError) Unwrap() error { return ErrNothingReadable }

// Recovery is a vault that was opened with a recovery key. Nothing is written
// anywhere until [Recovery.Enrol] is called and what it gives is stored.
type Recovery struct {
	vault VaultFiles
	slot  *identity.Recovery // the key that opened it; nil if a computer approved this one
	by    *pair.Joiner       // the approval; nil if a key opened it
	slots []store.SlotFile
	joined
}

// OpenRecovery opens a vault of the folder with the passphrase of one of its
// recovery files: phrase.Phrase.Secret, or a passphrase of the user's own. It
// derives a key for every recovery file, each of which takes a second or more.
// The errors are those of this file.
func OpenRecovery(ctx context.Context, f folder.Folder, v VaultFiles, pass secret.Bytes) (*Recovery, error) {
	r, err := readAny(ctx, f, v, pass)
	if err != nil {
		return nil, err
	}
	if err := r.judge(); err != nil {
		r.Wipe()
		return nil, err
	}
	return r, nil
}

// readAny is OpenRecovery for somebody who only wants to read: a retired key
// opens what was written in its time.
func readAny(ctx context.Context, f folder.Folder, v VaultFiles, pass secret.Bytes) (*Recovery, error) {
	r := &Recovery{vault: v}
	if err := r.openSlot(ctx, f, pass); err != nil {
		return nil, err
	}
	o := opener{vault: r.slot.Vault, root: r.slot.Root, id: r.slot.Identity()}
	var err error
	if r.joined, err = o.collect(ctx, f, v.Snapshots); err == nil && r.read == 0 {
		err = r.judge()
	}
	if err != nil {
		r.Wipe()
		return nil, err
	}
	return r, nil
}

// mostSlots is how many recovery files are tried. Each costs a second.
const mostSlots = 16

// openSlot finds the recovery file that pass opens, and keeps the bytes of all.
func (r *Recovery) openSlot(ctx context.Context, f folder.Folder, pass secret.Bytes) error {
	if len(r.vault.Slots) == 0 {
		return ErrNoRecoveryFile
	}
	fail := ErrNoRecoveryFile
	had := map[string]bool{}
	for i := range r.vault.Slots[:min(len(r.vault.Slots), mostSlots)] {
		file := &r.vault.Slots[i]
		if err := ctx.Err(); err != nil {
			return err
		}
		data := Check(ctx, f, file)
		if file.Err != nil {
			if !errors.Is(fail, ErrSlotDamaged) {
				fail = fmt.Errorf("%w: %w", ErrSlotDamaged, file.Err)
			}
			continue
		}
		hash := snapshot.Hash(data)
		if had[hash] {
			continue // a copy
		}
		had[hash] = true
		if file.named {
			r.slots = append(r.slots, store.SlotFile{Name: file.name.String(), Data: data})
		}
		if r.slot != nil {
			continue
		}
		slot, err := identity.OpenRecovery(data, pass)
		switch {
		case errors.Is(err, sealed.ErrWrongPassphrase):
			if !errors.Is(fail, ErrSlotDamaged) {
				fail = ErrWrongKey
			}
		case err != nil:
			file.Err = err
			fail = fmt.Errorf("%w: %w", ErrSlotDamaged, err)
		case slot.Vault != r.vault.ID:
			slot.Wipe()
			file.Err = snapshot.ErrWrongVault
		default:
			r.slot = slot
		}
	}
	if r.slot == nil {
		return fail
	}
	return nil
}

// judge says what the files mean for the key.
func (r *Recovery) judge() error {
	if m, ok := r.roster().Member(r.slot.ID()); ok && m.State != identity.Enrolled {
		return ErrRetired
	}
	if r.overtaken() {
		return ErrRetired
	}
	if r.read > 0 {
		return nil
	}
	if len(r.bad) == 0 {
		return ErrNoVault
	}
	others := 0
	for _, f := range r.bad {
		if errors.Is(f.Err, sealed.ErrNotForMe) {
			others++
		}
	}
	if others == len(r.bad) {
		return ErrRetired // everything is addressed to later keys
	}
	return &UnreadableError{r.bad}
}

// overtaken reports whether a computer that wrote to this key once writes to
// others now: the roster that says so is in the files the key does not open.
// Joining by a retired key would be believed by nobody.
//
// A copy of a computer, made before the key was, writes such a file too before
// it takes new keys. Then whoever has joined that file still writes to the key.
func (r *Recovery) overtaken() bool {
	for _, f := range r.bad {
		h, ok := r.heads[f.Device]
		if ok && f.named && f.Seq > h.seq && errors.Is(f.Err, sealed.ErrNotForMe) && !r.outlived(f) {
			return true
		}
	}
	return false
}

// outlived reports whether a file that was written in knowledge of f is
// addressed to the key.
func (r *Recovery) outlived(f File) bool {
	for _, h := range r.heads {
		if h.seen[f.Device].Seq >= f.Seq {
			return true
		}
	}
	return false
}

func (r *Recovery) roster() *identity.Roster {
	if g, ok := r.grant(); ok {
		return identity.NewRoster(r.vault.ID, g.Root, r.records)
	}
	return identity.NewRoster(r.slot.Vault, r.slot.Root, r.records)
}

// Wipe drops keys and content.
func (r *Recovery) Wipe() {
	if r.slot != nil {
		r.slot.Wipe()
	}
	if r.by != nil {
		r.by.Wipe()
	}
	if r.doc != nil {
		r.doc.Wipe()
	}
}

// Summary is what a person compares with what he remembers, before this
// computer joins: only that can tell a folder that was turned back in time.
type Summary struct {
	Vault       string
	Accounts    int
	Newest      time.Time // of the newest snapshot, by its writer's clock
	NewestBy    string    // name of that computer
	Computers   []Computer
	Fingerprint [phrase.FingerprintWords]string
	// Unreadable are files that did not help, with their reasons. What is in
	// them may be in others.
	Unreadable []File
}

// Summary says what was found.
func (r *Recovery) Summary() Summary {
	s := Summary{
		Vault: r.vault.ID, Accounts: r.doc.Len(),
		Fingerprint: phrase.Fingerprint(r.doc.Fingerprint()), Unreadable: r.unread(),
	}
	for _, m := range r.roster().Members() {
		if m.Slot {
			continue
		}
		h := r.heads[m.ID]
		s.Computers = append(s.Computers, Computer{
			ID: m.ID, Name: m.Name, System: m.System, State: m.State, Added: m.Added,
			LastSeen: h.time, Seq: h.seq, Accounts: h.accounts,
		})
		if h.time.After(s.Newest) {
			s.Newest, s.NewestBy = h.time, m.Name
		}
	}
	return s
}

// unread are the files that did not help. One for other keys is not among them
// if somebody whose files were read has joined it, or its writer was removed:
// there is nothing in it to miss.
func (r *Recovery) unread() []File {
	members := r.roster()
	return slices.DeleteFunc(slices.Clone(r.bad), func(f File) bool {
		m, ok := members.Member(f.Device)
		return errors.Is(f.Err, sealed.ErrNotForMe) && (r.outlived(f) || ok && m.State != identity.Enrolled)
	})
}

// Document is the vault as it was found; a copy.
func (r *Recovery) Document() *vault.Document { return r.doc.Clone() }

// SlotFiles are the recovery files of the folder, which the new computer
// keeps copies of.
func (r *Recovery) SlotFiles() []store.SlotFile { return r.slots }

// Enrol makes the keys of this computer and its entry in the roster, signed by
// the recovery slot, or by the computer that approved this one. Nothing is
// stored: that is for [store.Store.Adopt].
func (r *Recovery) Enrol(rand io.Reader, c store.NewComputer, now time.Time) (*identity.Keys, *vault.Document, error) {
	if r.by != nil {
		return r.enrolApproved(c)
	}
	keys, err := identity.Generate(rand, r.slot.Vault, r.slot.Root)
	if err != nil {
		return nil, nil, fmt.Errorf("enrol: %w", err)
	}
	entry, err := identity.Vouch(r.slot, r.slot.Vault, keys.Entry(c.Name, c.System, now))
	if err != nil {
		keys.Wipe()
		return nil, nil, fmt.Errorf("enrol: %w", err)
	}
	return r.enter(keys, entry)
}

// enter puts the entry into a copy of the vault.
func (r *Recovery) enter(keys *identity.Keys, entry identity.Device) (*identity.Keys, *vault.Document, error) {
	doc := r.doc.Clone()
	line, err := json.Marshal(entry)
	if err == nil {
		err = doc.PutDevice(line)
	}
	if err != nil {
		keys.Wipe()
		return nil, nil, fmt.Errorf("enrol: %w", err)
	}
	return keys, doc, nil
}

// Rejoin joins the folder's snapshots for a computer that has its keys and
// lost its vault. Known are roster records it still has, if any.
func Rejoin(ctx context.Context, f folder.Folder, v VaultFiles, keys *identity.Keys) (*vault.Document, []File, error) {
	o := opener{vault: keys.Vault, root: keys.Root, id: keys.Identity()}
	j, err := o.collect(ctx, f, v.Snapshots)
	if err != nil {
		return nil, nil, err
	}
	if j.read == 0 {
		return nil, j.bad, &UnreadableError{j.bad}
	}
	return j.doc, j.bad, nil
}
