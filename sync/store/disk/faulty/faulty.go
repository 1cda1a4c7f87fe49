// Package faulty is a file system that fails where a test wants it to: before
// or after a step took effect, in the middle of a write, or by changing what
// was written. It implements [disk.FS] over another one and is used by tests
// only.
package faulty

import (
	"io/fs"
	"path/filepath"
	"sync"

	"twofold/sync/store/disk"
)

// Op names a step.
type Op string

// The steps, as [disk.FS] and [disk.File] have them.
const (
	Mkdir   Op = "mkdir"
	Create  Op = "create"
	Write   Op = "write"
	Sync    Op = "sync"
	Close   Op = "close"
	Read    Op = "read"
	List    Op = "list"
	Rename  Op = "rename"
	Remove  Op = "remove"
	SyncDir Op = "syncdir"
)

// Step is one call.
type Step struct {
	N    int // from 1
	Op   Op
	Name string // last element of the path; of the destination, for a rename
}

// Fault is what goes wrong with a step. The zero value lets it pass.
type Fault struct {
	// Err is what the step returns. With After, the step is done first.
	Err   error
	After bool
	// Short lets a write take only the first half, and then return Err.
	Short bool
	// Flip changes one bit of what is written, as bad memory or a meddling
	// driver does, and reports success.
	Flip bool
}

// FS is the file system. Plan decides about every step; it may also stop the
// process. A nil Plan lets all pass.
type FS struct {
	Under disk.FS
	Plan  func(Step) Fault
	// Quick leaves out what makes data durable: a test that stops no machine
	// cannot tell, and is many times faster.
	Quick bool

	mu    sync.Mutex
	steps []Step
}

// At is a plan that lets all steps pass but number n.
func At(n int, f Fault) func(Step) Fault {
	return func(s Step) Fault {
		if s.N == n {
			return f
		}
		return Fault{}
	}
}

// From is a plan by which every step that changes something fails with err
// from number n on, as a full disk does. Removing still works.
func From(n int, err error) func(Step) Fault {
	return func(s Step) Fault {
		switch s.Op {
		case Mkdir, Create, Write, Sync, Rename:
			if s.N >= n {
				return Fault{Err: err}
			}
		}
		return Fault{}
	}
}

// Steps are the calls so far.
func (f *FS) Steps() []Step {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Step(nil), f.steps...)
}

// Reset forgets the calls so far and sets another plan.
func (f *FS) Reset(plan func(Step) Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.steps, f.Plan = nil, plan
}

func (f *FS) step(op Op, path string) Fault {
	f.mu.Lock()
	s := Step{N: len(f.steps) + 1, Op: op, Name: filepath.Base(path)}
	f.steps = append(f.steps, s)
	plan := f.Plan
	f.mu.Unlock()
	if plan == nil {
		return Fault{}
	}
	return plan(s)
}

// do runs one step that is either done or not.
func (f *FS) do(op Op, path string, run func() error) error {
	fault := f.step(op, path)
	if fault.Err != nil && !fault.After {
		return fault.Err
	}
	if err := run(); err != nil {
		return err
	}
	return fault.Err
}

// Mkdir implements [disk.FS].
func (f *FS) Mkdir(path string) error {
	return f.do(Mkdir, path, func() error { return f.Under.Mkdir(path) })
}

// Create implements [disk.FS].
func (f *FS) Create(path string) (disk.File, error) {
	var file disk.File
	err := f.do(Create, path, func() (err error) {
		file, err = f.Under.Create(path)
		return err
	})
	if err != nil {
		if file != nil {
			_ = file.Close() // the step was done and then reported as failed
		}
		return nil, err
	}
	return &handle{fs: f, path: path, under: file}, nil
}

// Read implements [disk.FS].
func (f *FS) Read(path string, limit int64) ([]byte, error) {
	var b []byte
	err := f.do(Read, path, func() (err error) {
		b, err = f.Under.Read(path, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

// List implements [disk.FS].
func (f *FS) List(path string) ([]fs.DirEntry, error) {
	var entries []fs.DirEntry
	err := f.do(List, path, func() (err error) {
		entries, err = f.Under.List(path)
		return err
	})
	if err != nil {
		return nil, err
	}
	return entries, nil
}

// Rename implements [disk.FS].
func (f *FS) Rename(from, to string) error {
	return f.do(Rename, to, func() error { return f.Under.Rename(from, to) })
}

// Remove implements [disk.FS].
func (f *FS) Remove(path string) error {
	return f.do(Remove, path, func() error { return f.Under.Remove(path) })
}

// SyncDir implements [disk.FS].
func (f *FS) SyncDir(path string) error {
	return f.do(SyncDir, path, func() error {
		if f.Quick {
			return nil
		}
		return f.Under.SyncDir(path)
	})
}

type handle struct {
	fs    *FS
	path  string
	under disk.File
}

func (h *handle) Write(p []byte) (int, error) {
	fault := h.fs.step(Write, h.path)
	switch {
	case fault.Short:
		n, err := h.under.Write(p[:len(p)/2])
		if err == nil {
			err = fault.Err
		}
		return n, err
	case fault.Flip && len(p) > 0:
		q := append([]byte(nil), p...)
		q[len(q)/2] ^= 1
		return h.under.Write(q)
	case fault.Err != nil && !fault.After:
		return 0, fault.Err
	}
	n, err := h.under.Write(p)
	if err == nil {
		err = fault.Err
	}
	return n, err
}

func (h *handle) Sync() error {
	if h.fs.Quick {
		return h.fs.do(Sync, h.path, func() error { return nil })
	}
	return h.fs.do(Sync, h.path, h.under.Sync)
}

// Close always closes the file below, as close(2) does even when it fails.
func (h *handle) Close() error {
	fault := h.fs.step(Close, h.path)
	if err := h.under.Close(); err != nil {
		return err
	}
	return fault.Err
}
