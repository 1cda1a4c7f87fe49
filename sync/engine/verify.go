package engine

import (
	"context"
	"errors"
	"fmt"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/internal/vault"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
)

// Verification is the proof of a backup: every file was read now.
type Verification struct {
	Snapshots int // files of the vault
	Good      int // opened, and signed by a computer of the vault
	// Others are intact and addressed to other keys: written before this
	// computer joined.
	Others  int
	Bad     []File // damaged, refused or unreadable, with the reason
	Waiting []string
	// Accounts are those in the join of all good files.
	Accounts int
	// Complete is true if the good files hold everything this computer knows.
	Complete bool
	// Slots are recovery files that are intact; NoSlot is true if an active
	// recovery key has none in the folder, so that the key would open nothing.
	Slots  int
	NoSlot bool
}

// Sound reports whether the backup would give everything back.
func (v Verification) Sound() bool { return v.Complete && !v.NoSlot }

// Verify reads every file of the folder and says what they are worth. It
// changes nothing, neither here nor there.
func (e *Engine) Verify(ctx context.Context) (Verification, error) {
	if err := e.look(); err != nil {
		return Verification{}, err
	}
	c, err := Look(ctx, e.o.Folder)
	if err != nil {
		return Verification{}, err
	}
	files, _ := c.Vault(e.keys.Vault)
	if len(c.Vaults) > 0 && files.ID != e.keys.Vault {
		files = VaultFiles{}
	}
	v := Verification{Waiting: c.Waiting}
	all := vault.New()
	for _, f := range append(files.Snapshots, c.Unnamed...) {
		if ctx.Err() != nil {
			return v, ctx.Err()
		}
		e.verifyOne(ctx, f, &v, all)
	}
	v.Accounts, v.Complete = all.Len(), v.Good > 0 && !lacks(all, e.doc)
	all.Wipe()
	return v, e.verifySlots(ctx, files.Slots, &v)
}

func (e *Engine) verifyOne(ctx context.Context, f File, v *Verification, all *vault.Document) {
	data := Check(ctx, e.o.Folder, &f)
	if !f.named && (f.Err != nil || sealed.NeedsPassphrase(data)) {
		return
	}
	v.Snapshots++
	if f.Err != nil {
		v.Bad = append(v.Bad, f)
		return
	}
	snap, err := e.openFile(data)
	switch {
	case err == nil:
		v.Good++
		doc, _ := vault.Read(snap.Lines)
		snap.Wipe()
		all.Join(doc)
	case errors.Is(err, sealed.ErrNotForMe):
		v.Others++
	default:
		f.Err = err
		v.Bad = append(v.Bad, f)
	}
}

func (e *Engine) verifySlots(ctx context.Context, slots []File, v *Verification) error {
	intact := map[string]bool{}
	for _, f := range slots {
		data := Check(ctx, e.o.Folder, &f)
		switch {
		case f.Err == nil && sealed.NeedsPassphrase(data):
			intact[f.Slot] = true
		case f.Err == nil:
			f.Err = snapshot.ErrMalformed
			fallthrough
		default:
			v.Bad = append(v.Bad, f)
		}
	}
	v.Slots = len(intact)
	for _, m := range e.roster.Members() {
		if m.Slot && m.State == identity.Enrolled && !intact[m.ID] {
			v.NoSlot = true
		}
	}
	return ctx.Err()
}

// pile is files in memory as a folder, for [Rescue].
type pile map[string][]byte

func (p pile) Scan(context.Context) (folder.Listing, error) {
	var l folder.Listing
	for name, data := range p {
		l.Entries = append(l.Entries, folder.Entry{Path: name, Name: name, Size: int64(len(data))})
	}
	return l, nil
}

func (p pile) Read(_ context.Context, path string) ([]byte, error) {
	data, ok := p[path]
	if !ok {
		return nil, fmt.Errorf("read %s: %w", path, folder.ErrUnavailable)
	}
	return data, nil
}

func (pile) Publish(context.Context, string, []byte) error { return folder.ErrReadOnly }
func (pile) Remove(context.Context, string) error          { return folder.ErrReadOnly }
