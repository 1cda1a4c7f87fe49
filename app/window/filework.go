package window

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"twofold/app/platform"
)

// fileWork is the part of the desktop that import and export need.
type fileWork interface {
	// SaveFile asks where to save; platform.ErrCancelled if nowhere,
	// platform.ErrNoPicker if the system cannot ask.
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

// saving is a file on its way to where the user wants it.
type saving struct {
	title, name string // of the dialog, and proposed for the file
	write       func(ctx context.Context, path string) error
	// done runs in any case, on the UI goroutine, with the name of the file,
	// which is empty if the user chose none.
	done func(name string, err error)
}

// saveAs asks where to save, writes off the UI goroutine, and says an error.
func (a *App) saveAs(s saving) {
	var path string
	d := platform.Dialog{Title: s.title, Name: s.name, Parent: a.handle()}
	a.inquire(func(ctx context.Context) (err error) { path, err = a.desk.SaveFile(ctx, d); return err }, func(err error) {
		switch {
		case errors.Is(err, platform.ErrCancelled):
			s.done("", nil)
		case errors.Is(err, platform.ErrNoPicker):
			a.saveHere(s)
		case err != nil:
			s.done("", err)
			a.pickerFailed(err)
		default:
			a.saveTo(path, s)
		}
	})
}

// saveTo writes the file.
func (a *App) saveTo(path string, s saving) {
	var err error
	release := a.ses.Hold()
	a.work(func(ctx context.Context) { err = s.write(ctx, path) }, func() {
		release()
		s.done(filepath.Base(path), err)
		a.sayError(err, filepath.Base(path))
	})
}

// saveHere asks with the toolkit's own dialog, inside the window. The file it
// makes is empty, and replaced as a whole.
func (a *App) saveHere(s saving) {
	d := dialog.NewFileSave(func(w fyne.URIWriteCloser, err error) {
		if w == nil || err != nil {
			s.done("", err)
			return
		}
		path := w.URI().Path()
		_ = w.Close() // nothing was written to it
		a.saveTo(path, s)
	}, a.win)
	d.SetFileName(s.name)
	d.SetConfirmText(a.txt.T("common.save"))
	a.inside(s.title, d)
}
