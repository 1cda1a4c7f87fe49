package engine

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"slices"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/internal/vault"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
)

// opener is who reads the snapshots of a vault from outside of its sync: with
// a recovery key, or with the keys of a computer that lost its vault.
type opener struct {
	vault string
	root  ed25519.PublicKey
	id    sealed.Identity
	known identity.Records
}

// joined is what the files of a vault give together.
type joined struct {
	doc     *vault.Document
	records identity.Records
	heads   map[string]head
	bad     []File // that could not be used, with the reason
	read    int
}

// collect joins the newest snapshot of every computer that can be read. The
// rosters of all of them are put together before any is believed, see
// [opener.believe]: one may bring the removal of another's writer.
func (o opener) collect(ctx context.Context, f folder.Folder, files []File) (joined, error) {
	j := joined{doc: vault.New(), records: o.known, heads: map[string]head{}}
	var said []statement
	left := map[string][]File{}
	for i, file := range files {
		key := file.Device
		if !file.named {
			key = file.Path // each for itself
		} else if twins(files, i) {
			key = file.Device + file.name.Hash // the work of a copy: both count
		}
		left[key] = append(left[key], file)
	}
	for _, fs := range left {
		slices.SortFunc(fs, func(a, b File) int {
			return cmp.Or(cmp.Compare(b.Seq, a.Seq), cmp.Compare(a.Path, b.Path))
		})
	}
	for len(left) > 0 && ctx.Err() == nil {
		round := o.decryptNewest(ctx, f, left, &j)
		said = o.listen(said, round)
		j.records = o.believe(said)
		ro := identity.NewRoster(o.vault, o.root, j.records)
		for key, got := range round {
			snap, err := got.u.Verify(ro, snapshot.Full, snapshot.Delta)
			if err != nil {
				got.file.Err = err
				j.bad = append(j.bad, got.file)
				continue // the next round tries an older one
			}
			j.take(snap)
			snap.Wipe()
			delete(left, key)
		}
	}
	slices.SortFunc(j.bad, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return j, ctx.Err()
}

// twins reports whether another file claims the same number of the same
// computer with other bytes.
func twins(files []File, i int) bool {
	for k, f := range files {
		if k != i && f.named && f.Device == files[i].Device && f.Seq == files[i].Seq && f.name.Hash != files[i].name.Hash {
			return true
		}
	}
	return false
}

type decrypted struct {
	file File
	u    *snapshot.Unverified
}

// decryptNewest opens the newest file of every list that opens. Lists that
// have none left are dropped.
func (o opener) decryptNewest(ctx context.Context, f folder.Folder, left map[string][]File, j *joined) map[string]decrypted {
	round := map[string]decrypted{}
	for key, fs := range left {
		for len(fs) > 0 && ctx.Err() == nil {
			file := fs[0]
			fs = fs[1:]
			data := Check(ctx, f, &file)
			if file.Err == nil && sealed.NeedsPassphrase(data) {
				continue // a recovery file that lost its name
			}
			var u *snapshot.Unverified
			if file.Err == nil {
				u, file.Err = snapshot.Decrypt(data, o.id)
			}
			if file.Err == nil && u.Header.Vault != o.vault {
				u.Wipe()
				file.Err = snapshot.ErrWrongVault
			}
			if file.Err != nil {
				j.bad = append(j.bad, file)
				continue
			}
			round[key] = decrypted{file, u}
			break
		}
		if left[key] = fs; len(fs) == 0 && round[key].u == nil {
			delete(left, key)
		}
	}
	return round
}

// take joins a snapshot that was verified.
func (j *joined) take(snap *snapshot.Snapshot) {
	doc, _ := vault.Read(snap.Lines)
	j.doc.Join(doc)
	j.read++
	h := headOf(snap, doc)
	j.heads[h.dev] = newest(j.heads[h.dev], h)
}
