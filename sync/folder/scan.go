package folder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Scan implements [Folder].
func (d *Dir) Scan(ctx context.Context) (Listing, error) {
	l, err := run(ctx, d.clock, d.scanning, d.scan)
	if err != nil {
		if ctx.Err() != nil {
			return Listing{}, err
		}
		return Listing{}, fmt.Errorf("list folder: %w: %w", ErrUnavailable, err)
	}
	return l, nil
}

func (d *Dir) scan() (Listing, error) {
	info, err := os.Stat(d.root)
	if err != nil {
		return Listing{}, err
	}
	var l Listing
	dirs, err := d.list(&l, "")
	if err != nil {
		return Listing{}, err
	}
	if len(dirs) > MaxSubDirs {
		dirs, l.Cut = dirs[:MaxSubDirs], true
	}
	for _, sub := range dirs {
		if _, err := d.list(&l, sub); err != nil {
			l.Closed = append(l.Closed, sub)
		}
	}
	if err := d.sameVolume(info, len(l.Entries)+len(l.Waiting) > 0); err != nil {
		return Listing{}, err
	}
	slices.SortFunc(l.Entries, func(a, b Entry) int { return strings.Compare(a.Path, b.Path) })
	slices.Sort(l.Waiting)
	return l, nil
}

// list adds the files of one directory and gives its sub-directories, those
// that can be ours first. It reads in pieces, so that a directory with
// millions of names costs bounded memory.
func (d *Dir) list(l *Listing, sub string) ([]string, error) {
	dir, err := os.Open(filepath.Join(d.root, sub))
	if err != nil {
		return nil, err
	}
	defer dir.Close() // opened for reading: nothing can be lost here
	var dirs []string
	for seen := 0; ; {
		names, err := dir.ReadDir(1024)
		for _, e := range names {
			switch {
			case e.IsDir() && sub == "" && e.Name()[0] != '.' && len(dirs) < 10*MaxSubDirs:
				dirs = append(dirs, e.Name())
			case e.IsDir():
			default:
				d.take(l, sub, e)
			}
		}
		if seen += len(names); seen >= MaxEntries {
			l.Cut = true
			break
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(dirs)
	return dirs, nil
}

// take looks at one name, and at the file only if the name is of interest.
func (d *Dir) take(l *Listing, sub string, e fs.DirEntry) {
	kind, name := d.names.classify(e.Name())
	switch kind {
	case other, temporary:
		l.Other++
		return
	case placeholder:
		l.Waiting = append(l.Waiting, name)
		return
	}
	info, err := e.Info()
	if err != nil || info.Mode()&special != 0 {
		l.Other++ // gone between listing and looking, or nothing to read
		return
	}
	path := e.Name()
	if sub != "" {
		path = sub + "/" + path
	}
	l.Entries = append(l.Entries, Entry{
		Path: path, Name: e.Name(), Size: info.Size(), ModTime: info.ModTime(),
		Copy: kind == copied || sub != "", Offline: offline(info),
	})
}

// errOtherVolume is a root that lies on another disk than before.
var errOtherVolume = errors.New("another disk lies at this place")

// sameVolume refuses a root that has moved to another disk and holds nothing
// of ours. That is what an empty mount point looks like after the disk over it
// was unplugged: publishing there would fill the wrong disk, and hide it. A
// disk with our files on it is welcome under any number, for some systems
// give a new one at every mounting.
func (d *Dir) sameVolume(info fs.FileInfo, ours bool) error {
	now, ok := volumeOf(info)
	if !ok {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.volume != 0 && d.volume != now && !ours {
		return errOtherVolume
	}
	d.volume = now
	return nil
}
