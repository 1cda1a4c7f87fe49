package config

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// FileName of the settings inside the configuration directory.
const FileName = "settings.json"

// Report says what [Open] found. The zero value says that all is well.
type Report struct {
	// Missing: there was no file; these are the defaults of a fresh computer.
	Missing bool
	// Err is nil, or wraps ErrDamaged (and MovedTo names the file it became),
	// or is a *NewerError, or says why the file could not be read or moved.
	// In the last two cases nothing is written and changes last for this run.
	Err     error
	MovedTo string
	// Refused are the json names of values that were not accepted; the
	// default is used for those, and the file keeps what it had.
	Refused []string
}

// ErrReadOnly is what [File.Change] gives when the change holds for this run
// only, because the file is a newer program's or cannot be read.
var ErrReadOnly = errors.New("settings are not written")

// File is the open settings file. It is safe for use by several goroutines.
type File struct {
	path  string
	files FileSystem
	now   func() time.Time

	mu       sync.Mutex // guards what follows; held while writing
	raw      document
	current  Settings
	readOnly error
	aside    bool // the change being made found the file damaged, and moved it

	listening sync.Mutex
	listeners map[int]func(old, new Settings)
	nextID    int
	damaged   func() // see OnDamaged
}

// Open reads the settings in dir. It always gives usable settings: what was
// wrong with the file is said in the report. It writes nothing, except that
// it moves a damaged file aside under a dated name.
func Open(dir string, files FileSystem, now func() time.Time) (*File, Report) {
	f := &File{
		path:      filepath.Join(dir, FileName),
		files:     files,
		now:       now,
		listeners: map[int]func(old, new Settings){},
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f, f.load()
}

// load reads the file into raw and current.
func (f *File) load() Report {
	f.raw, f.current, f.readOnly = document{}, Defaults(), nil
	data, err := f.files.ReadFile(f.path, MaxBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return Report{Missing: true}
	}
	if err != nil {
		err = fmt.Errorf("read settings: %w", err)
		f.readOnly = err
		return Report{Err: err}
	}
	raw, err := parse(data)
	var newer *NewerError
	if err != nil && !errors.As(err, &newer) {
		to, moveErr := f.moveAside()
		if moveErr != nil {
			// Writing would destroy what is there, so nothing is written.
			f.readOnly = errors.Join(err, moveErr)
			return Report{Err: f.readOnly}
		}
		return Report{Err: err, MovedTo: to}
	}
	f.readOnly = err
	f.raw = raw
	s, refused := raw.settings()
	f.current = s
	return Report{Err: err, Refused: refused}
}

// moveAside renames the file to a dated name that is free.
func (f *File) moveAside() (string, error) {
	stem := strings.TrimSuffix(f.path, ".json") + ".damaged-" + f.now().UTC().Format("20060102-150405")
	for i := range 100 {
		to := stem + ".json"
		if i > 0 {
			to = fmt.Sprintf("%s-%d.json", stem, i+1)
		}
		if f.files.Exists(to) {
			continue
		}
		if err := f.files.Rename(f.path, to); err != nil {
			return "", fmt.Errorf("move damaged settings aside: %w", err)
		}
		return to, nil
	}
	return "", errors.New("move damaged settings aside: no free name")
}

// Path of the file.
func (f *File) Path() string { return f.path }

// Settings as they are now.
func (f *File) Settings() Settings {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.current.clone()
}

// Change applies edit and writes the file before it returns; then the
// listeners are called on this goroutine. The file is read again first, so a
// change that another process made to other settings is kept.
//
// On an error that is not ErrReadOnly the edit was not made, neither in the
// file nor in memory. Values outside their limits are put to their default.
func (f *File) Change(edit func(*Settings)) error {
	f.mu.Lock()
	old := f.current
	f.aside = false
	err := f.change(edit)
	now, aside := f.current, f.aside
	f.mu.Unlock()
	if aside {
		f.tellDamaged()
	}
	if !sameSettings(old, now) {
		f.tell(old, now)
	}
	return err
}

func (f *File) change(edit func(*Settings)) error {
	if f.readOnly == nil {
		if err := f.reread(); err != nil {
			return err
		}
	}
	before, raw, readOnly := f.current, f.raw, f.readOnly
	after := before.clone()
	edit(&after)
	after, _ = after.repaired()
	if readOnly != nil {
		f.current = after
		return fmt.Errorf("%w: %w", ErrReadOnly, readOnly)
	}
	if sameSettings(before, after) && f.files.Exists(f.path) {
		f.raw, f.current = raw, after
		return nil
	}
	next, err := raw.with(before, after)
	if err != nil {
		return err
	}
	data, err := next.encode()
	if err != nil {
		return err
	}
	if err := replace(f.files, f.path, data); err != nil {
		return err
	}
	f.raw, f.current = next, after
	return nil
}

// reread takes over what another process wrote since. A file that became a
// newer program's ends writing; one that became damaged is moved aside, which is
// told, and the settings in memory go on.
func (f *File) reread() error {
	data, err := f.files.ReadFile(f.path, MaxBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	raw, err := parse(data)
	var newer *NewerError
	if errors.As(err, &newer) {
		f.readOnly = err
		return nil
	}
	if err != nil {
		_, err = f.moveAside()
		f.aside = err == nil
		return err
	}
	f.raw = raw
	f.current, _ = raw.settings()
	return nil
}

// OnDamaged calls fn when a change finds that the file has become damaged since
// it was read, and has moved it aside, on the goroutine that makes the change.
func (f *File) OnDamaged(fn func()) {
	f.listening.Lock()
	defer f.listening.Unlock()
	f.damaged = fn
}

func (f *File) tellDamaged() {
	f.listening.Lock()
	fn := f.damaged
	f.listening.Unlock()
	if fn != nil {
		fn()
	}
}

// OnChange calls fn after each change, with the settings before and after, on
// the goroutine that made the change. Call stop to end it.
func (f *File) OnChange(fn func(old, new Settings)) (stop func()) {
	f.listening.Lock()
	defer f.listening.Unlock()
	id := f.nextID
	f.nextID++
	f.listeners[id] = fn
	return func() {
		f.listening.Lock()
		defer f.listening.Unlock()
		delete(f.listeners, id)
	}
}

func (f *File) tell(old, now Settings) {
	f.listening.Lock()
	fns := make([]func(old, new Settings), 0, len(f.listeners))
	for id := range f.nextID {
		if fn, ok := f.listeners[id]; ok {
			fns = append(fns, fn)
		}
	}
	f.listening.Unlock() // a listener may itself change or stop listening
	for _, fn := range fns {
		fn(old.clone(), now.clone())
	}
}
