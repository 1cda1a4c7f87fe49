package hostile

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"time"
)

// step is what happens to one view in a step: it sends, receives, and gets on
// with what is under way.
func (v *View) step() {
	if !v.mounted {
		return
	}
	for _, p := range v.paths() {
		l := v.files[p]
		if l.file == nil && !l.lost && l.want != nil && !v.c.chance(v.c.faults.Late) {
			v.c.upload(v, l)
		}
		if (l.absent || !bytes.Equal(l.shown, l.want)) && !v.c.chance(v.c.faults.Late) {
			v.finish(l)
		}
	}
	for range len(v.pending) {
		// Any of them may come next: no provider promises an order.
		if v.c.chance(v.c.faults.Late) || len(v.pending) == 0 {
			break
		}
		v.receive(v.c.rng.IntN(len(v.pending)))
	}
}

func (v *View) uploadAll() {
	for _, p := range v.paths() {
		if l := v.files[p]; l.file == nil && !l.lost && l.want != nil {
			v.c.upload(v, l)
		}
	}
}

// finish makes a half file whole and downloads a placeholder.
func (v *View) finish(l *local) {
	l.shown, l.absent, l.stub, l.offline = l.want, false, false, false
	l.mtime = v.c.now
	v.hint(false)
}

func (v *View) complete() {
	for _, p := range v.paths() {
		v.finish(v.files[p])
	}
}

// has reports whether a view shows a file, under whatever path.
func (v *View) has(f *object) bool {
	for _, l := range v.files {
		if l.file == f {
			return true
		}
	}
	return false
}

// receive lets what waits at position i arrive.
func (v *View) receive(i int) {
	ch := v.pending[i]
	v.pending = slices.Delete(v.pending, i, i+1)
	c, f := v.c, v.c.faults
	if !ch.put {
		v.delete(ch.file)
		return
	}
	if c.files[ch.file.id] == nil || v.has(ch.file) {
		return // deleted again meanwhile, or known
	}
	if c.chance(f.Drop) {
		c.note(Dropped, v.n, ch.file.name)
		return
	}
	name := ch.file.name
	if c.chance(f.Duplicate) {
		c.note(Duplicated, v.n, name)
		v.show(v.style.conflictName(name, 1, c.now), ch.file)
	}
	switch {
	case c.chance(f.Rename):
		name = v.style.conflictName(name, 1, c.now)
		c.note(Renamed, v.n, name)
	case c.chance(f.FoldCase):
		name = strings.ToUpper(name)
		c.note(CaseFolded, v.n, name)
	}
	if c.chance(f.SubFolder) {
		name = path.Join("Twofold 2", name)
		c.note(Split, v.n, name)
	}
	v.show(name, ch.file)
	c.note(Delivered, v.n, name)
	v.hint(false)
}

// show puts a file into the view. A name that is taken by another content
// makes a conflict copy.
func (v *View) show(name string, file *object) {
	for n := 1; v.files[name] != nil; n++ {
		if string(v.files[name].want) == string(file.data) && v.files[name].file == nil {
			break // the same file, not uploaded yet: they become one
		}
		dir := path.Dir(name)
		name = path.Join(dir, v.style.conflictName(path.Base(file.name), n, v.c.now.Add(time.Duration(n)*time.Second)))
	}
	l := &local{path: name, file: file, want: file.data, shown: file.data, mtime: v.c.now}
	switch c := v.c; {
	case c.chance(c.faults.Partial):
		c.note(Partial, v.n, name)
		l.shown = file.data[:c.rng.IntN(len(file.data)+1)]
		if c.chance(50) { // the full size at once, filled with zeros
			l.shown = append(slices.Clone(l.shown), make([]byte, len(file.data)-len(l.shown))...)
		}
	case c.chance(c.faults.Placeholder):
		c.note(Waiting, v.n, name)
		l.absent, l.offline, l.stub = true, true, c.chance(50)
		l.shown = make([]byte, len(file.data))
	}
	v.files[name] = l
}

// delete lets a deletion arrive. Providers spread deletions to every copy
// they made themselves, or to none.
func (v *View) delete(file *object) {
	copies := v.c.chance(50)
	for _, p := range v.paths() {
		if l := v.files[p]; l.file == file && (copies || p == file.name || path.Base(p) == file.name) {
			delete(v.files, p)
			v.c.note(Deleted, v.n, p)
			v.hint(false)
		}
	}
}

// damage changes one file of the view, as a program that encrypts everything
// or a bad disk does. The service takes it for an edit and spreads it.
func (v *View) damage() {
	paths := v.paths()
	if len(paths) == 0 {
		return
	}
	p := paths[v.c.rng.IntN(len(paths))]
	l := v.files[p]
	if l.absent || len(l.want) == 0 {
		return
	}
	bad := slices.Clone(l.want)
	switch v.c.rng.IntN(3) {
	case 0:
		bad[v.c.rng.IntN(len(bad))] ^= 1
	case 1:
		bad = bad[:len(bad)/2]
	default:
		clear(bad)
	}
	v.c.note(Damaged, v.n, p)
	if old := l.file; old != nil && v.c.files[old.id] != nil {
		v.c.record(false, old, nil)
	}
	v.files[p] = &local{path: path.Base(p), want: bad, shown: bad, mtime: v.c.now}
}
