package window

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"twofold/app/control"
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

// readFiles reads files of any kind, and links, which a browser lets go as if
// they were files. Most are read at once; while a huge one is, the window says
// so, and lets the user stop it.
func (a *App) readFiles(paths []string) {
	if a.ses.Phase() != session.Open {
		return
	}
	ctx, stop := context.WithCancel(a.ctx)
	release := a.ses.Hold()
	busy := &readingSheet{a: a, stop: stop}
	busy.soon()
	var found session.Found
	a.work(func(context.Context) { found = a.ses.ReadItems(ctx, paths) }, func() {
		stopped := ctx.Err() != nil
		busy.end()
		stop()
		release()
		if !stopped {
			a.found(found)
		}
	})
}

// readingSheet says that files are being read. It lives on the UI goroutine.
type readingSheet struct {
	a     *App
	stop  context.CancelFunc
	sheet *control.Sheet
	over  bool
}

// unnoticed is how long a reading may take before anything is said of it.
const unnoticed = time.Second

func (r *readingSheet) soon() {
	if r.a.o.Inline {
		return
	}
	time.AfterFunc(unnoticed, func() { r.a.do(r.show) })
}

func (r *readingSheet) show() {
	if r.over || r.a.ses.Phase() != session.Open {
		return
	}
	t := r.a.txt.T
	r.sheet = control.NewSheet(heading(t("import.reading")), control.Gap(4),
		control.NewButton(t("common.cancel"), "", control.Neutral, func() { r.sheet.Close() }))
	r.sheet.OnClosed = func() {
		if !r.over {
			r.stop() // it was the user
		}
	}
	r.a.open(r.sheet)
}

func (r *readingSheet) end() {
	r.over = true
	if r.sheet != nil {
		r.sheet.Close()
	}
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

// dropped takes files from the file manager, or says why it does not: nothing
// that was dropped may be lost without a word.
func (a *App) dropped(paths []string) {
	a.ses.Touch()
	if n := len(a.sheets); n > 0 && a.sheets[n-1].Tells && a.picking == nil {
		a.sheets[n-1].Close() // it was read: most often why the file before was refused
	}
	p, takes := a.front().(dropper)
	switch {
	case len(paths) == 0:
	case len(a.sheets) > 0 || a.picking != nil:
		a.refuseDrop()
	case takes && !slices.ContainsFunc(paths, isLink) && p.dropped(paths):
	case a.ses.Phase() == session.Open && takes:
		a.refuseDrop()
	default:
		a.readDropped(paths)
	}
}

// readDropped reads what was dropped: now, or once the vault is open.
func (a *App) readDropped(paths []string) {
	if a.ses.Phase() == session.Open {
		a.readFiles(paths)
		return
	}
	a.readItems(paths)
	if a.ses.Phase() != session.Starting {
		a.tell(a.txt.T("drop.later"))
	}
}

// pathsOf gives the local files of a drop, and the links.
func pathsOf(uris []fyne.URI) []string {
	dir, _ := os.Getwd() // without it, no path was made of a link
	var out []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			out = append(out, linkIn(u.Path(), dir))
		}
	}
	return out
}

// linkIn gives the link back that the toolkit took for a file in the working
// directory, or the path as it is.
func linkIn(path, dir string) string {
	rest, inside := strings.CutPrefix(path, strings.TrimSuffix(dir, "/")+"/")
	scheme, after, cut := strings.Cut(rest, ":/")
	if !inside || !cut || scheme == "" || strings.ContainsAny(scheme, "/ ") {
		return path
	}
	return scheme + "://" + after
}

// isLink tells links from paths of files. They hold secrets, so what cannot be
// read of them must not be named as a file is.
func isLink(path string) bool { return strings.Contains(path, "://") && !filepath.IsAbs(path) }

// refuseDrop says that what is in front comes first.
func (a *App) refuseDrop() { a.tell(a.txt.T("drop.busy")) }

// openFiles lets the user choose pictures and files.
func (a *App) openFiles() {
	a.pick(a.txt.T("add.image"), a.readFiles)
}

// paste reads the clipboard: a picture, else a link, a list or a key.
func (a *App) paste() {
	a.read(func(ctx context.Context) session.Found {
		img, imageErr := a.desk.Image(ctx)
		if imageErr == nil {
			return a.ses.ReadImage(ctx, img)
		}
		if errors.Is(imageErr, platform.ErrImageTooLarge) {
			return session.Found{Problems: []session.Problem{{Err: imageErr}}}
		}
		text, err := a.desk.ReadText(ctx)
		if err != nil || text == "" {
			return session.Found{Problems: []session.Problem{{Err: nothingPasted(imageErr)}}}
		}
		return a.ses.ReadText(text)
	})
}

// nothingPasted says why nothing was pasted, where looking for a picture gave
// err.
func nothingPasted(err error) error {
	if errors.Is(err, platform.ErrTextOnly) {
		return platform.ErrTextOnly
	}
	return session.ErrNothingHere
}
