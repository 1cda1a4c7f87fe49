package window

import (
	"context"
	"errors"
	"reflect"

	"twofold/app/config"
)

// maxTakeBack is how many changes of settings can be taken back.
const maxTakeBack = 50

// setConfig changes the settings of this computer, as the user asked for, so
// that the settings page can take it back.
func (a *App) setConfig(edit func(*config.Settings)) {
	before := a.cfg.Settings()
	after := before
	edit(&after)
	a.remember(func(done func()) {
		a.keepConfig(func(s *config.Settings) { restore(s, before, after) }, done)
	})
	a.keepConfig(edit, nil)
}

// keepConfig writes the settings off the UI goroutine; what changed comes back
// through configChanged.
func (a *App) keepConfig(edit func(*config.Settings), done func()) {
	var err error
	a.work(func(context.Context) { err = a.cfg.Change(edit) }, func() {
		a.configFailed(err)
		if done != nil {
			done()
		}
	})
}

// configFailed says that a change of the settings was not made, or, once, that
// it lasts for this run only. The page in front shows what is so.
func (a *App) configFailed(err error) {
	key := "err.settings.save"
	var newer *config.NewerError
	switch {
	case err == nil, errors.Is(err, config.ErrReadOnly) && a.brief:
		return
	case errors.As(err, &newer):
		key, a.brief = "err.settings.newer", true
	case errors.Is(err, config.ErrReadOnly):
		key, a.brief = "err.settings.unread", true
	default:
		a.rebuild() // a switch goes back
	}
	a.tell(a.txt.T(key))
}

// remember notes how to take back a change of the settings. back calls done
// when it has, on the UI goroutine.
func (a *App) remember(back func(done func())) {
	a.takeBack = append(a.takeBack, back)
	a.takeBack = a.takeBack[max(0, len(a.takeBack)-maxTakeBack):]
}

// command is the undo of the settings page: its own changes first, the newest
// before the others, and then those of the accounts.
func (p *settingsPage) command(c command) bool {
	if c != cmdUndo {
		return false
	}
	n := len(p.a.takeBack)
	if n == 0 {
		p.a.undo(p.again)
		return true
	}
	back := p.a.takeBack[n-1]
	p.a.takeBack = p.a.takeBack[:n-1]
	back(p.again)
	return true
}

// again shows the settings as they are now, unless the page was made anew by
// the change itself.
func (p *settingsPage) again() {
	if p.a.front() == page(p) {
		p.filled = ""
		p.root.Refresh()
	}
}

// restore puts those fields of s back that are different before and after a
// change; others may have been changed since.
func restore(s *config.Settings, before, after config.Settings) {
	to, was, is := reflect.ValueOf(s).Elem(), reflect.ValueOf(before), reflect.ValueOf(after)
	for i := range to.NumField() {
		if !reflect.DeepEqual(was.Field(i).Interface(), is.Field(i).Interface()) {
			to.Field(i).Set(was.Field(i))
		}
	}
}
