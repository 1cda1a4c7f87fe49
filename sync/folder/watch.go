package folder

import (
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// settle is how long events are collected before they make one hint.
	settle = 500 * time.Millisecond
	// maxWatched bounds the descriptors that watching takes.
	maxWatched = 64
	// DefaultPace is the time between polls until somebody sets another.
	DefaultPace = 30 * time.Second
)

// watch turns events of the system and the passing of time into hints. Events
// are never trusted: a folder that was renamed away and replaced, a network
// drive and a full queue give none, without an error. So it polls as well,
// and looks at every poll whether what it watches is still the folder.
type watch struct {
	dir   *Dir
	hints chan struct{}
	pace  chan time.Duration
	stop  chan struct{}
	ended sync.WaitGroup
	once  sync.Once

	// notify is nil where the system has no events to give.
	notify *fsnotify.Watcher
	busy   atomic.Bool  // a renewal is under way
	root   os.FileInfo  // what is watched; owned by the renewal
	looked atomic.Int64 // how many renewals have ended
}

// Watch starts one goroutine that gives hints, until [Dir.Close]. It may be
// called once.
func (d *Dir) Watch() {
	w := &watch{
		dir: d, hints: make(chan struct{}, 1), pace: make(chan time.Duration), stop: make(chan struct{}),
	}
	// No watcher, for instance because the user's limit is used up, leaves
	// polling.
	w.notify, _ = fsnotify.NewWatcher()
	d.watch = w
	w.ended.Add(1)
	go w.loop()
}

// Hints implements [Watcher]. Call it after [Dir.Watch].
func (d *Dir) Hints() <-chan struct{} { return d.watch.hints }

// SetPace implements [Watcher].
func (d *Dir) SetPace(every time.Duration) {
	select {
	case d.watch.pace <- every:
	case <-d.watch.stop:
	}
}

// Close ends watching and its goroutine. Calls that hang in the provider's
// file system end when the system lets them.
func (d *Dir) Close() error {
	w := d.watch
	if w == nil {
		return nil
	}
	var err error
	w.once.Do(func() {
		close(w.stop)
		if w.notify != nil {
			err = w.notify.Close()
		}
		w.ended.Wait()
		close(w.hints)
	})
	return err
}

func (w *watch) loop() {
	defer w.ended.Done()
	var events <-chan fsnotify.Event
	var errs <-chan error
	if w.notify != nil {
		events, errs = w.notify.Events, w.notify.Errors
	}
	pace := DefaultPace
	poll, stopPoll := w.dir.clock.After(pace)
	defer func() { stopPoll() }()
	var quiet <-chan time.Time
	stopQuiet := func() {}
	defer func() { stopQuiet() }()
	w.renew()
	for {
		select {
		case <-w.stop:
			return
		case pace = <-w.pace:
			stopPoll()
			poll, stopPoll = w.dir.clock.After(pace)
		case _, ok := <-events:
			if !ok {
				events = nil
				continue
			}
			if quiet == nil {
				quiet, stopQuiet = w.dir.clock.After(settle)
			}
		case _, ok := <-errs:
			if !ok {
				errs = nil
				continue
			}
			w.hint() // most often a full queue: anything may have happened
		case <-quiet:
			quiet = nil
			w.hint()
		case <-poll:
			w.hint()
			w.renew()
			poll, stopPoll = w.dir.clock.After(pace)
		}
	}
}

// hint asks for a scan; a hint that waits already is enough.
func (w *watch) hint() {
	select {
	case w.hints <- struct{}{}:
	default:
	}
}

// renew watches the folder again if it is not the one that is watched. It
// runs beside the loop, because on a network drive that hangs it hangs too,
// and polls must go on.
func (w *watch) renew() {
	if w.notify == nil || !w.busy.CompareAndSwap(false, true) {
		return
	}
	go func() {
		w.renewNow()
		w.busy.Store(false)
		w.looked.Add(1)
	}()
}

func (w *watch) renewNow() {
	root := w.dir.root
	info, err := os.Stat(root)
	if err != nil {
		w.root = nil
		return
	}
	watched := map[string]bool{}
	for _, path := range w.notify.WatchList() {
		watched[path] = true
	}
	if w.root != nil && !os.SameFile(w.root, info) {
		// Renamed away, with another one in its place: the old watch is
		// silent for ever.
		for path := range watched {
			_ = w.notify.Remove(path)
		}
		clear(watched)
	}
	w.root = info
	if !watched[root] && w.notify.Add(root) != nil {
		return
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		return
	}
	for _, e := range entries {
		path := filepath.Join(root, e.Name())
		if len(watched) >= maxWatched {
			return
		}
		if e.IsDir() && e.Name()[0] != '.' && !watched[path] {
			watched[path] = true
			_ = w.notify.Add(path)
		}
	}
}

var (
	_ Folder  = (*Dir)(nil)
	_ Watcher = (*Dir)(nil)
)
