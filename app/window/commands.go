package window

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"twofold/app/config"
	"twofold/app/control"
	"twofold/app/session"
	"twofold/app/skin"
)

// command answers what the page in front did not: the things that work from
// everywhere.
func (a *App) command(c command) {
	open := a.ses.Phase() == session.Open
	switch c {
	case cmdQuit:
		a.quit()
	case cmdClose:
		a.closeAsked()
	case cmdLock:
		if open {
			a.lock()
		}
	case cmdZoomIn:
		a.zoom(1)
	case cmdZoomOut:
		a.zoom(-1)
	case cmdZoomBack:
		a.setConfig(func(s *config.Settings) { s.TextScale = 100 })
	case cmdKeys:
		once[*shortcutsPage](a, newShortcuts)
	case cmdEscape:
		a.back()
	}
	if !open {
		return
	}
	switch c {
	case cmdAdd:
		once[*addPage](a, newAdd)
	case cmdScan:
		a.scan()
	case cmdRegion:
		a.scanPart()
	case cmdOpen:
		a.openFiles()
	case cmdPaste:
		a.paste()
	case cmdBackup:
		a.backUp()
	case cmdSettings:
		once[*settingsPage](a, newSettings)
	case cmdUndo:
		if !a.composing() {
			a.undo(nil)
		}
	}
}

// composing reports whether the page in front holds something unfinished, with
// which a change that was made before has nothing to do.
func (a *App) composing() bool {
	switch a.front().(type) {
	case keeper, *editPage, *manualPage, *confirmPage, *rulesPage, *computerPage, *importPage, *exportPage:
		return true
	}
	return false
}

// lock locks, unless an edit would be lost by it.
func (a *App) lock() {
	var err error
	a.work(func(context.Context) { err = a.ses.Lock() }, func() {
		if err != nil {
			a.say(session.Explain(err, ""))
		}
	})
}

// zoom goes to the next text size up or down.
func (a *App) zoom(by int) {
	a.setConfig(func(s *config.Settings) { s.TextScale = skin.Step(s.TextScale, by) })
}

// menu opens a context menu.
func (a *App) menu(items []control.MenuItem, at fyne.Position) {
	control.OpenMenu(a.win.Canvas(), at, items)
}

// startFailed tells that the data directory cannot be used at all.
func (a *App) startFailed(err error) {
	if errors.Is(err, session.ErrInUse) {
		a.root()
		return
	}
	a.show(func() page { return newUnusable(a, err) })
}

// report tells of a settings file that was damaged, cannot be read at all, or
// is from a newer version.
func (a *App) report(r config.Report) {
	var newer *config.NewerError
	switch {
	case errors.As(r.Err, &newer):
		a.said, a.brief = append(a.said, "err.settings.newer"), true
	case r.Err != nil && r.MovedTo == "":
		a.said, a.brief = append(a.said, "err.settings.unread"), true
	case r.Err != nil:
		a.said = append(a.said, "err.settings.damaged")
	}
}
