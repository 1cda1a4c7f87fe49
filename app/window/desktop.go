package window

import (
	"context"
	"image"
	"time"

	"twofold/app/platform"
	"twofold/app/session"
)

// Desktop is what the window needs of the system beside the toolkit. Its
// methods are slow: they run on goroutines of their own.
type Desktop interface {
	session.Clipboard
	fileWork
	// PickFiles opens the system's own file picker; platform.ErrCancelled if
	// the user chose nothing, platform.ErrNoPicker if the system has none.
	PickFiles(ctx context.Context, d platform.Dialog) ([]string, error)
	// PickFolder is PickFiles for one folder.
	PickFolder(ctx context.Context, d platform.Dialog) (string, error)
	// Image gives the picture on the clipboard.
	Image(ctx context.Context) (image.Image, error)
	// ReadText gives the text on the clipboard.
	ReadText(ctx context.Context) (string, error)
	// Screens takes a picture of every screen.
	Screens(ctx context.Context) ([]platform.Screen, error)
	// Watch tells of locking and sleeping until ctx ends.
	Watch(ctx context.Context) <-chan platform.Event
	// WatchIdle tells when nobody touched the computer for so long.
	WatchIdle(ctx context.Context, after time.Duration) (<-chan struct{}, <-chan error)
	// HasTray reports whether an icon in the tray would be seen.
	HasTray(ctx context.Context) bool
	// WatchTray tells whether it would be, and when that changes, until ctx
	// ends. A channel closed before says that it never will again.
	WatchTray(ctx context.Context) <-chan bool
	// Notify lets the desktop show a notification; the error says that nobody
	// sees it.
	Notify(ctx context.Context, n platform.Notice) error
	// SetAutostart starts the program when the user signs in, or not.
	SetAutostart(on bool) error
}

// joiner is a desktop that needs the window as well, as soon as there is one.
type joiner interface{ joins(a *App) }

// system is the desktop the program runs on.
type system struct {
	*platform.Clipboard
	text      *windowText
	autostart []string // arguments of a start at sign-in
}

// NewDesktop gives the desktop of this computer. The arguments are those that
// a start at sign-in needs to come back to the same data.
func NewDesktop(autostart ...string) Desktop {
	text := &windowText{wayland: onWayland}
	return system{platform.NewClipboard(text), text, autostart}
}

// joins implements [joiner].
func (s system) joins(a *App) {
	s.text.app.Store(a)
	a.textOnly = s.TextOnly()
}

func (system) PickFiles(ctx context.Context, d platform.Dialog) ([]string, error) {
	return platform.PickFiles(ctx, d)
}

func (system) Screens(ctx context.Context) ([]platform.Screen, error) {
	return platform.CaptureScreens(ctx)
}

func (system) Watch(ctx context.Context) <-chan platform.Event { return platform.Watch(ctx) }

func (system) WatchIdle(ctx context.Context, after time.Duration) (<-chan struct{}, <-chan error) {
	return platform.WatchIdle(ctx, after)
}

func (system) HasTray(ctx context.Context) bool { return platform.HasTray(ctx) }

func (system) WatchTray(ctx context.Context) <-chan bool { return platform.WatchTray(ctx) }

func (system) Notify(ctx context.Context, n platform.Notice) error { return platform.Notify(ctx, n) }

func (s system) SetAutostart(on bool) error {
	program, err := platform.Program()
	if err != nil {
		return err
	}
	return platform.SetAutostart(on, program, s.autostart...)
}

// PickFolder implements [Desktop].
func (system) PickFolder(ctx context.Context, d platform.Dialog) (string, error) {
	return platform.PickFolder(ctx, d)
}
