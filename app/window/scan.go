package window

import (
	"context"
	"errors"
	"image"
	"time"

	"twofold/app/platform"
	"twofold/app/session"
)

// outOfSight is how long the window gets to leave the screen, with the
// animations of the desktop.
const outOfSight = 300 * time.Millisecond

// scan looks for codes on all screens. The window hides for the picture and
// comes back before the picture is read. The pictures stay in memory.
func (a *App) scan() {
	if a.scanning || a.ses.Phase() != session.Open {
		return
	}
	a.scanning = true
	release := a.ses.Hold()
	a.hideForPicture()
	var found session.Found
	var err error
	a.work(func(ctx context.Context) {
		var screens []platform.Screen
		if !a.o.Inline {
			err = sleep(ctx, outOfSight)
		}
		if err == nil {
			screens, err = a.desk.Screens(ctx)
		}
		a.do(a.raiseWindow)
		if err == nil {
			found = a.ses.ReadScreens(ctx, imagesOf(screens))
		}
	}, func() {
		release()
		a.scanning = false
		switch {
		case errors.Is(err, platform.ErrCancelled), errors.Is(err, context.Canceled):
		case err != nil:
			a.say(session.Explain(err, ""))
		default:
			a.found(found)
		}
	})
}

func imagesOf(screens []platform.Screen) []image.Image {
	out := make([]image.Image, len(screens))
	for i, s := range screens {
		out[i] = s.Image
	}
	return out
}

// hideForPicture takes the window off the screen without locking.
func (a *App) hideForPicture() {
	a.ses.SetVisible(false)
	a.win.Hide()
}

// sleep waits, unless the program ends.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
