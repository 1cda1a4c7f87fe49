package window

import (
	"context"
	"crypto/rand"
	"testing"

	"twofold/app/locale"
	"twofold/app/session"
	"twofold/app/session/sessiontest"
	"twofold/crypto/sealed"
)

// TestLeave ends once, with everything saved, locked and taken away.
func TestLeave(t *testing.T) {
	r := newRig(t, setting{language: locale.English})
	r.accounts()
	icon := &fakeTray{}
	r.tray.icon, r.tray.on = icon, true
	ends, saved := 0, false
	r.o.Exit = func() { ends++; saved = r.directoryIsFree() }
	r.win.Resize(r.win.Canvas().Size().AddWidthHeight(100, 50))
	size := r.win.Canvas().Size()
	r.quit()
	r.quit() // a second press while the first is at work
	if ends != 1 || !saved {
		t.Errorf("ended %d times, vault closed: %v; want once, closed", ends, saved)
	}
	if icon.ended != 1 {
		t.Errorf("the tray's icon was taken away %d times, want once", icon.ended)
	}
	if s := r.cfg.Settings(); float32(s.WindowWidth) != size.Width || float32(s.WindowHeight) != size.Height {
		t.Errorf("remembered %dx%d, want %v", s.WindowWidth, s.WindowHeight, size)
	}
	if r.ctx.Err() == nil {
		t.Error("work that ends with the program goes on")
	}
}

// directoryIsFree opens the vault a second time, which its owner must have
// closed before.
func (r *rig) directoryIsFree() bool {
	other := session.New(session.Options{
		DataDir: r.dir, Now: r.clock.Now, After: r.clock.After, Rand: rand.Reader,
		Keyring: r.ring, Clipboard: &sessiontest.Clipboard{}, Cost: sealed.CostTest,
	})
	defer other.Close()
	return other.Start(context.Background()) == nil && len(other.View().Rows) > 0
}
