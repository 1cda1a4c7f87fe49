package folder_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"twofold/sync/folder"
)

// settle is how long events are collected before they make one hint.
const settle = 500 * time.Millisecond

// watched gives a folder that is being watched.
func watched(t *testing.T) (*folder.Dir, *clock) {
	t.Helper()
	c := newClock()
	d := folder.NewDir(t.TempDir(), names, c, rand.Reader)
	d.Watch()
	t.Cleanup(func() { must(t, d.Close()) })
	asked(t, c, folder.DefaultPace)
	looked(t, d, 1)
	return d, c
}

// asked waits until a timer of length want is asked for.
func asked(t *testing.T, c *clock, want time.Duration) {
	t.Helper()
	for {
		select {
		case got := <-c.asked:
			if got == want {
				return
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("no timer of %v was asked for", want)
		}
	}
}

// looked waits until the watch was looked after n times.
func looked(t *testing.T, d *folder.Dir, n int64) {
	t.Helper()
	for begin := time.Now(); d.Looked() < n; runtime.Gosched() {
		if time.Since(begin) > 20*time.Second {
			t.Fatal("nobody looks after the watch")
		}
	}
}

// hinted waits for a hint, for as long as a slow machine may need.
func hinted(t *testing.T, d *folder.Dir) {
	t.Helper()
	select {
	case <-d.Hints():
	case <-time.After(20 * time.Second):
		t.Fatal("no hint came")
	}
}

func TestEventsMakeOneHint(t *testing.T) {
	d, c := watched(t)
	for _, name := range []string{good, "tf1-a.age", "tf1-b.age"} {
		write(t, d, name, "x")
	}
	asked(t, c, settle)
	select {
	case <-d.Hints():
		t.Error("a hint before the events had settled")
	default:
	}
	c.advance(settle)
	hinted(t, d)
}

func TestPollingMakesHints(t *testing.T) {
	d, c := watched(t)
	d.SetPace(2 * time.Second)
	asked(t, c, 2*time.Second)
	for range 3 {
		c.advance(2 * time.Second)
		hinted(t, d)
		asked(t, c, 2*time.Second)
	}
}

func TestCloseEndsTheGoroutine(t *testing.T) {
	d, _ := watched(t)
	must(t, d.Close()) // waits for the goroutine
	if _, ok := <-d.Hints(); ok {
		t.Error("a hint after the end")
	}
	d.SetPace(time.Second) // does not hang
	must(t, d.Close())
	unwatched, _ := newDir(t)
	must(t, unwatched.Close())
}

func TestReplacedFolderIsWatchedAgain(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the order of events is that of inotify")
	}
	d, c := watched(t)
	must(t, os.Rename(d.Root(), d.Root()+"-away"))
	must(t, os.Mkdir(d.Root(), 0o700))
	asked(t, c, settle) // the renaming itself is the last thing the old watch tells
	c.advance(settle)
	hinted(t, d)
	c.advance(folder.DefaultPace)
	asked(t, c, folder.DefaultPace)
	hinted(t, d)
	looked(t, d, 2)
	write(t, d, good, "x")
	asked(t, c, settle)
	c.advance(settle)
	hinted(t, d)
}

func TestSubDirectoriesAreWatched(t *testing.T) {
	d, c := watched(t)
	must(t, os.Mkdir(filepath.Join(d.Root(), "Twofold 2"), 0o700))
	asked(t, c, settle)
	c.advance(folder.DefaultPace)
	asked(t, c, folder.DefaultPace)
	looked(t, d, 2)
	hinted(t, d)
	write(t, d, "Twofold 2/"+good, "x")
	asked(t, c, settle)
}
