package engine

import (
	"bytes"
	"fmt"

	"twofold/crypto/identity"
	"twofold/internal/vault"
	"twofold/sync/pair"
	"twofold/sync/store"
)

// OpenGrant is the vault that an approving computer gave to this one. Nothing
// is written anywhere until [Recovery.Enrol] is called, by which the person
// says that the words match, and what it gives is stored.
func OpenGrant(v VaultFiles, j *pair.Joiner) (*Recovery, error) {
	g, ok := j.Grant()
	if !ok {
		return nil, fmt.Errorf("open grant: %w", pair.ErrOver)
	}
	var lines [][]byte
	for line := range bytes.Lines(g.Lines) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			lines = append(lines, line)
		}
	}
	// What cannot be read stays in the document as it came.
	doc, _ := vault.Read(lines)
	r := &Recovery{vault: v, by: j}
	r.doc, r.records, r.read, r.heads = doc, recordsOf(doc), 1, map[string]head{}
	for _, f := range v.Snapshots { // what the names say, for the list of computers
		if f.named && !f.Copy {
			r.heads[f.Device] = newest(r.heads[f.Device], head{dev: f.Device, seq: f.Seq, time: f.Time, hash: f.name.Hash, accounts: -1})
		}
	}
	for _, s := range g.Slots {
		r.slots = append(r.slots, store.SlotFile{Name: s.Name, Data: s.Data})
	}
	return r, nil
}

// grant is what the approving computer gave, if one did.
func (r *Recovery) grant() (*pair.Grant, bool) {
	if r.by == nil {
		return nil, false
	}
	return r.by.Grant()
}

func (r *Recovery) enrolApproved(c store.NewComputer) (*identity.Keys, *vault.Document, error) {
	g, ok := r.grant()
	if !ok {
		return nil, nil, fmt.Errorf("enrol: %w", pair.ErrOver)
	}
	entry := g.Entry
	keys, err := r.by.Confirm()
	if err != nil {
		return nil, nil, fmt.Errorf("enrol: %w", err)
	}
	entry.Name, entry.System = c.Name, c.System // not signed: its owner may call it as he likes
	return r.enter(keys, entry)
}

// GiftOf is what a computer gives to the one it approves: the vault as its next
// snapshot would hold it. Keys of accounts that are tied to this computer are
// in no line of it.
func GiftOf(st *store.Store, doc *vault.Document) (pair.Gift, error) {
	keys, err := st.Keys()
	if err != nil {
		return pair.Gift{}, fmt.Errorf("approve: %w", err)
	}
	g := pair.Gift{
		Keys: keys, Lines: bytes.Join(doc.Lines(), []byte("\n")),
		Roster: identity.NewRoster(keys.Vault, keys.Root, recordsOf(doc)),
	}
	files, err := st.SlotFiles()
	if err != nil {
		return pair.Gift{}, fmt.Errorf("approve: %w", err)
	}
	for _, f := range files {
		g.Slots = append(g.Slots, pair.SlotFile{Name: f.Name, Data: f.Data})
	}
	return g, nil
}
