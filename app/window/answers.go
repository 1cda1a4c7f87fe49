package window

import (
	"context"
	"slices"

	"twofold/app/control"
	"twofold/app/platform"
	"twofold/app/session"
)

// inquire asks the user something in a dialog of the system, off the UI
// goroutine, and hands the answer on. Such a dialog outlives the page it was
// opened from, and may be answered by somebody else: what comes after a lock,
// whether the vault is open again or not, counts as cancelled, so that nothing
// is written or shown that was asked for before. All dialogs of the system go
// through here.
func (a *App) inquire(ask func(ctx context.Context) error, answered func(err error)) {
	asked := a.locks
	var err error
	a.work(func(ctx context.Context) { err = ask(ctx) }, func() {
		if asked != a.ses.Locks() {
			if err == nil {
				a.tellOpen("lock.void")
			}
			err = platform.ErrCancelled
		}
		answered(err)
	})
}

// noteLoss notes that a lock takes something away that was typed and not yet
// saved, so that this is told once the vault is open. It is called before the
// lock page takes the place of what is on the window.
func (a *App) noteLoss() {
	lost := false
	for _, l := range a.stack {
		lost = lost || l.page != nil && control.Edited(l.page.content())
	}
	for _, s := range a.sheets {
		lost = lost || control.Edited(s)
	}
	if lost {
		a.tellOpen("lock.lost")
	}
}

// tellOpen tells something by its key: now, or once the vault is open.
func (a *App) tellOpen(key string) {
	if !slices.Contains(a.said, key) {
		a.said = append(a.said, key)
	}
	if a.ses.Phase() == session.Open {
		a.tellSaid()
	}
}

// tellSaid tells what had to wait for the vault: in the status line, unless it
// is an answer to something the user has just done, or too much for a line.
func (a *App) tellSaid() {
	said := a.said
	a.said = nil
	switch {
	case len(said) == 0:
	case len(said) == 1 && said[0] != "lock.void" && a.lineSeen():
		a.note(a.txt.T(said[0]))
	default:
		var lines []string
		for _, key := range said {
			lines = append(lines, a.txt.T(key))
		}
		a.tell(lines[0], lines[1:]...)
	}
}

// lineSeen reports whether the status line is on the window: that of the list,
// once there is an account in it.
func (a *App) lineSeen() bool {
	p, ok := a.front().(*mainPage)
	return ok && !p.empty()
}
