package engine

import (
	"cmp"
	"context"
	"slices"
	"time"

	"twofold/sync/folder"
	"twofold/sync/pair"
	"twofold/sync/snapshot"
)

// Contents is what a folder holds, as far as names tell without any key.
type Contents struct {
	Vaults []VaultFiles // the one with the newest file first
	// Waiting are files of ours that are not downloaded yet.
	Waiting []string
	Unnamed []File // files that may be ours and have lost their name
	Other   int    // names that are none of our business
}

// VaultFiles are the files of one vault.
type VaultFiles struct {
	ID        string
	Snapshots []File // newest first
	Slots     []File // recovery files
	Computers int    // that wrote snapshots
	Newest    time.Time
}

// File is a file in the folder. Everything but Err is a hint, as names and
// times are.
type File struct {
	Path    string
	Device  string // id of the computer that wrote it, of a snapshot
	Seq     uint64
	Slot    string // id of the slot, of a recovery file
	Time    time.Time
	Size    int64
	Offline bool // reading it means downloading it
	Copy    bool // a conflict copy or a renamed file
	// Err is why the file cannot be used, once it was looked at: one of the
	// errors of packages folder, snapshot, sealed and identity.
	Err error

	name  snapshot.Name
	named bool
}

// Look lists what is in a folder. It reads no file. An error,
// [folder.ErrUnavailable], never means that the folder is empty.
func Look(ctx context.Context, f folder.Folder) (Contents, error) {
	l, err := f.Scan(ctx)
	if err != nil {
		return Contents{}, err
	}
	c := Contents{Other: l.Other}
	vaults := map[string]*VaultFiles{}
	at := func(id string) *VaultFiles {
		if vaults[id] == nil {
			vaults[id] = &VaultFiles{ID: id}
		}
		return vaults[id]
	}
	for _, e := range l.Entries {
		file := File{Path: e.Path, Time: e.ModTime, Size: e.Size, Offline: e.Offline, Copy: e.Copy}
		file.name, file.named = snapshot.FindName(e.Name)
		_, talk := pair.ParseName(e.Name)
		switch {
		case talk: // of an approval that is going on
		case !file.named:
			c.Unnamed = append(c.Unnamed, file)
		case file.name.Recovery():
			file.Slot = file.name.Slot
			v := at(file.name.Vault)
			v.Slots = append(v.Slots, file)
		default:
			file.Device, file.Seq = file.name.Dev, file.name.Seq
			v := at(file.name.Vault)
			v.Snapshots = append(v.Snapshots, file)
		}
	}
	c.Waiting = append(c.Waiting, l.Waiting...)
	for _, v := range vaults {
		v.sum()
		c.Vaults = append(c.Vaults, *v)
	}
	slices.SortFunc(c.Vaults, func(a, b VaultFiles) int {
		return cmp.Or(b.Newest.Compare(a.Newest), cmp.Compare(a.ID, b.ID))
	})
	return c, nil
}

func (v *VaultFiles) sum() {
	slices.SortFunc(v.Snapshots, func(a, b File) int {
		return cmp.Or(b.Time.Compare(a.Time), cmp.Compare(b.Seq, a.Seq), cmp.Compare(a.Path, b.Path))
	})
	devs := map[string]bool{}
	for _, s := range v.Snapshots {
		devs[s.Device] = true
	}
	v.Computers = len(devs)
	if len(v.Snapshots) > 0 {
		v.Newest = v.Snapshots[0].Time
	}
}

// Vault finds the files of a vault by its id; the first one for "".
func (c Contents) Vault(id string) (VaultFiles, bool) {
	for _, v := range c.Vaults {
		if v.ID == id || id == "" {
			return v, true
		}
	}
	return VaultFiles{}, false
}

// Check reads a file and compares it with the hash in its name. It sets Err,
// and gives the bytes if they are sound.
func Check(ctx context.Context, f folder.Folder, file *File) []byte {
	data, err := f.Read(ctx, file.Path)
	if err == nil && file.named {
		err = file.name.Check(data)
	}
	file.Err = err
	if err != nil {
		return nil
	}
	return data
}
