package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/internal/vault"
	"twofold/sync/snapshot"
)

// sealVault writes the lines of a document as the bytes of vault.age: a snapshot of kind "local",
// with the records that must not leave this computer, to this computer and
// every active recovery slot. The header repeats this computer's own sequence
// number, so that it survives the loss of frontier.age.
func (s *Store) sealVault(lines [][]byte, records identity.Records, also ...sealed.Recipient) ([]byte, error) {
	keys := s.in.keys
	to := append([]sealed.Recipient{keys.Recipient()}, s.slotsIn(records)...)
	to = append(to, also...)
	h := snapshot.Header{
		Kind: snapshot.Local, Vault: keys.Vault, Time: s.now(), App: s.o.App,
		Seq: s.in.frontier.Own.Seq, Prev: s.in.frontier.Own.Hash, Seen: map[string]snapshot.Seen{},
	}
	for id, m := range s.in.frontier.Seen {
		h.Seen[id] = snapshot.Seen{Seq: m.Seq, Hash: snapshot.Short(m.Hash)}
	}
	_, file, err := snapshot.Seal(h, lines, keys, to...)
	return file, err
}

// slotsIn are the active recovery slots that the records name. The answer is
// kept for the next save, which nearly always asks with the same records: to
// judge them costs more than all else that an edit computes.
func (s *Store) slotsIn(records identity.Records) []sealed.Recipient {
	j := &s.in.judged
	if !j.done || !reflect.DeepEqual(j.records, records) {
		keys := s.in.keys
		*j = judged{true, records, identity.NewRoster(keys.Vault, keys.Root, records).SlotRecipients()}
	}
	return j.slots
}

// judged is the slots that records name.
type judged struct {
	done    bool
	records identity.Records
	slots   []sealed.Recipient
}

// content is vault.age, opened.
type content struct {
	doc     *vault.Document
	records identity.Records
	header  snapshot.Header
	bad     []vault.Quarantined
}

// openVault reads the bytes of vault.age. One of a newer version comes with
// its content and [*snapshot.TooNewError] both.
//
// The signature is judged without removals: a computer that was removed from
// the vault keeps what it has, its own file included.
func openVault(file []byte, keys *identity.Keys, ids []sealed.Identity) (content, error) {
	u, err := snapshot.Decrypt(file, ids...)
	if err != nil {
		return content{}, err
	}
	if u.Header.Vault != keys.Vault {
		u.Wipe()
		return content{}, snapshot.ErrWrongVault
	}
	all := u.Records
	roster := identity.NewRoster(keys.Vault, keys.Root, identity.Records{Devices: all.Devices, Slots: all.Slots})
	snap, err := u.Verify(roster, snapshot.Local)
	if snap == nil {
		return content{}, err
	}
	// The document keeps copies of the lines, so the buffer can go.
	defer snap.Wipe()
	doc, bad := vault.Read(snap.Lines)
	return content{doc: doc, records: all, header: snap.Header, bad: bad}, err
}

// recordsIn finds the roster among the lines of a document.
func recordsIn(lines [][]byte) identity.Records {
	var r identity.Records
	for _, line := range lines {
		if !bytes.Contains(line, []byte(`"k":"dev"`)) &&
			!bytes.Contains(line, []byte(`"k":"slot"`)) &&
			!bytes.Contains(line, []byte(`"k":"removal"`)) {
			continue // spares the parsing of ten thousand accounts
		}
		// A roster record that cannot be read vouches for nobody; the
		// document keeps its line all the same.
		_, _ = r.Add(line)
	}
	return r
}

// roster judges the records of the current document.
func (s *Store) roster() (*identity.Roster, error) {
	if s.in == nil || s.in.doc == nil {
		return nil, ErrLocked
	}
	return identity.NewRoster(s.in.keys.Vault, s.in.keys.Root, s.in.records), nil
}

// addRecord joins a signed roster record into doc.
func addRecord(doc *vault.Document, record any) error {
	line, err := json.Marshal(record)
	if err != nil {
		return fmt.Errorf("encode roster record: %w", err)
	}
	one, bad := vault.Read([][]byte{line})
	if len(bad) > 0 {
		return errors.New("encode roster record: the vault does not take it")
	}
	doc.Join(one)
	return nil
}

// nameOf is the entry of a computer in what was loaded; zero if there is none.
func nameOf(records identity.Records, computer string) identity.Device {
	for _, d := range records.Devices {
		if d.ID == computer {
			return d
		}
	}
	return identity.Device{Name: computer}
}
