package window

import (
	"context"
	"errors"
	"path/filepath"

	"twofold/app/platform"
)

// fileWork is the part of the desktop that import and export need.
type fileWork interface {
	// SaveFile asks where to save; platform.ErrCancelled if nowhere.
	SaveFile(ctx context.Context, d platform.Dialog) (string, error)
	// MoveToBin moves a file to the system's bin.
	MoveToBin(ctx context.Context, path string) error
}

// SaveFile implements [Desktop].
func (system) SaveFile(ctx context.Context, d platform.Dialog) (string, error) {
	return platform.SaveFile(ctx, d)
}

// MoveToBin implements [Desktop].
func (system) MoveToBin(ctx context.Context, path string) error {
	return platform.MoveToBin(ctx, path)
}

// saveAs asks where to save, writes off the UI goroutine, and says an error.
// done runs in any case, with the name of the file, which is empty if the user
// chose none.
func (a *App) saveAs(title, name string, write func(ctx context.Context, path string) error, done func(name string, err error)) {
	var path string
	var asked, failed error
	release := a.ses.Hold()
	a.work(func(ctx context.Context) {
		if path, asked = a.desk.SaveFile(ctx, platform.Dialog{Title: title, Name: name}); asked == nil {
			failed = write(ctx, path)
		}
	}, func() {
		release()
		switch {
		case errors.Is(asked, platform.ErrCancelled):
			done("", nil)
		case asked != nil:
			done("", asked)
			a.pickerFailed(asked)
		default:
			done(filepath.Base(path), failed)
			a.sayError(failed, filepath.Base(path))
		}
	})
}
