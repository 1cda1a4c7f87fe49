package engine

import (
	"context"
	"fmt"
	"time"

	"twofold/crypto/identity"
	"twofold/internal/vault"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
	"twofold/sync/store"
)

// FirstSnapshot publishes the first snapshot of a computer that is about to
// join a vault, before anything on the computer changes, and proves that it
// can be read back. The mark belongs into the frontier of its store.
func FirstSnapshot(ctx context.Context, f folder.Folder, keys *identity.Keys, doc *vault.Document, app string, now time.Time) (store.Mark, error) {
	roster := identity.NewRoster(keys.Vault, keys.Root, recordsOf(doc))
	h := snapshot.Header{Vault: keys.Vault, Seq: 1, Time: now, App: app}
	name, file, err := snapshot.Seal(h, doc.Lines(), keys, roster.Recipients()...)
	if err != nil {
		return store.Mark{}, err
	}
	if err := f.Publish(ctx, name.String(), file); err != nil {
		return store.Mark{}, err
	}
	mark := store.Mark{Seq: 1, Hash: snapshot.Hash(file)}
	back, err := f.Read(ctx, name.String())
	if err != nil {
		return mark, err
	}
	r := snapshot.Reader{Vault: keys.Vault, Root: keys.Root, Known: recordsOf(doc)}
	r.IDs = append(r.IDs, keys.Identity())
	snap, err := r.Open(back)
	if err != nil {
		return mark, fmt.Errorf("prove first snapshot: %w", err)
	}
	snap.Wipe()
	return mark, nil
}
