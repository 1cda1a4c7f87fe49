package window

import (
	"context"
	"time"

	"twofold/app/config"
	"twofold/app/platform"
	"twofold/app/release"
)

// Releases is where newer versions of the program are listed.
type Releases interface {
	// Latest gives the newest version. Slow.
	Latest(ctx context.Context) (string, error)
	// Host is the computer that is asked.
	Host() string
	// Open shows the page of the releases in the browser. Slow.
	Open(ctx context.Context) error
}

// webReleases are the releases of the source this program was built with.
type webReleases struct{ release.Source }

// Open implements [Releases].
func (w webReleases) Open(ctx context.Context) error { return platform.OpenURL(ctx, w.Page) }

// setUpdateNotice switches the notice. Who switches it on is answered at once,
// at the next second.
func (a *App) setUpdateNotice(on bool) {
	a.setConfig(func(s *config.Settings) { s.UpdateNotice, s.UpdateAsked = on, 0 })
}

// askForUpdate asks for a newer version if the user wants that and the last
// time is long enough ago. Without an answer nothing is said: it is tried
// again in a day. Nothing is asked behind a locked or hidden window, because
// no second passes there.
func (a *App) askForUpdate(now time.Time) {
	s := a.cfg.Settings()
	ago := now.Sub(time.Unix(s.UpdateAsked, 0))
	due := ago < 0 || ago >= release.Every // negative: the clock was set back
	if !s.UpdateNotice || a.o.Updates == nil || !due || a.asking {
		return
	}
	a.asking = true
	var latest string
	a.work(func(ctx context.Context) {
		_ = a.cfg.Change(func(s *config.Settings) { s.UpdateAsked = now.Unix() }) // else it is asked once more
		latest, _ = a.o.Updates.Latest(ctx)
	}, func() {
		a.asking = false
		if release.Newer(latest, a.o.Version) {
			a.newest = latest
			a.offer(a.txt.T("update.out", "v", latest), a.txt.T("update.page"), a.openReleases)
		}
	})
}

func (a *App) openReleases() {
	var err error
	a.work(func(ctx context.Context) { err = a.o.Updates.Open(ctx) }, func() { a.sayError(err, "") })
}
