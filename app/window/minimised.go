package window

import "twofold/app/session"

// watchMinimised hears when the window is minimised and when it is back, which
// the toolkit tells nobody: it goes on painting what nobody sees. The window
// must have been shown. Wayland does not say it either, but paints nothing then.
func (a *App) watchMinimised() {
	w, ok := a.win.(interface{ RunWithContext(func()) })
	if !ok || a.watching {
		return
	}
	a.watching = true
	w.RunWithContext(func() { onMinimised(a.minimised) })
}

// minimised stops all ticks while the window is an icon, as in the tray.
func (a *App) minimised(small bool) {
	if a.small = small; a.hidden {
		return // it is back when the tray shows it
	}
	a.rest()
	if small {
		a.ses.SetVisible(false)
		return
	}
	a.seen()
}

// seen lets everything tick again, and shows at once what went by meanwhile.
func (a *App) seen() {
	a.ses.SetVisible(true)
	if a.ses.Phase() == session.Open {
		a.event(session.Tick{Now: a.now()})
	}
}

// isInFront reports whether the window is the one the user works in. The window
// system is asked, where it answers: what the toolkit heard last may be behind it
// when a call comes with the change itself, and a window that was just minimised
// would be hidden instead of brought.
func (a *App) isInFront() bool {
	if a.hidden || a.small {
		return false
	}
	front := a.inFront
	if w, ok := a.win.(interface{ RunWithContext(func()) }); ok {
		w.RunWithContext(func() { front = hasKeyboard(front) })
	}
	return front
}
