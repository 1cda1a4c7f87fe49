package engine

import (
	"context"

	"twofold/crypto/identity"
	"twofold/internal/vault"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
)

// Backup is a snapshot of a vault that was opened with a recovery key: what a
// person knows it by, or why it cannot be used.
type Backup struct {
	File            // Time is by its writer's clock once it was opened
	Computer string // name of the writer; empty if nobody knows it
	Accounts int    // -1 if it was not opened
	// Newest: the newest of its writer that can be used. The vault that was
	// recovered is the join of these.
	Newest bool
}

// Backups lists the snapshots of the vault, newest first, copies left out. It
// opens the first most of them that need no download; of the others it says
// what the names do. A file that does not open has its reason in Err.
func (r *Recovery) Backups(ctx context.Context, f folder.Folder, most int) []Backup {
	ro := r.roster()
	had, newest := map[string]bool{}, map[string]bool{}
	var out []Backup
	for _, file := range r.vault.Snapshots {
		if file.named && had[file.name.Hash] {
			continue
		}
		had[file.name.Hash] = file.named
		b := Backup{File: file, Accounts: -1}
		if m, ok := ro.Member(file.Device); ok {
			b.Computer = m.Name
		}
		if most > 0 && !file.Offline && r.slot != nil && ctx.Err() == nil {
			most--
			r.openBackup(ctx, f, &b, ro)
		}
		if b.Accounts >= 0 && !newest[b.Device] {
			newest[b.Device], b.Newest = true, true
		}
		out = append(out, b)
	}
	return out
}

// openBackup reads one file, and drops what is in it.
func (r *Recovery) openBackup(ctx context.Context, f folder.Folder, b *Backup, ro *identity.Roster) {
	data := Check(ctx, f, &b.File)
	if b.Err != nil {
		return
	}
	var u *snapshot.Unverified
	if u, b.Err = snapshot.Decrypt(data, r.slot.Identity()); b.Err != nil {
		return
	}
	if u.Header.Vault != r.vault.ID {
		u.Wipe()
		b.Err = snapshot.ErrWrongVault
		return
	}
	snap, err := u.VerifyPast(ro, snapshot.Full, snapshot.Delta)
	if err != nil {
		b.Err = err
		return
	}
	defer snap.Wipe()
	doc, _ := vault.Read(snap.Lines)
	b.Accounts, b.Time = doc.Len(), snap.Header.Time
	doc.Wipe()
}
