package window

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver"

	"twofold/app/platform"
)

// pictures are the patterns of the pictures that can be read.
var pictures = []string{"*.png", "*.jpg", "*.jpeg", "*.gif", "*.webp", "*.bmp", "*.tif", "*.tiff", "*.pdf"}

// pick lets the user choose files: with the system's own picker, or with the
// toolkit's where there is none. done runs on the UI goroutine, unless the
// user chose nothing.
func (a *App) pick(title string, done func(paths []string)) {
	a.pickOf(platform.Dialog{
		Title: title, Several: true,
		Filters: []platform.Filter{
			{Name: a.txt.T("pick.pictures"), Patterns: pictures},
			{Name: a.txt.T("pick.all"), Patterns: []string{"*"}},
		},
	}, done)
}

// pickOf is pick with a dialog of one's own.
func (a *App) pickOf(d platform.Dialog, done func(paths []string)) {
	var paths []string
	d.Parent = a.handle()
	a.inquire(func(ctx context.Context) (err error) { paths, err = a.desk.PickFiles(ctx, d); return err }, func(err error) {
		switch {
		case errors.Is(err, platform.ErrCancelled):
		case errors.Is(err, platform.ErrNoPicker):
			a.pickHere(d.Title, done)
		case err != nil:
			a.pickerFailed(err)
		case len(paths) > 0:
			done(paths)
		}
	})
}

// handle is the system's own name of the window, which a dialog of another
// program keeps itself in front of; 0 where the system has none to give.
func (a *App) handle() (id uintptr) {
	w, ok := a.win.(driver.NativeWindow)
	if !ok {
		return 0
	}
	w.RunNative(func(context any) {
		switch c := context.(type) {
		case driver.X11WindowContext:
			id = c.WindowHandle
		case driver.WindowsWindowContext:
			id = c.HWND
		}
	})
	return id
}

// pickHere is the toolkit's own picker, inside the window and for one file.
func (a *App) pickHere(title string, done func(paths []string)) {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if r == nil || err != nil {
			return // closed, or a file that reading will complain about
		}
		path := r.URI().Path()
		_ = r.Close() // it is read by the session, which bounds it
		done([]string{path})
	}, a.win)
	a.inside(title, d)
}

// inside shows a file dialog of the toolkit over the whole window. It has a
// size only once it is shown: asked before, it panics.
func (a *App) inside(title string, d *dialog.FileDialog) {
	a.picking = d
	d.SetOnClosed(func() { a.picking = nil })
	d.SetTitleText(title)
	d.SetDismissText(a.txt.T("common.cancel"))
	d.Show()
	d.Resize(a.win.Canvas().Size())
}

// pickerFailed tells that no picker could be opened; dropping works all the
// same.
func (a *App) pickerFailed(err error) {
	fyne.LogError("file picker", err)
	a.tell(a.txt.T("err.picker.failed"), a.txt.T("first.drop"))
}
