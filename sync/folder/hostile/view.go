package hostile

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"twofold/sync/folder"
)

// Style is how a provider names conflict copies.
type Style int

// The six providers.
const (
	OneDrive Style = iota
	ICloud
	Dropbox
	GoogleDrive
	Nextcloud
	Syncthing
	Styles // how many there are
)

// conflictName is what the provider makes of a name.
func (s Style) conflictName(name string, n int, now time.Time) string {
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	switch s {
	case OneDrive:
		return stem + strings.Repeat("-HANAKO-PC", n) + ext
	case ICloud:
		return fmt.Sprintf("%s %d%s", stem, n+1, ext)
	case Dropbox:
		again := ""
		if n > 1 {
			again = fmt.Sprintf(" (%d)", n)
		}
		return fmt.Sprintf("%s (Hanako's conflicted copy %s)%s%s", stem, now.Format("2006-01-02"), again, ext)
	case GoogleDrive:
		return fmt.Sprintf("%s (%d)%s", stem, n, ext)
	case Nextcloud:
		return fmt.Sprintf("%s (conflicted copy %s)%s", stem, now.Format("2006-01-02 150405"), ext)
	default:
		return fmt.Sprintf("%s.sync-conflict-%s-ABCDEF%d%s", stem, now.Format("20060102-150405"), n, ext)
	}
}

// local is a file as one computer sees it.
type local struct {
	path    string
	file    *object // nil until it is uploaded
	want    []byte  // the whole content
	shown   []byte  // what reading gives now
	mtime   time.Time
	absent  bool // a placeholder: a name without content
	stub    bool // the placeholder is a file of its own, as iCloud's was
	offline bool
	lost    bool // never leaves this computer
}

// View is the folder of one computer. It is a [folder.Folder] and a
// [folder.Watcher].
type View struct {
	c       *Cloud
	n       int
	style   Style
	names   folder.Names
	mounted bool
	files   map[string]*local
	pending []change
	hints   chan struct{}
}

var (
	_ folder.Folder  = (*View)(nil)
	_ folder.Watcher = (*View)(nil)
)

// Join adds a computer. It starts with an empty folder, into which everything
// at the service arrives by and by.
func (c *Cloud) Join(style Style, names folder.Names) *View {
	c.mu.Lock()
	defer c.mu.Unlock()
	v := c.newView(style, names)
	for _, f := range c.sorted() {
		v.pending = append(v.pending, change{true, f})
	}
	return v
}

func (c *Cloud) newView(style Style, names folder.Names) *View {
	v := &View{
		c: c, n: len(c.views), style: style, names: names, mounted: true,
		files: map[string]*local{}, hints: make(chan struct{}, 1),
	}
	c.views = append(c.views, v)
	return v
}

// Clone is the view of a computer whose disk was copied from this one's,
// folder, upload queue and all.
func (v *View) Clone() *View {
	v.c.mu.Lock()
	defer v.c.mu.Unlock()
	n := v.c.newView(v.style, v.names)
	n.pending = slices.Clone(v.pending)
	for p, l := range v.files {
		twin := *l
		n.files[p] = &twin
	}
	v.c.note(Cloned, n.n, "")
	return n
}

// Number is the number of the view in [Event].
func (v *View) Number() int { return v.n }

// Mount and Unmount let the folder come and go.
func (v *View) Mount() { v.setMounted(true) }

// Unmount makes the folder disappear.
func (v *View) Unmount() { v.setMounted(false) }

func (v *View) setMounted(m bool) {
	v.c.mu.Lock()
	defer v.c.mu.Unlock()
	v.mounted = m
}

// Scan implements [folder.Folder].
func (v *View) Scan(ctx context.Context) (folder.Listing, error) {
	v.c.mu.Lock()
	defer v.c.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return folder.Listing{}, err
	}
	if !v.mounted {
		return folder.Listing{}, folder.ErrUnavailable
	}
	var l folder.Listing
	for _, p := range v.paths() {
		f := v.files[p]
		if f.absent && f.stub {
			l.Waiting = append(l.Waiting, path.Base(p))
			continue
		}
		l.Entries = append(l.Entries, folder.Entry{
			Path: p, Name: path.Base(p), Size: int64(len(f.shown)), ModTime: f.mtime, Offline: f.offline,
			Copy: f.file != nil && p != f.file.name,
		})
	}
	return l, nil
}

func (v *View) paths() []string {
	var out []string
	for p := range v.files {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

// errRead is what a disk or a network says now and then.
var errRead = errors.New("input/output error")

// Read implements [folder.Folder]. A placeholder gives an error at once where
// a real one would block until the time is up.
func (v *View) Read(ctx context.Context, p string) ([]byte, error) {
	v.c.mu.Lock()
	defer v.c.mu.Unlock()
	f := v.files[p]
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case !v.mounted:
		return nil, folder.ErrUnavailable
	case f == nil:
		return nil, fmt.Errorf("read %s: file does not exist", p)
	case f.absent && v.c.chance(50):
		return nil, folder.ErrSlow
	case f.absent:
		return nil, folder.ErrNotDownloaded
	case v.c.chance(v.c.faults.BadRead):
		v.c.note(BadRead, v.n, p)
		return nil, errRead
	}
	return slices.Clone(f.shown), nil
}

// refusals are the ways in which writing fails. The last is what Windows says
// while another program holds a file, after all patience.
var refusals = []error{
	folder.ErrFull, folder.ErrReadOnly, folder.ErrSlow, errors.New("file in use by another program"),
}

// Publish implements [folder.Folder].
func (v *View) Publish(ctx context.Context, name string, data []byte) error {
	v.c.mu.Lock()
	defer v.c.mu.Unlock()
	c, f := v.c, v.c.faults
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case !v.mounted:
		return folder.ErrUnavailable
	case c.chance(f.Refuse):
		c.note(Refused, v.n, name)
		return refusals[c.rng.IntN(len(refusals))]
	}
	if there := v.files[name]; there != nil {
		if string(there.shown) != string(data) {
			return folder.ErrExists
		}
		return nil
	}
	l := &local{path: name, want: slices.Clone(data), mtime: c.now}
	l.shown, l.lost = l.want, c.chance(f.LostUpload)
	if c.chance(f.Torn) {
		l.want = l.want[:len(l.want)/2]
		l.shown = l.want
		v.files[name] = l
		c.note(Torn, v.n, name)
		return folder.ErrFull
	}
	v.files[name] = l
	c.note(Published, v.n, name)
	if l.lost {
		c.note(LostUpload, v.n, name)
	}
	v.hint(false)
	if c.chance(f.Unsure) {
		c.note(Unsure, v.n, name)
		return refusals[c.rng.IntN(len(refusals))]
	}
	return nil
}

// Remove implements [folder.Folder].
func (v *View) Remove(ctx context.Context, p string) error {
	v.c.mu.Lock()
	defer v.c.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case !v.mounted:
		return folder.ErrUnavailable
	case v.c.chance(v.c.faults.Refuse):
		v.c.note(Refused, v.n, p)
		return refusals[v.c.rng.IntN(len(refusals))]
	}
	l := v.files[p]
	if l == nil {
		return nil
	}
	delete(v.files, p)
	v.c.note(Removed, v.n, p)
	if l.file != nil && p == l.file.name && v.c.files[l.file.id] != nil {
		v.c.record(false, l.file, v)
	}
	return nil
}

// Hints implements [folder.Watcher].
func (v *View) Hints() <-chan struct{} { return v.hints }

// SetPace implements [folder.Watcher]. There is no clock here: a test polls
// when it likes.
func (v *View) SetPace(time.Duration) {}

// hint says that something changed, if the dice let it.
func (v *View) hint(always bool) {
	if !always && v.c.chance(v.c.faults.NoEvent) {
		return
	}
	select {
	case v.hints <- struct{}{}:
	default:
	}
}
