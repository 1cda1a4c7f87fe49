package window

import (
	"context"
	"os"
	"os/signal"
	"time"

	"twofold/app/config"
	"twofold/app/platform"
	"twofold/app/session"
)

// quit saves what waits and ends. If that fails the user decides.
func (a *App) quit() {
	if a.ses.Status().Health == session.HealthSaveFailed {
		t := a.txt.T
		a.askGrave(t("err.save.quit.h"), t("err.save.quit.b"), t("err.save.quit.cta"), a.leaveProgram)
		return
	}
	a.leaveProgram()
}

// leaveProgram remembers the size of the window, locks, and ends.
//
// The end is the end of the process, not of the toolkit's loop. Fyne 2.8 stops
// its loop with a race: an event of the window that arrives between the loop's
// last look at its queue and the closing of that queue is dropped together with
// the goroutine that waits for it, which then never ends, or is sent to a
// closed channel, which panics. Nothing is lost by leaving it out: the settings
// and the vault are on the disk by then, and what is left is the system's to
// take back.
func (a *App) leaveProgram() {
	if a.leaving {
		return
	}
	a.leaving = true
	a.part(a.leaveNow)
}

// partingTime is how long a folder may take to hear that an approval has ended.
const partingTime = 3 * time.Second

// part ends an approval that is open, on either side, so that the other one is
// told and no message is left in the folder.
func (a *App) part(then func()) {
	var open []*inTurn
	if s := a.approving; s != nil && s.sheet != nil {
		s.sheet.Close()
		open = append(open, &s.turn)
	}
	if w, ok := a.front().(*recoverWizard); ok && w.rec != nil && !w.done && !w.busy {
		w.leave()
		open = append(open, &w.turn)
	}
	if len(open) == 0 {
		then()
		return
	}
	gone := false
	var stop func()
	leave := func() {
		if !gone {
			gone = true
			stop()
			then()
		}
	}
	stop = a.repeat(partingTime, leave)
	for _, turn := range open { // there is one of them at a time in a window
		turn.do(func(context.Context) {}, leave)
	}
}

func (a *App) leaveNow() {
	size, percent := a.win.Canvas().Size(), a.screenPercent()
	a.work(func(context.Context) {
		_ = a.cfg.Change(func(s *config.Settings) { // a window that opens at another size is no reason to stay
			s.WindowWidth, s.WindowHeight, s.WindowScale = int(size.Width), int(size.Height), percent
		})
		_ = a.ses.Close() // what could not be saved was asked about before
	}, func() {
		a.end()
		if a.tray.on {
			a.tray.icon.end()
		}
		if a.o.Exit != nil {
			a.o.Exit()
		}
	})
}

// catchSignals makes the end of the user's session and an interrupt in the
// terminal end the program as its own key does. It is called before the window
// is made, which takes 50 ms. The first listening takes 1.5 ms of waiting for
// the runtime's threads, which is why it is done beside that.
func (a *App) catchSignals() {
	told, listens := make(chan os.Signal, 1), make(chan struct{})
	a.retakeSignals = func() {
		<-listens
		signal.Reset(platform.EndSignals()...)
		signal.Notify(told, platform.EndSignals()...)
	}
	go func() {
		signal.Notify(told, platform.EndSignals()...)
		defer signal.Stop(told)
		close(listens)
		select {
		case <-told:
			a.do(a.quit)
		case <-a.ctx.Done():
		}
	}()
}

// keepSignals takes away the registration of the toolkit, which listens for the
// same signals and would stop its loop with nothing saved. It registers while
// the loop starts, on a goroutine of its own that may be late on a busy
// computer: hence the later turns.
func (a *App) keepSignals() {
	a.retakeSignals()
	a.do(a.retakeSignals)
	for _, late := range []time.Duration{50 * time.Millisecond, time.Second, 10 * time.Second} {
		time.AfterFunc(late, a.retakeSignals)
	}
}
