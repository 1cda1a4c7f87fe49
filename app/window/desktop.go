package window

import (
	"context"
	"image"

	"twofold/app/platform"
	"twofold/app/session"
)

// Desktop is what the window needs of the system beside the toolkit. Its
// methods are slow: they run on goroutines of their own.
type Desktop interface {
	session.Clipboard
	fileWork
	// PickFiles opens the system's own file picker; platform.ErrCancelled if
	// the user chose nothing.
	PickFiles(ctx context.Context, title string) ([]string, error)
	// PickFolder is PickFiles for one folder.
	PickFolder(ctx context.Context, title string) (string, error)
	// Image gives the picture on the clipboard.
	Image(ctx context.Context) (image.Image, error)
	// ReadText gives the text on the clipboard.
	ReadText(ctx context.Context) (string, error)
}

// system is the desktop the program runs on.
type system struct{ *platform.Clipboard }

// NewDesktop gives the desktop of this computer.
func NewDesktop() Desktop { return system{platform.NewClipboard(nil)} }

// PickFiles implements [Desktop].
func (system) PickFiles(ctx context.Context, title string) ([]string, error) {
	return platform.PickFiles(ctx, platform.Dialog{Title: title})
}

// PickFolder implements [Desktop].
func (system) PickFolder(ctx context.Context, title string) (string, error) {
	return platform.PickFolder(ctx, platform.Dialog{Title: title})
}
