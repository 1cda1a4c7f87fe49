package window

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	fyneapp "fyne.io/fyne/v2/app"

	"twofold/app/config"
	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/release"
	"twofold/app/session"
)

// Start is what the program was started with.
type Start struct {
	Folders   platform.Folders
	Config    *config.File
	Report    config.Report // what was found in the settings file
	Texts     *locale.Texts
	Languages []string
	Version   string
	Toggle    bool     // --toggle: hide the window if it is in front
	Hidden    bool     // --hidden: begin in the tray
	DataDir   string   // --data-dir, if given
	NoKeyring bool     // --no-keyring
	Items     []string // links and files to read
	Session   func(session.Clipboard) *session.Session
}

// Main opens the window, and the process ends with it. It returns, with the
// exit status, only if no window was opened: because one is open already for
// the same data, which is raised instead, or because there is no display.
func Main(ctx context.Context, s Start) int {
	haste()
	if handedOver(ctx, s) {
		return 0
	}
	if err := platform.ChooseDisplay(); err != nil {
		key := "term.nodisplay"
		if errors.Is(err, platform.ErrNoOpenGL) {
			key = "term.noopengl"
		}
		fmt.Fprintln(os.Stderr, "twofold: "+locale.Plain(s.Texts.T(key)))
		fmt.Fprintln(os.Stderr, locale.Plain(s.Texts.T(key+".d")))
		return 1
	}
	tidyForToolkit()
	desk := NewDesktop(s.again()...)
	var listener *platform.Instance
	o := Options{
		Toolkit: fyneapp.NewWithID(ID), Session: s.Session(desk), Config: s.Config, Texts: s.Texts,
		Desktop: desk, Now: time.Now, Hidden: s.Hidden && len(s.Items) == 0, Version: s.Version, Language: s.Languages,
		Exit: func() {
			if listener != nil {
				_ = listener.Close() // takes its socket away; a left-over one is found dead by the next start
			}
			os.Exit(0)
		},
	}
	if source, ok := release.Built(); ok {
		o.Updates = webReleases{source}
	}
	a := New(o)
	a.report(s.Report)
	// Without a listener a second start says that the data is in use, and that is all.
	listener, _ = platform.ListenInstance(s.Folders, func(m platform.Message) { a.do(func() { a.called(m) }) })
	a.later = s.Items
	time.AfterFunc(10*time.Second, thrift)
	a.Run()
	// The toolkit's loop ended by itself: a signal before the program listened.
	_ = o.Session.Close()
	return 0
}

// again are the arguments with which a start at sign-in comes back to the same
// data, without a window.
func (s Start) again() []string {
	args := []string{"--hidden"}
	if s.DataDir != "" {
		if dir, err := filepath.Abs(s.DataDir); err == nil {
			args = append(args, "--data-dir", dir)
		}
	}
	if s.NoKeyring {
		args = append(args, "--no-keyring")
	}
	return args
}

// haste lets the heap of the start grow without collecting it before the first
// code, unless a vault is so large that it should be.
func haste() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(startHeap)
}

// startHeap is in bytes; the usual start takes 20 MB.
const startHeap = 96 << 20

// thrift gives what the start needed back to the system, and from then on lets
// the heap grow by less than the half of what lives on it. There is hardly any
// garbage afterwards, so it is collected as rarely as once in minutes.
func thrift() {
	debug.SetGCPercent(40)
	debug.SetMemoryLimit(math.MaxInt64)
	runtime.GC() // what pools hold is garbage only at the next one
	debug.FreeOSMemory()
	platform.TrimMemory()
	platform.KeepFrameMemory()
}

// tidyForToolkit prepares what the toolkit complains about on standard error:
// it makes its cache inside the user's, which a new user does not have yet, and
// it makes and watches a file for preferences, which this program does not use,
// and takes the empty file it made itself for a damaged one.
func tidyForToolkit() {
	if dir, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(dir, 0o700)
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return
	}
	dir = filepath.Join(dir, "fyne", ID)
	file := filepath.Join(dir, "preferences.json")
	if info, err := os.Stat(file); err == nil && info.Size() > 0 {
		return
	}
	_ = os.MkdirAll(dir, 0o700)
	_ = os.WriteFile(file, []byte("{}\n"), 0o600) // if it can't be written, the complaint stays
}

// handedOver gives the request to a window that is already open.
func handedOver(ctx context.Context, s Start) bool {
	m := platform.Message{Action: platform.ActionRaise}
	switch {
	case len(s.Items) > 0:
		m = platform.Message{Action: platform.ActionOpen, Items: absolute(s.Items)}
	case s.Toggle:
		m.Action = platform.ActionToggle
	}
	if platform.SendInstance(ctx, s.Folders, m) != nil {
		return false
	}
	if m.Action != platform.ActionToggle { // that may have hidden it
		fmt.Fprintln(os.Stderr, "twofold: "+locale.Plain(s.Texts.T("err.other.raised")))
	}
	return true
}

// absolute makes paths mean the same in another process.
func absolute(items []string) []string {
	out := make([]string, 0, len(items))
	for _, it := range items {
		if !strings.Contains(it, ":") || filepath.IsAbs(it) {
			if abs, err := filepath.Abs(it); err == nil {
				it = abs
			}
		}
		out = append(out, it)
	}
	return out
}

// called answers a second start.
func (a *App) called(m platform.Message) {
	if m.Action == platform.ActionToggle && a.isInFront() {
		a.hide()
		return
	}
	a.raiseWindow()
	if m.Action == platform.ActionOpen {
		a.readItems(m.Items)
	}
}

// readItems reads links and files once the vault is open.
func (a *App) readItems(items []string) {
	if a.ses.Phase() != session.Open {
		a.later = append(a.later, items...)
		return
	}
	a.read(func(ctx context.Context) session.Found { return a.ses.ReadItems(ctx, items) })
}
