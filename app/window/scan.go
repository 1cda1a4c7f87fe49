package window

import (
	"context"
	"errors"
	"image"
	"slices"
	"time"

	"twofold/app/platform"
	"twofold/app/session"
)

// outOfSight is how long the window gets to leave the screen, with the
// animations of the desktop.
const outOfSight = 300 * time.Millisecond

// scan looks for codes on all screens.
func (a *App) scan() {
	a.capture(func(ctx context.Context, shots []platform.Screen) session.Found {
		return a.ses.ReadScreens(ctx, imagesOf(shots))
	}, a.foundOn)
}

// scanPart lets the user choose a part of a screen. Where the system has let
// the user choose already, that part is read at once.
func (a *App) scanPart() {
	a.capture(func(ctx context.Context, shots []platform.Screen) session.Found {
		if !shots[0].Chosen {
			return session.Found{}
		}
		return a.ses.ReadPart(ctx, shots[0].Image)
	}, func(found session.Found, shots []platform.Screen) {
		if shots[0].Chosen {
			a.found(found)
			return
		}
		a.choosePart(shots)
	})
}

// capture takes pictures of all screens, and reads them with read off the UI
// goroutine. The window hides for the pictures and comes back before they are
// read. The pictures stay in memory.
func (a *App) capture(read func(context.Context, []platform.Screen) session.Found, done func(session.Found, []platform.Screen)) {
	if a.scanning || a.ses.Phase() != session.Open {
		return
	}
	a.scanning = true
	release := a.ses.Hold()
	a.hideForPicture()
	var shots []platform.Screen
	var found session.Found
	a.inquire(func(ctx context.Context) (err error) {
		if !a.o.Inline {
			err = sleep(ctx, outOfSight)
		}
		if err == nil {
			shots, err = a.desk.Screens(ctx)
		}
		a.do(a.raiseWindow)
		if err == nil {
			found = read(ctx, shots)
		}
		return err
	}, func(err error) {
		release()
		a.scanning = false
		switch {
		case errors.Is(err, platform.ErrCancelled), errors.Is(err, context.Canceled):
		case err != nil:
			a.say(session.Explain(err, ""))
		case a.ses.Phase() == session.Open:
			done(found, shots)
		}
	})
}

// foundOn shows what was found on screens. If that is nothing, a part of the
// same pictures can be chosen.
func (a *App) foundOn(found session.Found, shots []platform.Screen) {
	blank := slices.ContainsFunc(found.Problems, func(p session.Problem) bool { return errors.Is(p.Err, session.ErrScreenBlank) })
	if len(found.Candidates) > 0 || found.Pages != nil || blank || shots[0].Chosen {
		a.found(found)
		return
	}
	a.complainOf(found, a.txt.T("add.region"), func() { a.choosePart(shots) })
}

// choosePart shows the pictures to choose a part of one.
func (a *App) choosePart(shots []platform.Screen) {
	a.push(func() page { return newRegion(a, shots) })
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
