package window

import (
	"context"
	"errors"

	"twofold/app/platform"
	"twofold/app/session"
)

// All ways of adding end here: something is read off the UI goroutine, and
// what was found goes to the page that confirms it.

// read runs f and shows what it found.
func (a *App) read(f func(ctx context.Context) session.Found) {
	if a.ses.Phase() != session.Open {
		return
	}
	release := a.ses.Hold()
	var found session.Found
	a.work(func(ctx context.Context) { found = f(ctx) }, func() {
		release()
		a.found(found)
	})
}

// found shows accounts for confirmation, or why there are none.
func (a *App) found(f session.Found) {
	if p, ok := a.front().(interface{ found(session.Found) bool }); ok && p.found(f) {
		return // the page of a running import takes further parts itself
	}
	if f.Import != nil {
		a.push(func() page { return newImportLock(a, f) })
		return
	}
	if len(f.Candidates) == 0 && f.Pages == nil {
		a.complainOf(f, "", nil)
		return
	}
	a.push(func() page { return newConfirm(a, f) })
}

// dropped takes files from the file manager.
func (a *App) dropped(paths []string) {
	a.ses.Touch()
	if len(paths) == 0 || len(a.sheets) > 0 {
		return
	}
	if p, ok := a.front().(dropper); ok {
		p.dropped(paths)
		return
	}
	a.read(func(ctx context.Context) session.Found { return a.ses.ReadFiles(ctx, paths) })
}

// openFiles lets the user choose pictures and files.
func (a *App) openFiles() {
	a.pick(a.txt.T("add.image"), func(paths []string) {
		a.read(func(ctx context.Context) session.Found { return a.ses.ReadFiles(ctx, paths) })
	})
}

// paste reads the clipboard: a picture, else a link, a list or a key.
func (a *App) paste() {
	a.read(func(ctx context.Context) session.Found {
		img, err := a.desk.Image(ctx)
		if err == nil {
			return a.ses.ReadImage(ctx, img)
		}
		if errors.Is(err, platform.ErrImageTooLarge) {
			return session.Found{Problems: []session.Problem{{Err: err}}}
		}
		text, err := a.desk.ReadText(ctx)
		if err != nil || text == "" {
			return session.Found{Problems: []session.Problem{{Err: session.ErrNothingHere}}}
		}
		return a.ses.ReadText(text)
	})
}
