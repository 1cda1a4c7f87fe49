package window

import (
	"context"
	"time"

	"twofold/app/locale"
	"twofold/app/platform"
	"twofold/app/session"
)

const (
	// noticesIn and mostNotices bound how often a request is announced:
	// anybody who can write to the folder can ask without end.
	noticesIn   = 15 * time.Minute
	mostNotices = 3
	// mostAsked is where remembering ends, and announcing with it.
	mostAsked = 1000
)

// asked remembers which requests to join were announced by the desktop.
type asked struct {
	ids map[string]bool
	at  []time.Time // of the notifications of the last noticesIn
}

// announceRequests lets the desktop say that a new computer asks for the
// accounts, once a request, while the window is not in front; in front, the
// line at its foot says it. The texts are fixed: nothing of the request, which
// anybody can have written, and nothing of the vault lands in what the desktop
// keeps and shows on locked screens.
func (a *App) announceRequests() {
	if a.ses.Phase() != session.Open {
		return // nothing is asked of a locked program
	}
	fresh := false
	for _, r := range a.ses.Backup().Requests {
		if a.asked.ids[r.ID] || len(a.asked.ids) >= mostAsked {
			continue
		}
		if a.asked.ids == nil {
			a.asked.ids = map[string]bool{}
		}
		a.asked.ids[r.ID], fresh = true, true
	}
	if !fresh || !a.cfg.Settings().Notify || a.isInFront() {
		return
	}
	now := a.now()
	for len(a.asked.at) > 0 && now.Sub(a.asked.at[0]) >= noticesIn {
		a.asked.at = a.asked.at[1:]
	}
	if len(a.asked.at) >= mostNotices {
		return
	}
	a.asked.at = append(a.asked.at, now)
	n := platform.Notice{Title: locale.Plain(a.txt.T("ap.notify")), Body: locale.Plain(a.txt.T("ap.notify.b"))}
	a.work(func(ctx context.Context) {
		_ = a.desk.Notify(ctx, n) // the badge of the tray and the line of the window say it as well
	}, nil)
}
